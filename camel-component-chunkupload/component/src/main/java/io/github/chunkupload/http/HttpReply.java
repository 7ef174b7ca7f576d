package io.github.chunkupload.http;

import io.github.chunkupload.body.Body;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A reply. Whoever receives it closes it: that returns the connection, or frees what the body reads from.
 *
 * @param status such as 200
 * @param headers without Content-Length, which the body tells; a reply to HEAD has an empty body and may name the length of the object
 * @param body a value, a region of a file, or a stream
 */
public record HttpReply(int status, Headers headers, Body body) implements Closeable {

    /** Refuses nulls. */
    public HttpReply {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
    }

    /** Returns a reply without body. */
    public static HttpReply of(int status, Headers headers) {
        return new HttpReply(status, headers, Body.EMPTY);
    }

    /** Returns a reply with a text in UTF-8. */
    public static HttpReply of(int status, Headers headers, String contentType, String text) {
        return new HttpReply(status, headers.with("Content-Type", contentType), Body.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the first value of header {@code name}. */
    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /** Returns whether the status is 2xx. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /**
     * Reads the body as UTF-8.
     *
     * @param limit most bytes to read; what follows is left out
     */
    public String text(int limit) throws IOException {
        try (InputStream in = body.open()) {
            return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
