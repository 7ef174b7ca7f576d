package io.github.chunkupload.testing;

import io.github.chunkupload.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One connection to a server, for requests as raw bytes and replies as they come. Not thread-safe. Waits at most ten seconds. */
public final class Requests implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final WireInput in;

    private Requests(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new WireInput(socket.getInputStream());
    }

    /** Connects to host and port of {@code uri}. */
    public static Requests to(URI uri) throws IOException {
        return new Requests(new Socket(uri.getHost(), uri.getPort()));
    }

    /** Talks over a socket that is connected, such as one with TLS; it is closed with this. */
    public static Requests over(Socket socket) throws IOException {
        return new Requests(socket);
    }

    /** Sends one text on a connection of its own and returns the reply to it. */
    public static Reply exchange(URI uri, String text) throws IOException {
        try (Requests requests = to(uri)) {
            return requests.send(text).reply();
        }
    }

    /** Sends bytes as they are. */
    public Requests send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends a text of which each character is one byte; line ends are sent as they stand. */
    public Requests send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads a reply, or one of the 1xx kind: those count as replies of their own. */
    public Reply reply() throws IOException {
        return reply(false);
    }

    /** Reads a reply and forgets it; bytes of it that do not come are an {@link IOException}. */
    public void skipReply() throws IOException {
        in.line();
        try (InputStream body = body(in.headers())) {
            body.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Reads a reply to HEAD: whatever length it tells, no body follows. */
    public Reply replyToHead() throws IOException {
        return reply(true);
    }

    /** Says that nothing more will be sent. */
    public void endSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Returns whether the server ended the connection, in order or not, with no byte before. Waits for it. */
    public boolean isEnded() {
        try {
            return in.rest().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns whether no byte comes, and no end, for as long as this. */
    public boolean isSilent(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            in.rest().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    /** Cuts the connection with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Reply reply(boolean toHead) throws IOException {
        String line = in.line();
        if (line == null || !line.matches("HTTP/1\\.1 \\d{3}( .*)?")) {
            throw new ProtocolException("Not the first line of a reply: " + line);
        }
        int status = Integer.parseInt(line.substring(9, 12));
        Headers headers = in.headers();
        boolean bodiless = toHead || status / 100 == 1 || status == 204 || status == 304;
        try (InputStream body = bodiless ? InputStream.nullInputStream() : body(headers)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            body.transferTo(bytes);
            return new Reply(status, headers, bytes.toByteArray());
        }
    }

    private InputStream body(Headers headers) {
        if (headers.has("Transfer-Encoding")) {
            return in.chunked();
        }
        return headers.has("Content-Length") ? in.exactly(headers.number("Content-Length").orElseThrow()) : in.rest();
    }

    /**
     * A reply as it came.
     *
     * @param status such as 200
     * @param headers all of them
     * @param body without framing
     */
    public record Reply(int status, Headers headers, byte[] body) {

        /** Returns the body as UTF-8. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
