package io.github.chunkupload.testing;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One connection of a client: requests one after the other, until one side has enough. */
final class SocketConnection implements Runnable {

    private static final int LINGER_MILLIS = 1000;

    private final Socket socket;
    private final HttpHandler handler;
    private final BiConsumer<HttpHead, byte[]> recorder;
    private final Consumer<Throwable> failures;
    private WireInput in;
    private OutputStream out;

    /**
     * @param recorder told of each request as it stood on the wire, before the reply goes out; null: nobody
     * @param failures told of what a handler threw
     */
    SocketConnection(Socket socket, HttpHandler handler, BiConsumer<HttpHead, byte[]> recorder, Consumer<Throwable> failures) {
        this.socket = socket;
        this.handler = handler;
        this.recorder = recorder;
        this.failures = failures;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            in = new WireInput(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            boolean more = true;
            while (more) {
                more = serveOne();
            }
        } catch (IOException e) {
            // The client went away, or the server was closed: both end a connection.
        }
    }

    void close() throws IOException {
        socket.close();
    }

    private boolean serveOne() throws IOException {
        if (recorder != null) {
            in.startCopy();
        }
        try {
            String line = in.line();
            return line != null && serve(line.split(" ", -1));
        } catch (ProtocolException e) {
            write("GET", HttpReply.of(400, Headers.NONE, "text/plain", e.getMessage()), true);
            return linger();
        }
    }

    private boolean serve(String[] line) throws IOException {
        if (line.length != 3 || !line[2].matches("HTTP/1\\.[01]") || !line[0].matches("[A-Z]+")) {
            throw new ProtocolException("Not a request line of HTTP/1.1");
        }
        HttpHead head = head(line[0], line[1], in.headers());
        RequestBody body = body(head.headers(), line[2]);
        boolean close = line[2].equals("HTTP/1.0") || head.header("Connection").orElse("").equalsIgnoreCase("close");
        try (HttpReply reply = reply(new HttpCall(head, body, socket.getInetAddress().getHostAddress()))) {
            if (recorder != null) {
                recorder.accept(head, in.copy());
            }
            close |= !body.isRead();
            write(head.method(), reply, close);
        } catch (HangUp e) {
            reset();
            return false;
        }
        return body.isRead() ? !close : body.isHeldBack() ? false : linger();
    }

    private static HttpHead head(String method, String target, Headers headers) throws ProtocolException {
        try {
            return HttpHead.received(method, target, headers);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(e.getMessage());
        }
    }

    private RequestBody body(Headers headers, String version) throws ProtocolException {
        List<String> lengths = headers.all("Content-Length");
        List<String> codings = headers.all("Transfer-Encoding");
        OptionalLong length = headers.number("Content-Length");
        boolean waits = version.equals("HTTP/1.1") && headers.first("Expect").orElse("").equalsIgnoreCase("100-continue");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty() || codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                throw new ProtocolException("The framing of the request is ambiguous");
            }
            return new RequestBody(in.chunked(), -1, waits ? out : null);
        }
        if (lengths.size() > 1 || !lengths.isEmpty() && length.isEmpty()) {
            throw new ProtocolException("Not a length of a request");
        }
        return new RequestBody(in.exactly(length.orElse(0)), length.orElse(0), waits ? out : null);
    }

    private HttpReply reply(HttpCall call) {
        try {
            HttpReply reply = handler.handle(call);
            if (!call.head().method().equals("HEAD") && reply.headers().has("Content-Length")) {
                throw new IllegalStateException("The length of a reply is told by its body, not by a header");
            }
            return reply;
        } catch (HangUp e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failures.accept(e);
            return HttpReply.of(500, Headers.of("X-Test-Handler", "failed"), "text/plain", e.toString());
        }
    }

    private void write(String method, HttpReply reply, boolean close) throws IOException {
        boolean bodiless = method.equals("HEAD") || reply.status() == 204 || reply.status() == 304;
        long length = reply.body().length();
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(reply.status()).append(" -\r\n");
        for (Map.Entry<String, String> field : reply.headers().fields()) {
            head.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
        }
        if (!bodiless) {
            head.append(length < 0 ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + length + "\r\n");
        }
        head.append(close ? "Connection: close\r\n\r\n" : "\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!bodiless) {
            writeBody(reply, length < 0);
        }
        out.flush();
    }

    private void writeBody(HttpReply reply, boolean chunked) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream body = reply.body().open()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                if (chunked && read > 0) {
                    out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                }
                out.write(buffer, 0, read);
                if (chunked && read > 0) {
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                }
            }
        } catch (IOException e) {
            out.flush();
            reset();
            throw e;
        }
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Lets the reply reach a client that is still sending: a close with unread bytes would reset the connection under it. */
    private boolean linger() throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout(LINGER_MILLIS);
        in.rest().transferTo(OutputStream.nullOutputStream());
        return false;
    }

    private void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Thrown by a handler that wants the connection cut without a reply. */
    static final class HangUp extends RuntimeException {

        private static final long serialVersionUID = 1;

        HangUp() {
            super("The test cuts the connection", null, false, false);
        }
    }
}
