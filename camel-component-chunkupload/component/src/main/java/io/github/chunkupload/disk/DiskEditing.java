package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Edits make a new version of an object: the data files of the old one get another name each, the new bytes a file of their own, and the
 * record of the new version takes the place of the old one. Edits of one object at once all take effect, in the order in which they end.
 */
final class DiskEditing implements Editing {

    /** An object of more pieces is copied to one file after an edit. */
    static final int MOST_EXTENTS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    private final DiskStore store;
    private final Disk disk;
    private final Objects objects;
    private final Versions versions;

    DiskEditing(DiskStore store, Disk disk, Objects objects, Versions versions) {
        this.store = store;
        this.disk = disk;
        this.objects = objects;
        this.versions = versions;
    }

    @Override
    public PartReceipt write(ObjectRef object, long offset, Body body, Checks checks) {
        return store.named(() -> {
            store.check(object);
            requireSize(offset, Math.max(0, body.length()));
            editable(object);
            Version version = Version.of(object, disk.newVersion());
            Intake.Taken taken = receive(version, offset, body, checks);
            if (taken.length() == 0) {
                disk.deleteQuietly(List.of(version.file(Edited.NEW)));
            } else {
                compact(edit(object, version, before -> Edited.written(before, offset, taken.length())));
            }
            return PartReceipt.of(new PartSlot(PartSlot.UNKNOWN, offset, taken.length()),
                taken.sums().get(Digest.MD5).orElseGet(disk::newEtag), taken.sums());
        });
    }

    @Override
    public void truncate(ObjectRef object, long size) {
        store.named(() -> {
            store.check(object);
            requireSize(size, 0);
            if (editable(object).size() != size) {
                edit(object, Version.of(object, disk.newVersion()), before -> Edited.cut(before, size));
            }
            return null;
        });
    }

    private static void requireSize(long offset, long length) {
        if (offset < 0 || offset > DataFiles.LIMIT - length) {
            throw Failures.invalidArgument("An object has 0 to " + DataFiles.LIMIT + " bytes; asked for were " + length + " from "
                + offset);
        }
    }

    private ObjectRecord editable(ObjectRef object) throws IOException {
        ObjectRecord found = objects.find(object).orElseThrow(Failures::noSuchObject);
        if (found.customerKey().isPresent()) {
            throw UploadException.of(Failure.UNSUPPORTED, "An object encrypted with a customer's key cannot be edited; upload it anew");
        }
        return found;
    }

    private Intake.Taken receive(Version version, long offset, Body body, Checks checks) throws IOException {
        disk.makeDirectory(version.directory());
        String name = version.file(Edited.NEW);
        try (VolumeFile file = disk.volume().create(name)) {
            Intake.Taken taken = new Intake(body, body.length(), checks.all()).take(file::write);
            checks.verify(taken.sums());
            requireSize(offset, taken.length());
            force(file);
            return taken;
        } catch (IOException | RuntimeException | Error e) {
            disk.deleteQuietly(List.of(name));
            throw e;
        }
    }

    private void force(VolumeFile file) throws IOException {
        if (disk.forcesObjects()) {
            file.force();
        }
    }

    /** Makes {@code version} the object: what it is at that moment, changed. */
    private ObjectRecord edit(ObjectRef object, Version version, Function<ObjectRecord, Edited> change) throws IOException {
        return objects.alone(object, () -> {
            ObjectRecord edited;
            Optional<ObjectRecord> replaced;
            try {
                ObjectRecord before = editable(object);
                Edited after = change.apply(before);
                lay(before, version, after);
                edited = new ObjectRecord(version, "", PartList.NONE, object, after.size(), disk.newEtag(), Checksums.NONE,
                    before.metadata(), disk.now(), true, after.extents(), Optional.empty());
                replaced = take(edited);
            } catch (IOException | RuntimeException e) {
                abandon(version, e);
                throw e;
            }
            objects.settle(edited, replaced);
            return edited;
        });
    }

    /** Gives the new version the files it needs. */
    private void lay(ObjectRecord before, Version version, Edited after) throws IOException {
        disk.makeDirectory(version.directory());
        for (Map.Entry<Integer, Integer> link : after.linked().entrySet()) {
            disk.volume().link(before.version().file(link.getKey()), version.file(link.getValue()));
        }
        if (after.zeros() > 0) {
            try (VolumeFile file = disk.volume().create(version.file(Edited.ZEROS))) {
                file.write(ByteBuffer.allocate(1), after.zeros() - 1);
                force(file);
            }
        }
        if (after.size() == 0) {
            disk.volume().create(version.file(Edited.NEW)).close();
        }
        disk.sync(version.directory());
    }

    private Optional<ObjectRecord> take(ObjectRecord object) throws IOException {
        String source = objects.prepare(object);
        try {
            return objects.take(object, source);
        } catch (IOException | RuntimeException e) {
            disk.deleteQuietly(List.of(source));
            throw e;
        }
    }

    private void abandon(Version version, Exception cause) {
        try {
            new DataFiles(disk, version).deleteAllBut(Set.of());
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Copies an object of many pieces to one file. What goes wrong here harms nobody: the edit has happened. */
    private void compact(ObjectRecord edited) {
        if (edited.extents().size() <= MOST_EXTENTS) {
            return;
        }
        try {
            Optional<ObjectRecord> pinned = objects.pinned(edited.object());
            if (pinned.isPresent()) {
                try {
                    join(pinned.get());
                } finally {
                    versions.unpin(pinned.get().version());
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("An object of {} pieces could not be joined after an edit; the next one tries again: {}", edited.extents().size(),
                e.toString());
        }
    }

    private void join(ObjectRecord apart) throws IOException {
        if (apart.extents().size() <= MOST_EXTENTS || apart.customerKey().isPresent()) {
            return;
        }
        Version version = Version.of(apart.object(), disk.newVersion());
        try {
            disk.makeDirectory(version.directory());
            Extents.copy(disk, apart, version.file(Edited.NEW));
            disk.sync(version.directory());
        } catch (IOException | RuntimeException e) {
            abandon(version, e);
            throw e;
        }
        objects.alone(apart.object(), () -> {
            replace(apart, apart.in(version, new Extent(Edited.NEW, 0, apart.size())));
            return null;
        });
    }

    private void replace(ObjectRecord apart, ObjectRecord joined) throws IOException {
        Optional<ObjectRecord> replaced;
        try {
            if (objects.find(apart.object()).filter(now -> now.version().equals(apart.version())).isEmpty()) {
                disk.deleteQuietly(joined.files());
                return;
            }
            replaced = take(joined);
        } catch (IOException | RuntimeException e) {
            abandon(joined.version(), e);
            throw e;
        }
        objects.settle(joined, replaced);
    }
}
