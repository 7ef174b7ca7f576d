package io.github.chunkupload.examples.benchmark.sink;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the sink knows of the bytes it will be sent, so that it need not look at them. Digests are taken beforehand by
 * {@link #prepare}; of bytes that nobody announced they are taken when asked for. Thread-safe.
 */
final class Content {

    private record Range(long offset, long length) {
    }

    private final FileChannel file;
    private final long size;
    private final Map<Range, Checksums> known = new ConcurrentHashMap<>();

    private Content(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    static Content of(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        return new Content(channel, channel.size());
    }

    /** Returns the content of a file of nothing but zeros. */
    static Content zeros(long size) {
        return new Content(null, size);
    }

    long size() {
        return size;
    }

    boolean isZeros() {
        return file == null;
    }

    /** Takes the digests of all parts of that size, and of the whole. */
    void prepare(long partSize) {
        for (long offset = 0; offset < size; offset += partSize) {
            sums(offset, Math.min(partSize, size - offset));
        }
        sums(0, size);
    }

    /** Returns MD5, CRC64 and SHA-1 of a range. */
    Checksums sums(long offset, long length) {
        return known.computeIfAbsent(new Range(isZeros() ? 0 : offset, length), this::hash);
    }

    private Checksums hash(Range range) {
        Hashing hashing = new Hashing(Set.of(Digest.MD5, Digest.CRC64, Digest.SHA1));
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        try {
            for (long done = 0; done < range.length(); done += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), range.length() - done));
                while (!isZeros() && buffer.hasRemaining() && file.read(buffer, range.offset() + buffer.position() + done) >= 0) {
                    continue;
                }
                hashing.update(buffer.array(), 0, buffer.limit());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return hashing.finish();
    }
}
