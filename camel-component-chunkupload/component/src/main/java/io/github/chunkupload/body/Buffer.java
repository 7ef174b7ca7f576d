package io.github.chunkupload.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of a {@link BufferPool} that holds a stretch of a stream, so that it can be sent more than once. Filled by one thread, then
 * read by any. Closing it returns the memory; bodies made from it must not be opened afterwards.
 */
public final class Buffer implements AutoCloseable {

    private static final int CHUNK = 256 * 1024;

    private final long taken;
    private final BufferPool.Share share;
    private final long capacity;
    private final BufferPool pool;
    private volatile List<byte[]> chunks = new ArrayList<>();
    private long length;
    private boolean closed;

    Buffer(long taken, BufferPool.Share share, long capacity, BufferPool pool) {
        this.taken = taken;
        this.share = share;
        this.capacity = capacity;
        this.pool = pool;
    }

    /**
     * Reads {@code stream} until this buffer is full or the stream ends; to be called once.
     *
     * @return bytes read; fewer than the buffer's size: the stream has ended
     */
    public long fill(InputStream stream) throws IOException {
        while (length < capacity) {
            byte[] chunk = new byte[(int) Math.min(CHUNK, capacity - length)];
            int read = stream.readNBytes(chunk, 0, chunk.length);
            if (read > 0) {
                chunks.add(chunk);
                length += read;
            }
            if (read < chunk.length) {
                break;
            }
        }
        return length;
    }

    /** Returns the bytes read so far. */
    public long length() {
        return length;
    }

    /** Returns what was read as a repeatable body. */
    public Body body() {
        List<byte[]> held = chunks;
        if (held == null) {
            throw new IllegalStateException("This buffer was given back");
        }
        return new Chunks(held, length);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        chunks = null;
        pool.giveBack(taken, share);
    }

    private record Chunks(List<byte[]> chunks, long length) implements Body {

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            return new ChunkStream(chunks, length);
        }
    }

    private static final class ChunkStream extends InputStream {

        private final List<byte[]> chunks;
        private final long end;
        private long position;

        ChunkStream(List<byte[]> chunks, long end) {
            this.chunks = chunks;
            this.end = end;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            if (position == end) {
                return -1;
            }
            int within = (int) (position % CHUNK);
            byte[] chunk = chunks.get((int) (position / CHUNK));
            int copied = (int) Math.min(Math.min(count, chunk.length - within), end - position);
            System.arraycopy(chunk, within, bytes, offset, copied);
            position += copied;
            return copied;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - position);
        }
    }
}
