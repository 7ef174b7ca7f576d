package io.github.chunkupload.component.undertow;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.net.InetSocketAddress;

/**
 * Reads the head of a request off Undertow. The target is as on the request line, but for a question mark at its very end, which
 * Undertow drops; values of one header keep their order, headers of different names do not.
 */
final class UndertowCalls {

    private UndertowCalls() {
    }

    /**
     * Returns the request, its body unopened.
     *
     * @throws IllegalArgumentException when the head makes no sense
     */
    static HttpCall call(HttpServerExchange wire, UndertowBody body) {
        return new HttpCall(head(wire), body, peer(wire));
    }

    /** Returns the address of the client; empty when it is gone. */
    static String peer(HttpServerExchange wire) {
        InetSocketAddress peer = wire.getSourceAddress();
        return peer == null ? "" : peer.getHostString();
    }

    /**
     * Returns the head of the request.
     *
     * @throws IllegalArgumentException when the target is neither a path nor an absolute URI, or a header is malformed
     */
    static HttpHead head(HttpServerExchange wire) {
        return HttpHead.received(wire.getRequestMethod().toString(), target(wire), headers(wire));
    }

    private static String target(HttpServerExchange wire) {
        String query = wire.getQueryString();
        return query.isEmpty() ? wire.getRequestURI() : wire.getRequestURI() + '?' + query;
    }

    private static Headers headers(HttpServerExchange wire) {
        Headers.Builder headers = Headers.builder();
        for (HeaderValues values : wire.getRequestHeaders()) {
            for (String value : values) {
                headers.add(values.getHeaderName().toString(), value);
            }
        }
        return headers.build();
    }
}
