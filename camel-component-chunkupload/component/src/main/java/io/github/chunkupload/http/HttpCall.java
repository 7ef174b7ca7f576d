package io.github.chunkupload.http;

import io.github.chunkupload.body.Body;
import java.util.Objects;

/**
 * A request: on its way out through an {@link HttpTransport}, or on its way in to an {@link HttpHandler}.
 *
 * @param head everything but the body
 * @param body the bytes, of unknown length where the request is chunked. On the way in, opening it sends {@code 100 Continue} to a
 *     client that waits for it, and its stream fails where the client breaks off. The length of a body on its way out is told by the
 *     body alone; its head must not name a Content-Length, unless to be signed with the same value
 * @param peer the address of the client, for logs; empty on the way out
 * @param requestId under which reply and logs tell of a request on its way in; empty: whoever answers makes one
 */
public record HttpCall(HttpHead head, Body body, String peer, String requestId) {

    /** Refuses nulls. */
    public HttpCall {
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(requestId, "requestId");
    }

    /** Makes a request without an id. */
    public HttpCall(HttpHead head, Body body, String peer) {
        this(head, body, peer, "");
    }

    /** Returns a request on its way out. */
    public static HttpCall to(HttpHead head, Body body) {
        return new HttpCall(head, body, "");
    }
}
