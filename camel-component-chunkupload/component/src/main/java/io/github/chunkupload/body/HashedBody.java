package io.github.chunkupload.body;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * A body that takes checksums while it is read, so that no byte is read twice. What {@link #sums()} tells is of the last stream that
 * was read to its end. A body of length 0 need not be opened: nothing of it can be left out.
 */
public final class HashedBody implements Body {

    private final Body body;
    private final Set<Digest> digests;
    private volatile Checksums sums;
    private volatile long bytes;

    /** Takes {@code digests} of {@code body}; closing this closes it. */
    public HashedBody(Body body, Set<Digest> digests) {
        this.body = body;
        this.digests = Set.copyOf(digests);
        if (body.length() == 0) {
            sums = new Hashing(this.digests).finish();
        }
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public boolean repeatable() {
        return body.repeatable();
    }

    @Override
    public InputStream open() throws IOException {
        sums = null;
        return new HashedStream(body.open(), new Hashing(digests), length());
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    /** Returns whether a stream was read to its end. */
    public boolean isComplete() {
        return sums != null;
    }

    /**
     * Returns the checksums of all bytes.
     *
     * @throws IllegalStateException when no stream was read to its end
     */
    public Checksums sums() {
        Checksums taken = sums;
        if (taken == null) {
            throw new IllegalStateException("The body was not read to its end");
        }
        return taken;
    }

    /** Returns how many bytes the last stream gave so far. */
    public long bytes() {
        return bytes;
    }

    private final class HashedStream extends WatchedStream {

        private final Hashing hashing;
        private final long expected;
        private long count;
        private boolean ended;

        HashedStream(InputStream in, Hashing hashing, long expected) {
            super(in);
            this.hashing = hashing;
            this.expected = expected;
            bytes = 0;
            if (expected == 0) {
                end();
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            if (read > 0) {
                hashing.update(buffer, offset, read);
                count += read;
                bytes = count;
            }
            if (read < 0 || count == expected) {
                end();
            }
            return read;
        }

        private void end() {
            if (!ended) {
                ended = true;
                sums = hashing.finish();
            }
        }
    }
}
