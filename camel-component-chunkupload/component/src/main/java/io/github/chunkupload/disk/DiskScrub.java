package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.store.Damage;
import io.github.chunkupload.store.ScrubReport;
import io.github.chunkupload.store.Scrubbing;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the objects in the order of their records' names, and compares one digest of each with what was recorded; of an object of which
 * none is known, one is taken and recorded. Where it stands is written down after every {@value #NOTED_AFTER} bytes or so. Of encrypted
 * bytes it can only see that they are all there.
 */
final class DiskScrub implements Scrubbing {

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);
    private static final int NOTED_AFTER = 256 << 20;
    /** What it costs to look at an object besides its bytes: reading its record, and opening a file. */
    private static final int LOOK = 8 << 10;

    private final DiskStore store;
    private final Disk disk;
    private final Objects objects;
    private final Versions versions;
    private final String bucket;
    private final Map<String, DiskScrub> buckets;
    private volatile Optional<ScrubRecord> known = Optional.empty();

    DiskScrub(DiskStore store, Disk disk, Objects objects, Versions versions) {
        this(store, disk, objects, versions, "", new ConcurrentHashMap<>());
    }

    private DiskScrub(DiskStore store, Disk disk, Objects objects, Versions versions, String bucket, Map<String, DiskScrub> buckets) {
        this.store = store;
        this.disk = disk;
        this.objects = objects;
        this.versions = versions;
        this.bucket = bucket;
        this.buckets = buckets;
    }

    /** The pass is to stop here. */
    private static final class StoppedException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public Scrubbing within(String name) {
        return buckets.computeIfAbsent(name, any -> new DiskScrub(store, disk, objects, versions, name, buckets));
    }

    @Override
    public ScrubReport report() {
        return store.named(() -> {
            Optional<ScrubRecord> now = state();
            return now.isEmpty() ? ScrubReport.NONE : report(now.get());
        });
    }

    private ScrubReport report(ScrubRecord now) {
        List<Damage> damaged = now.damaged().entrySet().stream().filter(each -> isStillThere(each.getKey(), each.getValue().version()))
            .map(each -> each.getValue().damage()).sorted(Comparator.comparing(Damage::found).thenComparing(Damage::name)).toList();
        return new ScrubReport(Optional.of(now.begun()), now.ended(), now.objects(), now.bytes(), now.unproved(), damaged);
    }

    /** Returns whether the object is the version that was found to be damaged; an empty one stands for a damaged record. */
    private boolean isStillThere(String object, String version) {
        try {
            return ObjectRecord.decode(disk.volume().read(Version.objectRecord(object))).version().id().equals(version);
        } catch (DamagedRecordException e) {
            return version.isEmpty();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public synchronized ScrubReport scrub(Watcher watcher) {
        return store.named(() -> {
            ScrubRecord last = state().orElse(null);
            if (last == null || last.ended().isPresent()) {
                known = Optional.of(ScrubRecord.begin(disk.now(), last == null ? Map.of() : last.damaged()));
            }
            try {
                pass(watcher);
            } catch (StoppedException e) {
                LOG.debug("The look for damaged objects was stopped, and goes on another time");
            }
            note();
            return report(state().orElseThrow());
        });
    }

    /** Returns how far the last pass came; one whose note is damaged is forgotten. */
    private Optional<ScrubRecord> state() throws IOException {
        if (known.isEmpty()) {
            try {
                known = Optional.of(ScrubRecord.decode(disk.volume().read(ScrubRecord.file(bucket))));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (DamagedRecordException e) {
                LOG.warn("Where the look for damaged objects stood is not known any more, so it begins anew: {}", e.getMessage());
            }
        }
        return known;
    }

    private void note() throws IOException {
        disk.makeDirectory(ScrubRecord.DIRECTORY);
        String name = ScrubRecord.file(bucket);
        disk.volume().rename(disk.writeUnfinished(name, known.orElseThrow().encode()), name);
        disk.sync(ScrubRecord.DIRECTORY);
    }

    private void pass(Watcher watcher) throws IOException {
        long noted = known.orElseThrow().bytes();
        for (String shard : disk.volume().list(Version.OBJECTS).stream().sorted().toList()) {
            for (String name : disk.volume().list(Version.OBJECTS + "/" + shard).stream().filter(Version::isRecord).sorted().toList()) {
                if (name.compareTo(known.orElseThrow().position()) > 0) {
                    pause(watcher, LOOK);
                    known = Optional.of(look(name, known.orElseThrow(), watcher));
                    if (known.get().bytes() - noted > NOTED_AFTER) {
                        note();
                        noted = known.get().bytes();
                    }
                }
            }
        }
        known = Optional.of(known.orElseThrow().end(disk.now()));
    }

    private static void pause(Watcher watcher, int bytes) throws StoppedException {
        if (!watcher.await(bytes)) {
            throw new StoppedException();
        }
    }

    private ScrubRecord look(String name, ScrubRecord before, Watcher watcher) throws IOException {
        Optional<ObjectRecord> found;
        try {
            ObjectRecord object = ObjectRecord.decode(disk.volume().read(Version.objectRecord(name)));
            boolean mine = bucket.isEmpty() || object.object().bucket().equals(bucket);
            found = mine ? objects.pinned(object.object()) : Optional.empty();
        } catch (NoSuchFileException e) {
            found = Optional.empty();
        } catch (DamagedRecordException e) {
            return damaged(before, name, "", new Damage(Version.objectRecord(name), "Its record is damaged: " + e.getMessage(), disk.now()),
                0, watcher);
        }
        return found.isEmpty() ? before.passed(name) : look(found.get(), before, watcher);
    }

    /** Reads an object that is pinned, and takes the pin away. */
    private ScrubRecord look(ObjectRecord object, ScrubRecord before, Watcher watcher) throws IOException {
        String name = object.version().object();
        try {
            prove(object, watcher);
            return before.read(name, object.size(), object.customerKey().isEmpty());
        } catch (StoppedException e) {
            throw e;
        } catch (UploadException e) {
            return damaged(before, name, object, e, watcher);
        } catch (IOException e) {
            LOG.warn("A file of the object with the record {} cannot be read", Version.objectRecord(name), e);
            return damaged(before, name, object, Failures.name(e), watcher);
        } finally {
            versions.unpin(object.version());
        }
    }

    private ScrubRecord damaged(ScrubRecord before, String name, ObjectRecord object, UploadException why, Watcher watcher) {
        Damage damage = new Damage(object.object().toString(), why.getMessage(), disk.now());
        return damaged(before, name, object.version().id(), damage, object.size(), watcher);
    }

    private static ScrubRecord damaged(ScrubRecord before, String name, String version, Damage damage, long size, Watcher watcher) {
        watcher.found(damage);
        return before.damaged(name, size, new ScrubRecord.Found(version, damage));
    }

    private void prove(ObjectRecord object, Watcher watcher) throws IOException {
        if (object.customerKey().isPresent()) {
            readSealed(object, watcher);
            return;
        }
        Set<Digest> recorded = object.sums().known();
        Digest one = recorded.isEmpty() || recorded.contains(Digest.CRC64) ? Digest.CRC64 : recorded.iterator().next();
        Hashing hashing = new Hashing(Set.of(one));
        DiskVerify.read(disk.volume(), object, (buffer, length) -> {
            pause(watcher, length);
            hashing.update(buffer, 0, length);
        });
        if (recorded.isEmpty()) {
            objects.learn(object, hashing.finish());
        } else {
            DiskVerify.compare(object, hashing.finish());
        }
    }

    /** Without the key nothing can be proved of the bytes but that they are there. */
    private void readSealed(ObjectRecord object, Watcher watcher) throws IOException {
        for (int number : object.numbers()) {
            long plain = object.extents().stream().filter(extent -> extent.file() == number).mapToLong(Extent::end).max().orElse(0);
            try (VolumeFile file = disk.volume().open(object.version().file(number))) {
                long size = file.size();
                if (object.size() > 0 && size < ChunkCipher.sizeFor(plain)) {
                    throw DiskVerify.corrupt("data file " + number + " is too short: it has " + size + " of "
                        + ChunkCipher.sizeFor(plain) + " bytes", null);
                }
                Extents.read(file, new Extent(number, 0, size), (buffer, length) -> pause(watcher, length));
            } catch (NoSuchFileException e) {
                throw DiskVerify.corrupt("data file " + number + " is gone", e);
            }
        }
    }
}
