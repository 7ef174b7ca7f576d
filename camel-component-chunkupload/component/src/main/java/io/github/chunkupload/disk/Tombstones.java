package io.github.chunkupload.disk;

import io.github.chunkupload.store.ObjectRef;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of an upload whose object was replaced or deleted, or that was published: enough to answer a repeated complete for a
 * day. They lie in one directory for each day, so that old ones go together.
 */
final class Tombstones {

    static final String DIRECTORY = "done";
    static final Duration KEPT = Duration.ofHours(24);

    private final Disk disk;
    private long swept = Long.MIN_VALUE;

    Tombstones(Disk disk) {
        this.disk = disk;
    }

    /** Keeps, durably, that {@code id} became {@code object}. */
    void keep(String id, ObjectRecord object) throws IOException {
        if (find(id).isEmpty()) {
            Instant now = disk.now();
            write(id, object, now);
            disk.sync(directory(day(now)));
            sweep(day(now));
        }
    }

    private void write(String name, ObjectRecord object, Instant now) throws IOException {
        String directory = directory(day(now));
        disk.makeDirectory(directory);
        disk.deleteQuietly(List.of(directory + "/" + name));
        disk.writeNew(directory + "/" + name, encode(object, now));
    }

    /** As {@link #keep}; an upload is then also found by its object, of which nothing else is left. */
    void retire(String id, ObjectRecord object) throws IOException {
        if (!object.uploadId().isEmpty()) {
            write(object.version().object(), object, disk.now());
        }
        keep(id, object);
    }

    /** Returns what was retired last of an object; empty when that is not known, or no longer. */
    Optional<ObjectRecord> find(ObjectRef object) throws IOException {
        return find(Version.hash(object)).filter(found -> found.object().equals(object));
    }

    /** Returns what {@code id} became; empty when that is not known, or no longer. */
    Optional<ObjectRecord> find(String id) throws IOException {
        Instant now = disk.now();
        for (long day = day(now); day >= day(now) - 1; day--) {
            try {
                Optional<ObjectRecord> found = decode(disk.volume().read(directory(day) + "/" + id), now.minus(KEPT));
                if (found.isPresent()) {
                    return found;
                }
            } catch (NoSuchFileException | DamagedRecordException e) {
                // Not of that day, or never finished.
            }
        }
        return Optional.empty();
    }

    /** Forgets {@code id}, durably. */
    void forget(String id) throws IOException {
        long today = day(disk.now());
        for (long day = today; day >= today - 1; day--) {
            if (disk.volume().list(directory(day)).contains(id)) {
                disk.volume().delete(directory(day) + "/" + id);
                disk.sync(directory(day));
            }
        }
    }

    /** Deletes those of days gone by, and before each the log that its upload may have left. */
    synchronized void sweep(long today) throws IOException {
        if (today <= swept) {
            return;
        }
        swept = today;
        for (String day : disk.volume().list(DIRECTORY)) {
            if (Long.parseLong(day) < today - 1) {
                List<String> ids = disk.volume().list(directory(Long.parseLong(day)));
                disk.deleteQuietly(ids.stream().map(UploadLog::name).toList());
                disk.sync(UploadLog.DIRECTORY);
                disk.deleteQuietly(ids.stream().map(id -> DIRECTORY + "/" + day + "/" + id).toList());
            }
        }
    }

    void sweep() throws IOException {
        sweep(day(disk.now()));
    }

    private static long day(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), Duration.ofDays(1).toSeconds());
    }

    private static String directory(long day) {
        return DIRECTORY + "/" + day;
    }

    private static byte[] encode(ObjectRecord object, Instant finished) {
        return Frame.seal(object.with(List.of()).fields(new Encoder().number(RecordKind.FINISHED.ordinal()).time(finished)).bytes(), 0);
    }

    private static Optional<ObjectRecord> decode(byte[] file, Instant oldest) throws DamagedRecordException {
        return Decoder.read(Frame.only(file), RecordKind.FINISHED,
            in -> in.time().isBefore(oldest) ? Optional.empty() : Optional.of(ObjectRecord.fields(in)));
    }
}
