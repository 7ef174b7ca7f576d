package io.github.chunkupload.testing;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link SocketServer} that keeps every request with all its bytes. Requests are held in memory: for small ones only. */
public final class RecordingServer implements AutoCloseable {

    private final List<Recorded> requests = new CopyOnWriteArrayList<>();
    private final SocketServer server;

    private RecordingServer(HttpHandler handler) {
        this.server = SocketServer.start(call -> handler.handle(readFirst(call)), this::record);
    }

    /** Starts a server that reads each request to its end, then lets {@code handler} answer it. */
    public static RecordingServer start(HttpHandler handler) {
        return new RecordingServer(handler);
    }

    /** Returns the requests so far, oldest first. A request is in the list before its reply goes out. */
    public List<Recorded> requests() {
        return List.copyOf(requests);
    }

    /** Returns the latest request. */
    public Recorded last() {
        return requests.get(requests.size() - 1);
    }

    /** Forgets all requests. */
    public void clear() {
        requests.clear();
    }

    /** Returns the port. */
    public int port() {
        return server.port();
    }

    /** Returns the address, {@code http://127.0.0.1:port}. */
    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    private void record(HttpHead head, byte[] wire) {
        requests.add(new Recorded(head, wire));
    }

    private static HttpCall readFirst(HttpCall call) {
        try (InputStream in = call.body().open()) {
            return new HttpCall(call.head(), Body.of(in.readAllBytes()), call.peer());
        } catch (IOException e) {
            throw SocketServer.hangUp();
        }
    }

    /** Returns a handler that answers everything with 200 and no body. */
    public static HttpHandler ok() {
        return call -> HttpReply.of(200, Headers.NONE);
    }

    /**
     * A request as it was received.
     *
     * @param head the head
     * @param wire all bytes, from the first of the request line to the last of the framed body
     */
    public record Recorded(HttpHead head, byte[] wire) {

        /** Returns the first line. */
        public String requestLine() {
            return wireText().substring(0, wireText().indexOf("\r\n"));
        }

        /** Returns the target as it stood in the request line, in absolute form too. */
        public String target() {
            return requestLine().split(" ", -1)[1];
        }

        /** Returns the lines of the head after the first, as they stood. */
        public List<String> headerLines() {
            String text = wireText();
            return List.of(text.substring(requestLine().length() + 2, text.indexOf("\r\n\r\n")).split("\r\n"));
        }

        /** Returns the body without its framing. */
        public byte[] body() {
            int start = wireText().indexOf("\r\n\r\n") + 4;
            WireInput in = new WireInput(new ByteArrayInputStream(wire, start, wire.length - start));
            try (InputStream body = head.headers().has("Transfer-Encoding") ? in.chunked() : in.rest()) {
                return body.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns all bytes as text, a character per byte. */
        public String wireText() {
            return new String(wire, StandardCharsets.ISO_8859_1);
        }
    }
}
