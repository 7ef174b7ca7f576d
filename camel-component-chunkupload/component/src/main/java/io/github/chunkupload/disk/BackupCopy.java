package io.github.chunkupload.disk;

import io.github.chunkupload.store.Backup.Copied;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One copy of a store that is being used. Each version is pinned while it is copied, so that its files stay. What waits is copied before
 * the objects, because it becomes one of them and never the other way round; what has become one meanwhile is taken out again, and its
 * object copied once more. The format comes last: without it a directory is not opened.
 */
final class BackupCopy {

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    private final Disk from;
    private final Disk to;
    private final Objects objects;
    private final Versions versions;
    private final DiskStaging staging;
    private final Map<String, ObjectRecord> waiting = new LinkedHashMap<>();
    private final Set<String> directories = new HashSet<>();
    private long finished;
    private long bytes;
    private long damaged;

    BackupCopy(Disk from, Disk to, Objects objects, Versions versions, DiskStaging staging) {
        this.from = from;
        this.to = to;
        this.objects = objects;
        this.versions = versions;
        this.staging = staging;
    }

    Copied make() throws IOException {
        copyRecords(BucketRecord.DIRECTORY);
        for (String day : from.volume().list(Tombstones.DIRECTORY)) {
            copyRecords(Tombstones.DIRECTORY + "/" + day);
        }
        for (String id : staging.ids()) {
            copyStaged(id);
        }
        copyObjects();
        for (String id : Set.copyOf(waiting.keySet())) {
            if (!staging.isStaged(id)) {
                follow(id, waiting.remove(id));
            }
        }
        makeDurable();
        long pending = waiting.values().stream().mapToLong(ObjectRecord::size).sum();
        return new Copied(finished, waiting.size(), bytes + pending, damaged);
    }

    private void makeDurable() throws IOException {
        for (String directory : directories) {
            to.sync(directory);
        }
        to.writeNew(Recovery.FORMAT, from.volume().read(Recovery.FORMAT));
        to.sync("");
    }

    private void copyRecords(String directory) throws IOException {
        for (String name : from.volume().list(directory)) {
            if (!name.contains(Disk.UNFINISHED)) {
                copyRecord(directory, name);
            }
        }
    }

    private void copyRecord(String directory, String name) throws IOException {
        String record = directory + "/" + name;
        in(directory);
        try {
            if (!to.volume().share(from.volume(), record)) {
                write(directory, name, from.volume().read(record));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("Deleted while it was about to be copied: {}", record);
        }
    }

    private void write(String directory, String name, byte[] record) throws IOException {
        in(directory);
        to.volume().delete(directory + "/" + name);
        to.writeNew(directory + "/" + name, record);
    }

    private void in(String directory) throws IOException {
        to.makeDirectory(directory);
        directories.add(directory);
    }

    private void copyStaged(String id) throws IOException {
        Optional<ObjectRecord> pinned = staging.pinned(id);
        if (pinned.isPresent() && copied(pinned.get())) {
            write(DiskStaging.DIRECTORY, id, pinned.get().encode());
            waiting.put(id, pinned.get());
        }
    }

    private void copyObjects() throws IOException {
        for (String shard : from.volume().list(Version.OBJECTS)) {
            for (String name : from.volume().list(Version.OBJECTS + "/" + shard)) {
                if (Version.isRecord(name)) {
                    copyObject(name);
                }
            }
        }
    }

    private void copyObject(String hash) throws IOException {
        Optional<ObjectRecord> pinned = Optional.empty();
        try {
            pinned = objects.pinned(ObjectRecord.decode(from.volume().read(Version.objectRecord(hash))).object());
        } catch (NoSuchFileException e) {
            LOG.debug("Deleted while it was about to be copied: {}", hash);
        } catch (DamagedRecordException e) {
            leaveOut(Version.objectRecord(hash), e);
        }
        if (pinned.isPresent() && copied(pinned.get())) {
            copyRecord(Version.objectDirectory(hash), hash);
            if (!isCopied(pinned.get())) {
                write(Version.objectDirectory(hash), hash, pinned.get().encode());
            }
            finished++;
            bytes += pinned.get().size();
        }
    }

    /** Returns whether the record that was copied is that of the version that was; the object may have been replaced in between. */
    private boolean isCopied(ObjectRecord object) throws IOException {
        try {
            byte[] record = to.volume().read(Version.objectRecord(object.version().object()));
            return ObjectRecord.decode(record).version().equals(object.version());
        } catch (NoSuchFileException | DamagedRecordException e) {
            return false;
        }
    }

    private void leaveOut(String record, IOException cause) {
        damaged++;
        LOG.warn("A copy leaves out the object of the record {}: {}", record, cause.toString());
    }

    /** Copies the files of an object, and takes the pin from its version. */
    private boolean copied(ObjectRecord object) throws IOException {
        try {
            in(object.version().directory());
            for (String file : object.files()) {
                if (!to.volume().share(from.volume(), file)) {
                    copyBytes(file);
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            leaveOut(object.version().object(), e);
            return false;
        } finally {
            versions.unpin(object.version());
        }
    }

    private void copyBytes(String name) throws IOException {
        try (VolumeFile source = from.volume().open(name)) {
            to.volume().delete(name);
            try (VolumeFile target = to.volume().create(name)) {
                ByteBuffer buffer = ByteBuffer.allocate(Intake.BUFFER);
                long position = 0;
                for (int read = source.read(buffer, 0); read >= 0; read = source.read(buffer, position)) {
                    target.write(buffer.flip(), position);
                    position += read;
                    buffer.clear();
                }
                if (to.forcesObjects()) {
                    target.force();
                }
            }
        }
    }

    /** Copies what became of something that waited: its object, and for whom it was finished. */
    private void follow(String id, ObjectRecord object) throws IOException {
        forget(object.version().object());
        copyObject(object.version().object());
        for (String day : from.volume().list(Tombstones.DIRECTORY)) {
            copyRecord(Tombstones.DIRECTORY + "/" + day, id);
        }
        to.volume().delete(DiskStaging.name(id));
    }

    private void forget(String hash) throws IOException {
        try {
            bytes -= ObjectRecord.decode(to.volume().read(Version.objectRecord(hash))).size();
            finished--;
            to.volume().delete(Version.objectRecord(hash));
        } catch (NoSuchFileException e) {
            LOG.debug("Not copied before: {}", hash);
        }
    }
}
