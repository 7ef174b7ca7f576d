package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.KeyVerifier;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bytes of an object that lie in several places. The files are opened one after another, while they are read. */
final class StoredBytes implements Body {

    private final Volume volume;
    private final Version version;
    private final List<Extent> extents;
    private final Closeable owner;

    private StoredBytes(Volume volume, Version version, List<Extent> extents, Closeable owner) {
        this.volume = volume;
        this.version = version;
        this.extents = extents;
        this.owner = owner;
    }

    /**
     * Opens bytes of {@code object}, which the caller has pinned; the pin goes when the download is closed or cannot be had.
     *
     * @param access has the customer's key if the object is encrypted with one
     */
    static Download open(Disk disk, Versions versions, ObjectRecord object, ByteRange range, Access access) throws IOException {
        try {
            Failures.raise(KeyVerifier.refusal(object.customerKey(), access, "object"));
            ByteRange within = range.within(object.size());
            List<Extent> extents = Extents.cut(object.extents(), within.first(), within.length());
            Closeable unpin = () -> versions.unpin(object.version());
            if (object.customerKey().isPresent()) {
                return new Download(object.info(), within.first(),
                    SealedBytes.of(disk.volume(), object, extents, access.customerKey().orElseThrow(), once(unpin)));
            }
            Extent first = extents.isEmpty() ? object.extents().get(0) : extents.get(0);
            Body body = extents.size() > 1 ? new StoredBytes(disk.volume(), object.version(), extents, once(unpin))
                : region(disk.volume(), object.version(), first, within.length(), unpin);
            return new Download(object.info(), within.first(), body);
        } catch (IOException | RuntimeException e) {
            versions.unpin(object.version());
            throw e;
        }
    }

    private static Body region(Volume volume, Version version, Extent extent, long length, Closeable unpin) throws IOException {
        VolumeFile file = volume.open(version.file(extent.file()));
        return file.region(extent.offset(), length, once(() -> {
            file.close();
            unpin.close();
        }));
    }

    private static Closeable once(Closeable action) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                action.close();
            }
        };
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
    public InputStream open() {
        return new ExtentStream(extents.iterator());
    }

    @Override
    public void close() throws IOException {
        owner.close();
    }

    private final class ExtentStream extends InputStream {

        private final Iterator<Extent> rest;
        private VolumeFile file;
        private InputStream current = InputStream.nullInputStream();

        ExtentStream(Iterator<Extent> extents) {
            rest = extents;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = current.read(bytes, offset, count);
            while (read < 0 && rest.hasNext()) {
                next(rest.next());
                read = current.read(bytes, offset, count);
            }
            return read;
        }

        private void next(Extent extent) throws IOException {
            close();
            file = volume.open(version.file(extent.file()));
            current = file.region(extent.offset(), extent.length(), file).open();
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }
}
