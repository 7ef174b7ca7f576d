package io.github.chunkupload.http;

/** Answers requests; thread-safe. A handler throws nothing that a client can cause: every failure is a reply in its protocol's form. */
@FunctionalInterface
public interface HttpHandler {

    /**
     * Answers one request on the thread of the caller. It may return without opening the body; the server then sees to the
     * connection. The server closes the reply.
     */
    HttpReply handle(HttpCall call);
}
