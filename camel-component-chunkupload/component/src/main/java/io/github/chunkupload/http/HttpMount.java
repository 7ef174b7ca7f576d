package io.github.chunkupload.http;

/** An {@link HttpHandler} that is being served. Thread-safe. */
public interface HttpMount extends AutoCloseable {

    /** What {@link #port} says where only the server knows. */
    int UNKNOWN_PORT = -1;

    /** Returns the port that is listened on, or {@link #UNKNOWN_PORT}. */
    int port();

    /** Refuses new requests, waits some seconds for those under way, and serves no more. Does nothing the second time. */
    @Override
    void close();
}
