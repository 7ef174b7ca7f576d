package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadProgress;
import io.github.chunkupload.store.UploadState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open upload. Parts are written side by side: no lock is held while their bytes are read, and one that only {@link #alone} excludes
 * while they are written. The order of a part: bytes, record, answer, each durable before the next as far as the settings say.
 */
final class Upload {

    private enum Phase { OPEN, FINISHED, ABORTED }

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    private final Disk disk;
    private final UploadHeader header;
    private final UploadLog log;
    private final DataFiles files;
    private final ReentrantReadWriteLock writing = new ReentrantReadWriteLock();
    private volatile Phase phase = Phase.OPEN;
    private PartTable parts;
    private long stride;
    private boolean told;
    private int sending;
    private Instant touched;

    private Upload(Disk disk, UploadHeader header) {
        this.disk = disk;
        this.header = header;
        this.log = new UploadLog(disk, header.id());
        this.files = new DataFiles(disk, header.version());
        this.stride = header.partSize().orElse(-1);
        this.touched = header.initiated();
    }

    /** Opens an upload that nobody knows yet. */
    static Upload create(Disk disk, UploadHeader header) throws IOException {
        Upload upload = new Upload(disk, header);
        upload.log.create(header);
        upload.parts = new PartTable();
        return upload;
    }

    /** Returns an upload of an earlier process; its parts are read when they are needed. */
    static Upload found(Disk disk, UploadHeader header) {
        return new Upload(disk, header);
    }

    UploadHeader header() {
        return header;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    private void requireOpen() {
        if (!isOpen()) {
            throw Failures.noSuchUpload();
        }
    }

    /** Stores a part, which {@code access} must have the key for. */
    PartReceipt put(PartSlot slot, Body body, Checks checks, Access access) throws IOException {
        Failures.raise(KeyVerifier.refusal(header.customerKey(), access, "upload"));
        begin();
        try {
            return take(slot, body, checks, access);
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        sending++;
    }

    private synchronized void end() {
        sending--;
        touched = disk.now();
    }

    private PartReceipt take(PartSlot slot, Body body, Checks checks, Access access) throws IOException {
        long announced = Intake.announced(slot, body);
        Placement place = place(slot, announced);
        try {
            return record(write(slot, place, body, announced, checks, access), place);
        } catch (IOException | RuntimeException | Error e) {
            leave(place);
            if (e instanceof UploadException || isOpen()) {
                throw e;
            }
            throw Failures.noSuchUpload();
        }
    }

    private synchronized Placement place(PartSlot slot, long length) throws IOException {
        requireOpen();
        PartTable known = parts();
        if (!known.isEmpty() && known.isNumbered() != slot.index() >= 0) {
            throw Failures.invalidArgument("Either all parts of an upload have a number, or none");
        }
        if (slot.offset() >= 0 && length >= 0 && header.size().isPresent() && slot.offset() + length > header.size().getAsLong()) {
            throw Failures.invalidArgument("The part ends behind the " + header.size().getAsLong() + " bytes declared");
        }
        if (stride <= 0 && slot.offset() < 0) {
            stride = length;
        }
        if (header.isEncrypted()) {
            return files.place(PartSlot.UNKNOWN, length);
        }
        boolean fits = stride > 0 && length <= stride && slot.index() <= DataFiles.LIMIT / stride;
        return files.place(slot.offset() >= 0 ? slot.offset() : fits ? slot.index() * stride : PartSlot.UNKNOWN, length);
    }

    /** Writes the bytes of a part and returns what is to be recorded of it. */
    private PartRecord write(PartSlot slot, Placement place, Body body, long announced, Checks checks, Access access)
            throws IOException {
        Intake.Taken taken;
        CRC32C seal = new CRC32C();
        Intake intake = new Intake(body, announced, digests(checks));
        try (VolumeFile file = files.open(place)) {
            taken = Sealing.take(intake, announced, access, header.id(), place.file(), (bytes, offset) -> {
                if (!disk.forcesParts()) {
                    seal.update(bytes.duplicate());
                }
                write(file, bytes, place.position() + offset);
            });
            checks.verify(taken.sums());
            if (disk.forcesParts()) {
                file.force();
            }
        }
        if (disk.forcesParts()) {
            files.name(place);
        }
        return new PartRecord(slot.withLength(taken.length()), new Extent(place.file(), place.position(), taken.length()), stride(),
            taken.sums().get(Digest.MD5).orElseGet(disk::newEtag), taken.sums(), disk.now(),
            disk.forcesParts() ? PartRecord.FORCED : seal.getValue(), 0);
    }

    /** The object of encrypted parts cannot be read when it is completed: its CRC64 comes of theirs. */
    private Set<Digest> digests(Checks checks) {
        return header.isEncrypted() ? checks.and(Set.of(Digest.CRC64)).all() : checks.all();
    }

    private void write(VolumeFile file, ByteBuffer bytes, long position) throws IOException {
        writing.readLock().lock();
        try {
            requireOpen();
            file.write(bytes, position);
        } finally {
            writing.readLock().unlock();
        }
    }

    private PartReceipt record(PartRecord part, Placement place) throws IOException {
        writing.readLock().lock();
        try {
            requireOpen();
            try (UploadLog.Appended appended = append(part, place)) {
                if (disk.forcesParts()) {
                    appended.force();
                }
                return confirm(part.at(appended.position()), place);
            }
        } finally {
            writing.readLock().unlock();
        }
    }

    private UploadLog.Appended append(PartRecord part, Placement place) throws IOException {
        place.recorded(true);
        try {
            return log.append(part.encode());
        } catch (IOException | RuntimeException e) {
            place.recorded(log.isTorn());
            throw e;
        }
    }

    private PartReceipt confirm(PartRecord part, Placement place) throws IOException {
        List<PartRecord> replaced;
        long missing;
        synchronized (this) {
            requireOpen();
            replaced = parts().add(part);
            files.keep(place);
            missing = missing();
        }
        files.delete(replaced);
        return part.receipt(missing);
    }

    /** Returns the bytes that are missing; 0 only once, until that changes or a complete fails. */
    private long missing() throws IOException {
        if (header.size().isEmpty()) {
            return PartSlot.UNKNOWN;
        }
        long missing = Math.max(0, header.size().getAsLong() - parts().present());
        boolean again = missing == 0 && told;
        told = missing == 0;
        return again ? PartSlot.UNKNOWN : missing;
    }

    private synchronized void leave(Placement place) {
        if (place.isRecorded() && isOpen()) {
            files.keep(place);
        } else if (!place.isShared() || isOpen()) {
            files.free(place);
        }
    }

    private synchronized long stride() {
        return stride;
    }

    /** Returns the parts; the lock of this upload is held. */
    private PartTable parts() throws IOException {
        if (parts == null) {
            LogReader found = LogReader.read(disk, log, header, files.numbers());
            files.recover(found.parts().all(), found.written());
            stride = stride > 0 ? stride : found.stride();
            parts = found.parts();
        }
        return parts;
    }

    /** Returns one page of parts; empty when the upload is finished or aborted, after waiting for that to be done. */
    Optional<UploadState> state(int afterIndex, int limit) throws IOException {
        Optional<UploadState> now = page(afterIndex, limit);
        return now.isPresent() ? now : alone(() -> page(afterIndex, limit));
    }

    private synchronized Optional<UploadState> page(int afterIndex, int limit) throws IOException {
        if (!isOpen()) {
            return Optional.empty();
        }
        List<StoredPart> page = parts().page(afterIndex, limit + 1);
        boolean more = page.size() > limit;
        return Optional.of(new UploadState(header.ref(), UploadState.Phase.OPEN, more ? page.subList(0, limit) : page, more,
            parts().contiguous(), header.metadata(), header.initiated()));
    }

    /** Returns how far this is; empty when it is finished or aborted. */
    synchronized Optional<UploadProgress> progress() throws IOException {
        return isOpen() ? Optional.of(new UploadProgress(header.ref(), header.initiated(), parts().present(), header.size()))
            : Optional.empty();
    }

    synchronized long contiguous() throws IOException {
        return parts().contiguous();
    }

    /** Returns the bytes of its parts; of those sent twice, both where they overlap. */
    synchronized long stored() throws IOException {
        return isOpen() ? parts().bytes() : 0;
    }

    /** Returns whether no part came since {@code before}, and none is on its way. */
    synchronized boolean isIdleSince(Instant before) throws IOException {
        return isOpen() && sending == 0 && touched.isBefore(before) && parts().latest().isBefore(before);
    }

    /** Aborts unless a part came or is coming; false: one did, or the upload had ended. The lock of the key is held. */
    boolean abortIfIdleSince(Instant before) throws IOException {
        synchronized (this) {
            if (!isIdleSince(before)) {
                return false;
            }
            phase = Phase.ABORTED;
        }
        clear();
        return true;
    }

    /** Does {@code work} while no byte is written and no part is recorded. */
    <T> T alone(Failures.Work<T> work) throws IOException {
        writing.writeLock().lock();
        try {
            return work.run();
        } finally {
            writing.writeLock().unlock();
        }
    }

    /** Returns what {@code completion} asks for; called {@link #alone}. */
    synchronized Assembly assembly(Completion completion) throws IOException {
        requireOpen();
        told = false;
        return Assembly.of(parts().select(completion.parts()), header, completion);
    }

    /** Makes a data file without bytes, for an object without bytes. */
    Extent nothing() throws IOException {
        int number = files.another();
        disk.makeDirectory(header.version().directory());
        disk.volume().create(header.version().file(number)).close();
        return new Extent(number, 0, 0);
    }

    /** Ends this as finished; false: it was aborted. The lock of the key is held from here until it is certain. */
    synchronized boolean finish() {
        if (isOpen()) {
            phase = Phase.FINISHED;
            return true;
        }
        return false;
    }

    /** Takes {@link #finish} back. */
    synchronized void reopen() {
        phase = Phase.OPEN;
    }

    /** Removes what the finished object does not need. The log goes last: while it is there, opening the store does this again. */
    void tidy(ObjectRecord object) {
        try {
            files.deleteAllBut(Set.copyOf(object.numbers()));
            disk.deleteQuietly(List.of(UploadLog.name(header.id())));
        } catch (IOException e) {
            LOG.warn("What is left of a finished upload stays until the store is opened again: {}", e.toString());
        }
    }

    /** Ends this without an object, durably; false: it had ended. The lock of the key is held. */
    boolean abort() throws IOException {
        synchronized (this) {
            if (!isOpen()) {
                return false;
            }
            phase = Phase.ABORTED;
        }
        clear();
        return true;
    }

    private void clear() throws IOException {
        log.delete();
        if (disk.forcesParts()) {
            disk.sync(UploadLog.DIRECTORY);
        }
        files.deleteAllBut(Set.of());
    }
}
