package io.github.chunkupload.testing;

import io.github.chunkupload.body.Body;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a request under way: opened at most once, which sends 100 Continue to a client that waits for it. */
final class RequestBody implements Body {

    private final InputStream stream;
    private final long length;
    private final OutputStream continueTo;
    private boolean opened;
    private volatile boolean ended;

    /**
     * @param length −1: chunked
     * @param continueTo null: the client does not wait
     */
    RequestBody(InputStream stream, long length, OutputStream continueTo) {
        this.stream = stream;
        this.length = length;
        this.continueTo = continueTo;
        this.ended = length == 0;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean repeatable() {
        return false;
    }

    @Override
    public InputStream open() throws IOException {
        if (opened) {
            throw new IllegalStateException("The body of a request can be opened once");
        }
        opened = true;
        if (continueTo != null && !ended) {
            continueTo.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            continueTo.flush();
        }
        return new Watched();
    }

    /** Returns whether the client could begin to send, and no byte is left to be read. */
    boolean isRead() {
        return ended;
    }

    /** Returns whether the client still waits for a word from us before it sends. */
    boolean isHeldBack() {
        return continueTo != null && !opened;
    }

    private final class Watched extends FilterInputStream {

        private long sum;

        Watched() {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = in.read(bytes, offset, count);
            sum += Math.max(0, read);
            ended = ended || read < 0 || sum == length;
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
