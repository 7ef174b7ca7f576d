package io.github.chunkupload.examples.benchmark.receiver;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One connection of the {@link FloorServer}. A part is read into memory outside the heap, 256 KiB at a time, hashed, written to its place
 * and forced to the disk before it is confirmed.
 */
final class FloorConnection implements AutoCloseable {

    private static final int BUFFER = 256 << 10;
    private static final String CREATED = "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>";
    private static final String COMPLETED = "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>";

    private final SocketChannel socket;
    private final Path file;
    private final long partSize;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);
    private final byte[] bytes = new byte[BUFFER];
    private final MessageDigest md5;

    FloorConnection(SocketChannel socket, Path file, long partSize) throws IOException {
        this.socket = socket;
        this.file = file;
        this.partSize = partSize;
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a request, does what it says, and answers. */
    void answer() throws IOException {
        String line = line();
        long length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(header.substring(header.indexOf(':') + 1).trim());
            }
        }
        if (line.startsWith("PUT") && line.contains("partNumber=")) {
            int number = Integer.parseInt(line.replaceFirst(".*partNumber=([0-9]+).*", "$1"));
            reply("ETag: \"" + part((number - 1) * partSize, length) + "\"\r\n", "");
            return;
        }
        skip(length);
        switch (line.substring(0, line.indexOf(' '))) {
            case "POST" -> reply("", line.contains("uploads") ? created() : COMPLETED);
            case "GET" -> send();
            case "DELETE" -> {
                Files.delete(file);
                reply("", "");
            }
            default -> reply("", "");
        }
    }

    private String created() throws IOException {
        Files.createFile(file);
        return CREATED;
    }

    private String part(long offset, long length) throws IOException {
        try (FileChannel to = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long done = 0; done < length;) {
                fill((int) Math.min(BUFFER, length - done));
                int count = in.remaining();
                in.duplicate().get(bytes, 0, count);
                md5.update(bytes, 0, count);
                while (in.hasRemaining()) {
                    to.write(in, offset + done + count - in.remaining());
                }
                done += count;
            }
            to.force(false);
        }
        return HexFormat.of().formatHex(md5.digest());
    }

    /** Waits until so many bytes are there; what follows the body of a request is not read. */
    private void fill(int count) throws IOException {
        in.compact().limit(Math.max(in.position(), count));
        while (in.hasRemaining()) {
            if (socket.read(in) < 0) {
                throw new EOFException();
            }
        }
        in.flip();
    }

    private void skip(long length) throws IOException {
        for (long left = length; left > 0; left--) {
            next();
        }
    }

    private byte next() throws IOException {
        if (!in.hasRemaining()) {
            if (socket.read(in.clear()) < 0) {
                throw new EOFException();
            }
            in.flip();
        }
        return in.get();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (byte next = next(); next != '\n'; next = next()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private void send() throws IOException {
        try (FileChannel from = FileChannel.open(file)) {
            long size = from.size();
            write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            for (long sent = 0; sent < size;) {
                sent += from.transferTo(sent, size - sent, socket);
            }
        }
    }

    private void reply(String headers, String body) throws IOException {
        write("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private void write(String text) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (out.hasRemaining()) {
            socket.write(out);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
