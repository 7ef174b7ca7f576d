package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.Verify;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.EnumSet;
import java.util.Set;

/** Reads objects to see whether they are what was stored, and records what was learned. */
final class DiskVerify implements Verify {

    private final DiskStore store;
    private final Disk disk;
    private final Objects objects;
    private final Versions versions;

    DiskVerify(DiskStore store, Disk disk, Objects objects, Versions versions) {
        this.store = store;
        this.disk = disk;
        this.objects = objects;
        this.versions = versions;
    }

    @Override
    public Checksums verify(ObjectRef object, Set<Digest> digests, Access access) {
        return store.named(() -> {
            store.check(object);
            ObjectRecord record = objects.pinned(object).orElseThrow(Failures::noSuchObject);
            Set<Digest> all = EnumSet.noneOf(Digest.class);
            all.addAll(digests);
            all.addAll(record.sums().known());
            Checksums taken = take(record, all, access);
            compare(record, taken);
            if (!record.sums().known().containsAll(all)) {
                objects.learn(record, taken);
            }
            return taken;
        });
    }

    /** Takes the digests of the bytes, and the pin from the version. */
    private Checksums take(ObjectRecord record, Set<Digest> digests, Access access) throws IOException {
        Hashing hashing = new Hashing(digests);
        if (record.customerKey().isPresent()) {
            try (Download download = StoredBytes.open(disk, versions, record, ByteRange.ALL, access);
                    InputStream in = download.body().open()) {
                byte[] buffer = new byte[Intake.BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    hashing.update(buffer, 0, read);
                }
            }
            return hashing.finish();
        }
        try {
            Failures.raise(KeyVerifier.refusal(record.customerKey(), access, "object"));
            read(disk.volume(), record, (buffer, length) -> hashing.update(buffer, 0, length));
            return hashing.finish();
        } finally {
            versions.unpin(record.version());
        }
    }

    /**
     * Reads all bytes of an object that is not encrypted.
     *
     * @throws UploadException with {@link Failure#CORRUPT} when they are not all there
     */
    static void read(Volume volume, ObjectRecord record, Extents.Reader reader) throws IOException {
        long position = 0;
        for (Extent extent : record.extents()) {
            try (VolumeFile file = volume.open(record.version().file(extent.file()))) {
                Extents.read(file, extent, reader);
            } catch (NoSuchFileException e) {
                throw corrupt(range(position, extent) + " are gone: they lay in data file " + extent.file(), e);
            } catch (EOFException e) {
                throw corrupt(range(position, extent) + " are not all there: data file " + extent.file() + " is too short", e);
            }
            position += extent.length();
        }
    }

    private static String range(long position, Extent extent) {
        return "bytes " + position + " to " + (position + extent.length() - 1);
    }

    /** Refuses digests that are not those recorded. */
    static void compare(ObjectRecord record, Checksums taken) {
        record.sums().contradiction(taken).ifPresent(digest -> {
            throw corrupt("its " + record.size() + " bytes have " + digest.token() + " " + taken.get(digest).orElse("") + ", but "
                + record.sums().get(digest).orElse("") + " was stored", null);
        });
    }

    static UploadException corrupt(String what, IOException cause) {
        return UploadException.of(Failure.CORRUPT, "The object is damaged: " + what, cause);
    }
}
