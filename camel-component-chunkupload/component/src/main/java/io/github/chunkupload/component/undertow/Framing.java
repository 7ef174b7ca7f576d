package io.github.chunkupload.component.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.regex.Pattern;

/**
 * Where a request ends. A request that tells that in two ways, or in one that a proxy before us may read otherwise, could carry another
 * one hidden in its body (request smuggling, RFC 9112 §11.2); it is refused.
 */
final class Framing {

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private Framing() {
    }

    /** Returns whether everybody finds the same end. */
    static boolean isClear(HttpServerExchange wire) {
        HeaderMap headers = wire.getRequestHeaders();
        HeaderValues lengths = headers.get(Headers.CONTENT_LENGTH);
        HeaderValues codings = headers.get(Headers.TRANSFER_ENCODING);
        boolean length = lengths == null || lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches();
        boolean coding = codings == null || codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
        boolean names = headers.getHeaderNames().stream().allMatch(name -> name.toString().chars().allMatch(Framing::isTokenPart));
        return length && coding && names && (lengths == null || codings == null);
    }

    private static boolean isTokenPart(int c) {
        return c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
}
