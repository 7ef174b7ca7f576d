package io.github.chunkupload.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream whose bytes all pass one method, {@link #read(byte[], int, int)}: single bytes are read by it, skipped ones too, and none comes
 * a second time. Whoever counts, bounds or hashes bytes writes that method and misses none.
 */
public abstract class WatchedStream extends FilterInputStream {

    private static final int SKIPPED = 8192;

    /** Watches {@code in}, which is closed with this. */
    protected WatchedStream(InputStream in) {
        super(in);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] bytes, int offset, int count) throws IOException;

    @Override
    public final long skip(long count) throws IOException {
        return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(SKIPPED, count)]));
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
