package io.github.chunkupload.http;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A request without its body, exactly as it stands on the wire.
 *
 * @param method upper case
 * @param authority host and port as in the Host header, or in the target where that was in absolute form; empty when neither told
 * @param target path and query in raw form, byte for byte, beginning with a slash; never decoded nor normalised
 * @param headers all of them, {@code Host} included
 */
public record HttpHead(String method, String authority, String target, Headers headers) {

    /** Refuses targets that are not in origin form. */
    public HttpHead {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(authority, "authority");
        Objects.requireNonNull(headers, "headers");
        if (!target.startsWith("/") || !isVisible(target)) {
            throw new IllegalArgumentException("A request target begins with a slash and has only visible ASCII characters");
        }
    }

    /**
     * Returns the head of a request as received: the target of a request line in origin or in absolute form.
     *
     * @throws IllegalArgumentException when the target is in neither form
     */
    public static HttpHead received(String method, String requestTarget, Headers headers) {
        String host = headers.first("Host").orElse("");
        if (requestTarget.startsWith("/")) {
            return new HttpHead(method, host, requestTarget, headers);
        }
        int scheme = requestTarget.indexOf("://");
        if (scheme <= 0) {
            throw new IllegalArgumentException("The request target is neither a path nor an absolute URI");
        }
        int authority = scheme + 3;
        int end = authority;
        while (end < requestTarget.length() && "/?#".indexOf(requestTarget.charAt(end)) < 0) {
            end++;
        }
        String rest = requestTarget.substring(end);
        String origin = rest.startsWith("/") ? rest : "/" + rest;
        return new HttpHead(method, requestTarget.substring(authority, end), origin, headers);
    }

    private static boolean isVisible(String target) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Returns the path as it stands, without the query. */
    public String rawPath() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** Returns the query, with values decoded. */
    public Query query() {
        int mark = target.indexOf('?');
        return mark < 0 ? Query.NONE : Query.parse(target.substring(mark + 1));
    }

    /** Returns the first value of header {@code name}. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** Returns the host of {@link #authority()} in lower case, without port. */
    public String host() {
        String lower = authority.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        return colon < 0 || lower.indexOf(']', colon) >= 0 ? lower : lower.substring(0, colon);
    }

    /** Returns method and path: enough for a log, and without secrets that may stand in the query. */
    @Override
    public String toString() {
        return method + " " + rawPath();
    }
}
