package io.github.chunkupload.body;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.Optional;

/**
 * A range of a file, read by position: any number of regions share one channel, from any number of threads, and none moves
 * another's position.
 *
 * @param channel the open file
 * @param offset first byte
 * @param length bytes
 * @param owner is closed with the region, any number of times: whoever opened the channel for this region alone closes it there
 */
public record FileRegion(FileChannel channel, long offset, long length, Closeable owner) implements Body {

    private static final Closeable SOMEONE_ELSE = () -> { };

    /** Refuses negative numbers. */
    public FileRegion {
        Objects.requireNonNull(owner, "owner");
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("A file region needs offset and length from 0, not " + offset + " and " + length);
        }
    }

    /** Makes a region that leaves the channel open when it is closed. */
    public FileRegion(FileChannel channel, long offset, long length) {
        this(channel, offset, length, SOMEONE_ELSE);
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public InputStream open() {
        return new RegionStream(channel, offset, length);
    }

    @Override
    public Optional<FileRegion> region() {
        return Optional.of(this);
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }

    private static final class RegionStream extends InputStream {

        private final FileChannel channel;
        private final long end;
        private long position;

        RegionStream(FileChannel channel, long offset, long length) {
            this.channel = channel;
            this.position = offset;
            this.end = offset + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (position == end) {
                return -1;
            }
            int read = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(count, end - position)), position);
            if (read < 0) {
                throw new EOFException("The file ended at byte " + position + ", " + (end - position) + " bytes too early");
            }
            position += read;
            return read;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.max(0, Math.min(count, end - position));
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - position);
        }
    }
}
