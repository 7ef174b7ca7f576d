package io.github.chunkupload.component.transport;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.WatchedStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;

/**
 * The body of a reply, which holds a connection until it is read to its end or closed. A close with little left reads the rest, so
 * that the connection serves again; with more left it costs the connection.
 */
final class ReplyBody implements Body {

    private static final int WORTH_READING = 64 * 1024;

    private final ClassicHttpResponse response;
    private final long length;
    private final InputStream stream;
    private boolean opened;
    private boolean closed;

    ReplyBody(ClassicHttpResponse response) throws IOException {
        this.response = response;
        this.length = response.getEntity().getContentLength();
        this.stream = new Counting(response.getEntity().getContent());
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
            throw new IllegalStateException("The body of a reply can be opened once");
        }
        opened = true;
        return stream;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    /** Ends the exchange without reading on; does nothing when the last byte was read, as the connection is long back in the pool. */
    static void discard(ClassicHttpResponse response) {
        if (response instanceof ModalCloseable held) {
            held.close(CloseMode.IMMEDIATE);
        }
    }

    private final class Counting extends WatchedStream {

        private long count;
        private boolean broken;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int size) throws IOException {
            if (closed) {
                throw new IOException("The body of the reply is closed");
            }
            try {
                int read = in.read(bytes, offset, size);
                count += Math.max(0, read);
                return read;
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            try {
                long left = length < 0 ? WORTH_READING : length - count;
                if (!broken && left <= WORTH_READING) {
                    readNBytes((int) left + 1);
                }
            } catch (IOException e) {
                broken = true;
            } finally {
                closed = true;
                discard(response);
            }
        }
    }
}
