package io.github.chunkupload.http;

/** Answers requests; thread-safe. A handler throws nothing that a client can cause: every failure is a reply in its protocol's form. */
@FunctionalInterface
public interface HttpHandler {

    /**
     * Answers one request on the thread of the caller. It may return without opening the body; the server then sees to the
     * connection. The server closes the reply.
     */
    HttpReply handle(HttpCall call);

    /**
     * Tells a client to come back, in place of {@link #handle}: the server has as many requests in work as it may have, or is about to
     * stop. Servers call this where nothing may block, so it only computes, and its reply has a small body that is at hand.
     *
     * @param peer the address of the client
     */
    default HttpReply busy(HttpHead head, String peer) {
        return HttpReply.of(503, Headers.of("Retry-After", "1"));
    }

    /**
     * Answers what is a request of HTTP and has a head that cannot be read, in place of {@link #handle}. As with {@link #busy}, nothing
     * may block.
     *
     * @param peer the address of the client
     */
    default HttpReply unreadable(String peer) {
        return HttpReply.of(400, Headers.NONE);
    }

    /**
     * Hears how many bytes of the body of one of its replies went out: after the last one, or when the client was lost, and before the
     * server closes the reply.
     */
    default void sent(HttpReply reply, long bytes) {
    }
}
