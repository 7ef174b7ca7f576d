package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access.CustomerKey;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/**
 * Bytes of an encrypted object. Only the chunks that have some of them are read, one at a time, and none is handed on before it is
 * proved: a stream that meets a damaged one fails with an {@link IOException} whose cause is named
 * {@link io.github.chunkupload.store.Failure#CORRUPT}.
 */
final class SealedBytes implements Body {

    private final Volume volume;
    private final ObjectRecord object;
    private final List<Extent> extents;
    private final CustomerKey key;
    private final Closeable owner;

    private SealedBytes(Volume volume, ObjectRecord object, List<Extent> extents, CustomerKey key, Closeable owner) {
        this.volume = volume;
        this.object = object;
        this.extents = extents;
        this.key = key;
        this.owner = owner;
    }

    /** Returns {@code extents} of {@code object}; the first chunk is proved here, before anybody is promised anything. */
    static Body of(Volume volume, ObjectRecord object, List<Extent> extents, CustomerKey key, Closeable owner) throws IOException {
        SealedBytes bytes = new SealedBytes(volume, object, extents, key, owner);
        try (PlainStream probe = bytes.open()) {
            probe.prepare();
        }
        return bytes;
    }

    @Override
    public long length() {
        return extents.stream().mapToLong(Extent::length).sum();
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public PlainStream open() {
        return new PlainStream(extents.iterator());
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }

    /** The bytes one after another. */
    final class PlainStream extends InputStream {

        private final Iterator<Extent> rest;
        private final byte[] plain = new byte[(int) Math.min(ChunkCipher.CHUNK, object.size())];
        private SealedFile file;
        private long offset;
        private long left;
        private int at;
        private int end;

        private PlainStream(Iterator<Extent> extents) {
            rest = extents;
        }

        /** Sees to it that there are bytes at hand; false: there are no more. */
        private boolean prepare() throws IOException {
            if (at < end) {
                return true;
            }
            if (left == 0) {
                if (!rest.hasNext()) {
                    return false;
                }
                next(rest.next());
            }
            long chunk = offset / ChunkCipher.CHUNK;
            int first = (int) (offset % ChunkCipher.CHUNK);
            int there = file.read(chunk, plain);
            int wanted = (int) Math.min(ChunkCipher.CHUNK - first, left);
            if (there < first + wanted) {
                throw file.damaged(chunk);
            }
            at = first;
            end = first + wanted;
            offset += wanted;
            left -= wanted;
            return true;
        }

        private void next(Extent extent) throws IOException {
            close();
            file = SealedFile.open(volume, object, extent.file(), key);
            offset = extent.offset();
            left = extent.length();
        }

        @Override
        public int read() throws IOException {
            return prepare() ? plain[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] bytes, int start, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (!prepare()) {
                return -1;
            }
            int read = Math.min(count, end - at);
            System.arraycopy(plain, at, bytes, start, read);
            at += read;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }
}
