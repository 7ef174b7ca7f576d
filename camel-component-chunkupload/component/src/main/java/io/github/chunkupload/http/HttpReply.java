package io.github.chunkupload.http;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Failure;
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
 * @param failure what a refusal of ours refuses for, which the status of some protocols does not tell; never on the wire
 */
public record HttpReply(int status, Headers headers, Body body, Optional<Failure> failure) implements Closeable {

    /** Refuses nulls. */
    public HttpReply {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(failure, "failure");
    }

    /** Makes a reply that refuses nothing. */
    public HttpReply(int status, Headers headers, Body body) {
        this(status, headers, body, Optional.empty());
    }

    /** Returns a reply without body. */
    public static HttpReply of(int status, Headers headers) {
        return new HttpReply(status, headers, Body.EMPTY);
    }

    /** Returns a reply with a text in UTF-8. */
    public static HttpReply of(int status, Headers headers, String contentType, String text) {
        return new HttpReply(status, headers.with("Content-Type", contentType), Body.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns this reply with other headers. */
    public HttpReply with(Headers others) {
        return new HttpReply(status, others, body, failure);
    }

    /** Returns this reply with another body. */
    public HttpReply with(Body other) {
        return new HttpReply(status, headers, other, failure);
    }

    /** Returns this reply as a refusal for {@code kind}. */
    public HttpReply refusing(Failure kind) {
        return new HttpReply(status, headers, body, Optional.of(kind));
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
