package io.github.chunkupload.examples.benchmark.sink;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection of the {@link Sink}. It shares the processors with whoever sends, so it reads into memory outside the heap, where the
 * bytes are copied once only, and by the kernel.
 */
final class Connection implements AutoCloseable {

    private static final int BUFFER = 256 << 10;
    private static final int START = 4096;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).limit(0);
    private String line;

    Connection(SocketChannel socket) throws IOException {
        this.socket = socket;
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Reads the first line of a request; false: there is none. */
    boolean next() throws IOException {
        line = "";
        while (line.isEmpty()) {
            if (!buffer.hasRemaining() && !fill()) {
                return false;
            }
            line = line();
        }
        return true;
    }

    /** Reads the rest of the request, and answers. */
    void answer(Dialect dialect) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).trim());
        }
        if (headers.containsKey("transfer-encoding")) {
            throw new IOException("The sink takes no chunked bodies: " + line);
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            write(ByteBuffer.wrap(CONTINUE));
        }
        long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
        byte[] start = start((int) Math.min(START, length));
        skip(length - start.length);
        write(dialect.reply(Request.of(line, headers, start, length)), line.startsWith("HEAD"));
    }

    private byte[] start(int length) throws IOException {
        byte[] start = new byte[length];
        for (int done = 0; done < length;) {
            need();
            int count = Math.min(length - done, buffer.remaining());
            buffer.get(start, done, count);
            done += count;
        }
        return start;
    }

    private void skip(long length) throws IOException {
        for (long left = length; left > 0;) {
            need();
            int count = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + count);
            left -= count;
        }
    }

    private void need() throws IOException {
        if (!buffer.hasRemaining() && !fill()) {
            throw new EOFException();
        }
    }

    private boolean fill() throws IOException {
        boolean more = socket.read(buffer.clear()) >= 0;
        buffer.flip();
        return more;
    }

    private String line() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(80);
        while (true) {
            need();
            byte next = buffer.get();
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
        ByteBuffer all = ByteBuffer.allocate(top.length + body.length).put(top);
        write((head ? all : all.put(body)).flip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
