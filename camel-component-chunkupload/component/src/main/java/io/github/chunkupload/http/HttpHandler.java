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
     */
    default HttpReply busy(HttpHead head) {
        return HttpReply.of(503, Headers.of("Retry-After", "1"));
    }
}
