package io.github.chunkupload.body;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream as a body: opened once, and never allowed to end early or to give more than it announced. */
final class OneShotBody implements Body {

    private final InputStream stream;
    private final long length;
    private boolean opened;

    OneShotBody(InputStream stream, long length) {
        this.stream = stream;
        this.length = length;
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
    public synchronized InputStream open() {
        if (opened) {
            throw new IllegalStateException("This body is a stream and was opened before");
        }
        opened = true;
        return length < 0 ? stream : new ExactLength(stream, length);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static final class ExactLength extends FilterInputStream {

        private final long length;
        private long left;

        ExactLength(InputStream in, long length) {
            super(in);
            this.length = length;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(count, left));
            if (read < 0) {
                throw new EOFException("The stream ended after " + (length - left) + " of " + length + " bytes");
            }
            left -= read;
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(in.available(), left);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
