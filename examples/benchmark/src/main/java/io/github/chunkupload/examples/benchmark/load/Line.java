package io.github.chunkupload.examples.benchmark.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection to a receiver, on which parts are sent one after another. The bytes go from the file to the socket within the kernel, so
 * that sending costs as little as can be. Not thread-safe.
 */
final class Line implements AutoCloseable {

    private final int port;
    private final ByteBuffer in = ByteBuffer.allocate(16 << 10).limit(0);
    private SocketChannel socket;
    private boolean ended;

    Line(int port) throws IOException {
        this.port = port;
        connect();
    }

    private void connect() throws IOException {
        ended = false;
        socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /**
     * Sends a request and reads its answer; over a new connection, where the receiver has ended this one with the answer before.
     *
     * @param head all of it, with the empty line
     * @throws IOException when the receiver breaks off
     */
    Answer send(String head, FileChannel file, long offset, long length) throws IOException {
        if (ended) {
            socket.close();
            connect();
        }
        write(head);
        for (long sent = 0; sent < length;) {
            sent += file.transferTo(offset + sent, length - sent, socket);
        }
        return answer();
    }

    /** Sends only the beginning of a request. */
    void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /** Reads an answer, and skips its body. */
    Answer answer() throws IOException {
        Answer answer = Answer.of(line());
        long length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            String value = header.substring(header.indexOf(':') + 1).trim();
            answer = lower.startsWith("etag:") ? answer.with(value) : answer;
            length = lower.startsWith("content-length:") ? Long.parseLong(value) : length;
            ended |= lower.startsWith("connection:") && lower.contains("close");
            chunked |= lower.startsWith("transfer-encoding:");
        }
        if (chunked) {
            for (String size = line(); !size.equals("0"); size = line()) {
                skip(2 + Integer.parseInt(size, 16));
            }
            skip(2);
        }
        skip(length);
        return answer;
    }

    private void skip(long count) throws IOException {
        for (long left = count; left > 0; left--) {
            next();
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (char next = next(); next != '\n'; next = next()) {
            if (next != '\r') {
                line.append(next);
            }
        }
        return line.toString();
    }

    private char next() throws IOException {
        if (!in.hasRemaining()) {
            if (socket.read(in.clear()) < 0) {
                throw new EOFException("The receiver ended the connection");
            }
            in.flip();
        }
        return (char) (in.get() & 0xFF);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
