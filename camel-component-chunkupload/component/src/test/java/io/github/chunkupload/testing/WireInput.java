package io.github.chunkupload.testing;

import io.github.chunkupload.http.Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** Reads what HTTP/1.1 messages are made of, and can keep a copy of the bytes. An end in the middle is an {@link EOFException}. */
final class WireInput {

    private static final int LINE_LIMIT = 64 * 1024;

    private final Tap in;

    WireInput(InputStream in) {
        this.in = new Tap(new BufferedInputStream(in, 64 * 1024));
    }

    /** Keeps a copy of all that is read from now on. */
    void startCopy() {
        in.copy = new ByteArrayOutputStream();
    }

    /** Returns the copy so far. */
    byte[] copy() {
        return in.copy.toByteArray();
    }

    /** Returns the next line without its CRLF, or null when the peer ended before its first byte. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0 && line.size() == 0) {
                return null;
            }
            if (b < 0) {
                throw new EOFException("The message ended within a line");
            }
            if (b == '\n' || line.size() == LINE_LIMIT) {
                throw new ProtocolException(b == '\n' ? "A line feed stands alone" : "A line is too long");
            }
            line.write(b);
        }
        if (in.read() != '\n') {
            throw new ProtocolException("A carriage return stands alone");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Returns the header fields up to and including the empty line. */
    Headers headers() throws IOException {
        Headers.Builder headers = Headers.builder();
        for (String line = required(); !line.isEmpty(); line = required()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new ProtocolException("A header has no colon");
            }
            try {
                headers.add(line.substring(0, colon), line.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                throw new ProtocolException(e.getMessage());
            }
        }
        return headers.build();
    }

    private String required() throws IOException {
        String line = line();
        if (line == null) {
            throw new EOFException("The message ended within its head");
        }
        return line;
    }

    /** Returns a stream of the next {@code length} bytes. */
    InputStream exactly(long length) {
        return new Exactly(length);
    }

    /** Returns a stream of a chunked body, trailers consumed. */
    InputStream chunked() {
        return new Chunked();
    }

    /** Returns a stream of all that follows. */
    InputStream rest() {
        return in;
    }

    private final class Exactly extends InputStream {

        private long left;

        Exactly(long length) {
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 || length == 0) {
                return length == 0 ? 0 : -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(left, length));
            if (read < 0) {
                throw new EOFException("The body ended " + left + " bytes too early");
            }
            left -= read;
            return read;
        }
    }

    private final class Chunked extends InputStream {

        private InputStream chunk = exactly(0);
        private boolean first = true;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0 || ended) {
                return length == 0 ? 0 : -1;
            }
            int read = chunk.read(bytes, offset, length);
            if (read > 0) {
                return read;
            }
            nextChunk();
            return read(bytes, offset, length);
        }

        private void nextChunk() throws IOException {
            if (!first && !required().isEmpty()) {
                throw new ProtocolException("A chunk is longer than it said");
            }
            first = false;
            String size = required().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new ProtocolException("Not the size of a chunk");
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                headers();
                ended = true;
            }
            chunk = exactly(length);
        }
    }

    private static final class Tap extends FilterInputStream {

        private ByteArrayOutputStream copy;

        Tap(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0 && copy != null) {
                copy.write(b);
            }
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            if (read > 0 && copy != null) {
                copy.write(bytes, offset, read);
            }
            return read;
        }
    }
}
