package io.github.chunkupload.component.undertow;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Patience;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/** Writes replies. */
final class UndertowReplies {

    private static final int BUFFER = 64 * 1024;

    private UndertowReplies() {
    }

    /**
     * Writes all of {@code reply}, and waits for the client to take it.
     *
     * @throws IOException when the client does not take it
     * @throws UncheckedIOException when the reply's body cannot be read to its end
     */
    static void write(HttpServerExchange wire, HttpReply reply, Patience patience) throws IOException {
        UndertowSink sink = new UndertowSink(begin(wire, reply), patience);
        if (!wire.getRequestMethod().equalToString("HEAD")) {
            send(reply.body(), sink);
        }
        sink.end();
    }

    /**
     * Writes a reply with a small body that is at hand, and sees to the rest of the request. It never blocks, so it may run on an
     * event thread: a client that does not take the reply at once loses the connection, and so does one whose reply has begun.
     */
    static void writeAtOnce(HttpServerExchange wire, UndertowBody request, HttpReply reply) {
        if (wire.isResponseStarted()) {
            giveUp(wire);
            return;
        }
        try (reply; InputStream in = reply.body().open()) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes());
            StreamSinkChannel sink = begin(wire, reply);
            if (bytes.hasRemaining()) {
                sink.write(bytes);
            }
            sink.shutdownWrites();
            if (bytes.hasRemaining() || !sink.flush()) {
                giveUp(wire);
            } else {
                UndertowLeftovers.settle(wire, request);
            }
        } catch (IOException e) {
            giveUp(wire);
        }
    }

    /** Breaks off the connection, which tells the client that what it got is not whole. */
    static void giveUp(HttpServerExchange wire) {
        IoUtils.safeClose(wire.getConnection());
    }

    private static StreamSinkChannel begin(HttpServerExchange wire, HttpReply reply) {
        wire.setStatusCode(reply.status());
        for (Map.Entry<String, String> header : reply.headers().fields()) {
            wire.getResponseHeaders().add(new HttpString(header.getKey()), header.getValue());
        }
        boolean bodiless = reply.status() == 204 || reply.status() == 304;
        long length = reply.body().length();
        if (!bodiless && length >= 0 && !wire.getResponseHeaders().contains(Headers.CONTENT_LENGTH)) {
            wire.setResponseContentLength(length);
        }
        return wire.getResponseChannel();
    }

    private static void send(Body body, UndertowSink sink) throws IOException {
        Optional<FileRegion> region = body.region().filter(file -> file.length() > BUFFER);
        if (region.isPresent()) {
            sink.write(region.get());
        } else if (body.length() != 0) {
            copy(body, sink);
        }
    }

    private static void copy(Body body, UndertowSink sink) throws IOException {
        byte[] buffer = new byte[body.length() < 0 ? BUFFER : (int) Math.min(BUFFER, body.length())];
        try (InputStream in = open(body)) {
            for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
                sink.write(ByteBuffer.wrap(buffer, 0, count));
            }
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
