package io.github.chunkupload.component.servlet;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Patience;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;

/** Reads the head of a request off a servlet container: the target as on the request line, values of one header in order. */
final class ServletCalls {

    private ServletCalls() {
    }

    /**
     * Returns the request, its body unopened.
     *
     * @throws IllegalArgumentException when the target is neither a path nor an absolute URI, or a header is malformed
     */
    static HttpCall call(HttpServletRequest request, Patience patience) {
        HttpHead head = HttpHead.received(request.getMethod(), target(request), headers(request));
        return new HttpCall(head, new ServletBody(request, patience), request.getRemoteAddr());
    }

    private static String target(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query;
    }

    private static Headers headers(HttpServletRequest request) {
        Headers.Builder headers = Headers.builder();
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements();) {
            String name = names.nextElement();
            for (Enumeration<String> values = request.getHeaders(name); values.hasMoreElements();) {
                headers.add(name, values.nextElement());
            }
        }
        return headers.build();
    }
}
