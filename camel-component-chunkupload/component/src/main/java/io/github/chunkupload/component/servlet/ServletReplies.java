package io.github.chunkupload.component.servlet;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Patience;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.LongConsumer;

/** Writes replies. It never uses an error page of the container, because those are not in the form of a protocol. */
final class ServletReplies {

    private static final int BUFFER = 64 * 1024;

    private ServletReplies() {
    }

    /**
     * Writes all of {@code reply}, and waits for the client to take it, as long as {@code patience} bears.
     *
     * @param sent hears how many bytes of the body went out, all or not
     * @throws IOException when the client does not take it
     * @throws UncheckedIOException when the reply's body cannot be read to its end
     */
    static void write(HttpServletRequest request, HttpServletResponse response, HttpReply reply, Patience patience, LongConsumer sent)
            throws IOException {
        response.setStatus(reply.status());
        for (Map.Entry<String, String> header : reply.headers().fields()) {
            response.addHeader(header.getKey(), header.getValue());
        }
        long length = reply.body().length();
        boolean bodiless = reply.status() == 204 || reply.status() == 304;
        if (!bodiless && length >= 0 && !reply.headers().has("Content-Length")) {
            response.setContentLengthLong(length);
        }
        if (length != 0 && !bodiless && !request.getMethod().equals("HEAD")) {
            copy(reply.body(), response.getOutputStream(), patience, sent);
        }
        patience.blocking(() -> {
            response.flushBuffer();
            return 0;
        });
    }

    /**
     * Answers 500 without a word, where no reply has begun yet.
     *
     * @throws IOException where one has: the container breaks off the connection, so that the client can tell
     */
    static void fail(HttpServletResponse response, Throwable cause) throws IOException {
        if (response.isCommitted()) {
            throw new IOException("The reply had begun when it failed", cause);
        }
        response.reset();
        response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        response.setContentLength(0);
        response.flushBuffer();
    }

    private static void copy(Body body, OutputStream out, Patience patience, LongConsumer sent) throws IOException {
        byte[] buffer = new byte[body.length() < 0 ? BUFFER : (int) Math.min(BUFFER, body.length())];
        long total = 0;
        try (InputStream in = open(body)) {
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                int next = count;
                total += patience.blocking(() -> {
                    out.write(buffer, 0, next);
                    return next;
                });
            }
        } finally {
            sent.accept(total);
        }
        if (total < body.length()) {
            throw new UncheckedIOException(new EOFException("The body of a reply is " + (body.length() - total) + " bytes too short"));
        }
    }

    private static InputStream open(Body body) {
        try {
            return body.open();
        } catch (IOException e) {
            throw new UncheckedIOException("The body of a reply cannot be opened", e);
        }
    }

    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("The body of a reply cannot be read to its end", e);
        }
    }
}
