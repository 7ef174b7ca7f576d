package io.github.chunkupload.examples.benchmark.sink;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** An HTTP server on the loopback address that reads bodies as fast as it can and throws them away. */
final class Sink {

    private static final int BUFFER = 256 << 10;
    private static final int START = 4096;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final Dialect dialect;

    private Sink(ServerSocket server, Dialect dialect) {
        this.server = server;
        this.dialect = dialect;
    }

    /** Begins to listen, and returns on which port. */
    static int start(Dialect dialect) throws IOException {
        Sink sink = new Sink(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()), dialect);
        daemon(sink::accept);
        return sink.server.getLocalPort();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            System.err.println("The sink ended: " + e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Connection connection = new Connection(socket.getInputStream(), socket.getOutputStream());
            while (connection.next()) {
                connection.answer();
            }
        } catch (EOFException e) {
            return;
        } catch (IOException | RuntimeException e) {
            System.err.println("A connection of the sink broke: " + e);
        }
    }

    private final class Connection {

        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER];
        private int from;
        private int to;
        private String line;

        Connection(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        /** Reads the first line of a request; false: there is none. */
        boolean next() throws IOException {
            line = "";
            while (line.isEmpty()) {
                if (from == to && !fill()) {
                    return false;
                }
                line = line();
            }
            return true;
        }

        void answer() throws IOException {
            Map<String, String> headers = new HashMap<>();
            for (String header = line(); !header.isEmpty(); header = line()) {
                int colon = header.indexOf(':');
                headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).trim());
            }
            if (headers.containsKey("transfer-encoding")) {
                throw new IOException("The sink takes no chunked bodies: " + line);
            }
            if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
                out.write(CONTINUE);
                out.flush();
            }
            long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
            byte[] start = start((int) Math.min(START, length));
            skip(length - start.length);
            write(dialect.reply(Request.of(line, headers, start, length)), line.startsWith("HEAD"));
        }

        private byte[] start(int length) throws IOException {
            byte[] start = new byte[length];
            for (int done = 0; done < length;) {
                if (from == to && !fill()) {
                    throw new EOFException();
                }
                int count = Math.min(length - done, to - from);
                System.arraycopy(buffer, from, start, done, count);
                from += count;
                done += count;
            }
            return start;
        }

        private void skip(long length) throws IOException {
            long left = length - Math.min(length, to - from);
            from += (int) (length - left);
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(BUFFER, left));
                if (read < 0) {
                    throw new EOFException();
                }
                left -= read;
            }
        }

        private boolean fill() throws IOException {
            int read = in.read(buffer, 0, BUFFER);
            from = 0;
            to = Math.max(0, read);
            return read >= 0;
        }

        private String line() throws IOException {
            ByteArrayOutputStream text = new ByteArrayOutputStream(80);
            while (true) {
                if (from == to && !fill()) {
                    throw new EOFException();
                }
                byte next = buffer[from++];
                if (next == '\n') {
                    return text.toString(StandardCharsets.ISO_8859_1);
                }
                if (next != '\r') {
                    text.write(next);
                }
            }
        }

        private void write(Reply reply, boolean head) throws IOException {
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            StringBuilder text = new StringBuilder("HTTP/1.1 ").append(reply.status()).append(" X\r\n");
            reply.headers().forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
            if (reply.status() != 204) {
                text.append("Content-Length: ").append(body.length).append("\r\n");
            }
            byte[] top = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
            byte[] all = new byte[top.length + (head ? 0 : body.length)];
            System.arraycopy(top, 0, all, 0, top.length);
            System.arraycopy(body, 0, all, top.length, all.length - top.length);
            out.write(all);
            out.flush();
        }
    }
}
