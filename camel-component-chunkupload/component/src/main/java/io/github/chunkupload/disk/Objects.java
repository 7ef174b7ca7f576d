package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.ObjectRef;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/** The objects: one record each, which is renamed to its place. */
final class Objects implements Completing.Place {

    private static final int LOCKS = 256;

    private final Disk disk;
    private final Versions versions;
    private final Tombstones tombstones;
    private final Catalog catalog;
    private final List<ReentrantReadWriteLock> locks = IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantReadWriteLock()).toList();

    Objects(Disk disk, Versions versions, Tombstones tombstones, Catalog catalog) {
        this.disk = disk;
        this.versions = versions;
        this.tombstones = tombstones;
        this.catalog = catalog;
    }

    /** Does {@code work} while nobody else makes, replaces or deletes the object, or opens an upload of it that asks for that. */
    <T> T alone(ObjectRef object, Failures.Work<T> work) throws IOException {
        ReentrantReadWriteLock lock = locks.get(Math.floorMod(object.hashCode(), LOCKS));
        lock.writeLock().lock();
        try {
            return work.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    Optional<ObjectRecord> find(ObjectRef object) throws IOException {
        try {
            ObjectRecord record = ObjectRecord.decode(disk.volume().read(Version.objectRecord(Version.hash(object))));
            if (!record.object().equals(object)) {
                throw new DamagedRecordException("It is of another object");
            }
            return Optional.of(record);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Finds an object and pins its version; whoever asked unpins it. */
    Optional<ObjectRecord> pinned(ObjectRef object) throws IOException {
        ReentrantReadWriteLock lock = locks.get(Math.floorMod(object.hashCode(), LOCKS));
        lock.readLock().lock();
        try {
            Optional<ObjectRecord> found = find(object);
            found.ifPresent(record -> versions.pin(record.version()));
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public Instant now() {
        return disk.now();
    }

    @Override
    public String prepare(ObjectRecord object) throws IOException {
        makeRoom(object);
        return disk.writeUnfinished(Version.objectRecord(object.version().object()), object.encode());
    }

    void makeRoom(ObjectRecord object) throws IOException {
        disk.makeDirectory(Version.objectDirectory(object.version().object()));
    }

    /**
     * Makes the object visible: renames its record, {@code source}, to its place. The caller is {@link #alone} and goes on with
     * {@link #settle}.
     *
     * @return what it replaced
     */
    @Override
    public Optional<ObjectRecord> take(ObjectRecord object, String source) throws IOException {
        Optional<ObjectRecord> old = replaceable(object);
        if (old.isPresent()) {
            remember(old.get());
        }
        return catalog.using(() -> {
            disk.volume().rename(source, Version.objectRecord(object.version().object()));
            catalog.add(object);
            return old;
        });
    }

    /** Makes what {@link #take} did durable, and removes what was replaced. */
    @Override
    public void settle(ObjectRecord object, Optional<ObjectRecord> old) throws IOException {
        disk.sync(Version.objectDirectory(object.version().object()));
        old.ifPresent(record -> versions.retire(record.version(), record.files()));
    }

    /** Records checksums of the object that were learned since, unless it has become another version. */
    void learn(ObjectRecord object, Checksums sums) throws IOException {
        alone(object.object(), () -> {
            Optional<ObjectRecord> now = find(object.object()).filter(found -> found.version().equals(object.version()));
            if (now.isPresent()) {
                rewrite(now.get().with(now.get().sums().and(sums)));
            }
            return null;
        });
    }

    private void rewrite(ObjectRecord object) throws IOException {
        String source = prepare(object);
        try {
            disk.volume().rename(source, Version.objectRecord(object.version().object()));
        } catch (IOException | RuntimeException e) {
            disk.deleteQuietly(List.of(source));
            throw e;
        }
        catalog.add(object);
        disk.sync(Version.objectDirectory(object.version().object()));
    }

    /**
     * Refuses an object that may not replace the one there is.
     *
     * @return what it may replace; not another record of the same version, nor one that is damaged
     */
    Optional<ObjectRecord> replaceable(ObjectRecord object) throws IOException {
        Optional<ObjectRecord> old;
        try {
            old = find(object.object());
        } catch (DamagedRecordException e) {
            if (object.replace()) {
                return Optional.empty();
            }
            throw e;
        }
        if (old.isPresent() && !object.replace()) {
            throw Failures.exists();
        }
        return old.filter(record -> !record.version().equals(object.version()));
    }

    /** Sees to it that the upload which became {@code old} stays finished when the object's record no longer says so. */
    private void remember(ObjectRecord old) throws IOException {
        if (old.uploadId().isEmpty()) {
            return;
        }
        if (old.modified().plus(Tombstones.KEPT).isAfter(disk.now())) {
            tombstones.keep(old.uploadId(), old);
        } else {
            disk.deleteQuietly(List.of(UploadLog.name(old.uploadId())));
            disk.sync(UploadLog.DIRECTORY);
        }
    }

    /** Deletes an object durably if it is older than {@code limit}; one whose record cannot be read stays. */
    boolean deleteOlder(ObjectRef object, Instant limit) throws IOException {
        return alone(object, () -> find(object).filter(record -> record.modified().isBefore(limit)).isPresent() && delete(object));
    }

    /** Deletes an object durably; false: there was none. */
    boolean delete(ObjectRef object) throws IOException {
        return alone(object, () -> {
            String hash = Version.hash(object);
            Optional<ObjectRecord> old;
            try {
                old = find(object);
                if (old.isEmpty()) {
                    return false;
                }
                remember(old.get());
            } catch (DamagedRecordException e) {
                old = Optional.empty();
            }
            disk.volume().delete(Version.objectRecord(hash));
            catalog.remove(object);
            disk.sync(Version.objectDirectory(hash));
            old.ifPresent(record -> versions.retire(record.version(), record.files()));
            return true;
        });
    }
}
