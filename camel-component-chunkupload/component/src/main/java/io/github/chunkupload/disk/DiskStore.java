package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Aging;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyRule;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A store in a directory of the local file system. It loses nothing that it has confirmed, not even when the power fails
 * ({@link Fsync#PART}), and never shows half an object: data files do not change once an object refers to them, and an object appears
 * by one rename of one small record. Completing an upload moves no data, whatever its size. Whoever reads an object reads one version
 * of it to the end, even when it is replaced or deleted meanwhile.
 *
 * <p>Parts may have a number, an offset or both. Buckets need not be made: any name has one. Objects can be listed, verified and edited,
 * and buckets made and removed. An upload whose size and SHA-1 are told is done at once where an object of the same bucket has these
 * bytes and its SHA-1 is known. The first call that lists or looks for known bytes reads the records of all objects, once for each
 * opening, and keeps their names in memory from then on: about 100 bytes and the name for each, and 400 more with a SHA-1. Uploads are
 * remembered for 24 hours after they are finished, so that a repeated complete with the same parts answers as the first did.
 *
 * <p>An upload opened with a customer's key, or an object put with one, is encrypted on the disk (AES-256-GCM, docs/disk-format.md) and
 * nobody can read it without the key, of which only a salted verifier is kept. Names, sizes, checksums and metadata are not encrypted.
 * Such an object cannot be staged, and its bytes are never taken for another.
 */
public final class DiskStore implements ObjectStore {

    private static final int MAX_PARTS = 1_000_000;
    private static final int MAX_KEY = 1024;
    private static final KeyRule KEYS = KeyRule.upTo(MAX_KEY);
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    private static final StoreTraits TRAITS = StoreTraits.by(StoreTraits.Addressing.NUMBER).maxPart(DataFiles.LIMIT).maxParts(MAX_PARTS)
        .maxPut(DataFiles.LIMIT).partProof(Digest.CRC64).objectProof(Digest.CRC64).partChecks(Digest.values()).keys(KEYS).customerKeys(true)
        .instant(Digest.SHA1).build();

    private final Disk disk;
    private final Versions versions;
    private final Tombstones tombstones;
    private final Objects objects;
    private final Uploads uploads = new Uploads();
    private final Completing completing;
    private final DiskStaging staging;
    private final Catalog catalog;
    private final KnownBytes known;
    private final List<Object> capabilities;
    private volatile boolean closed;

    private DiskStore(Volume volume, DiskSettings settings) {
        disk = new Disk(volume, settings);
        versions = new Versions(disk);
        tombstones = new Tombstones(disk);
        catalog = new Catalog(disk);
        objects = new Objects(disk, versions, tombstones, catalog);
        completing = new Completing(disk, objects, uploads);
        known = new KnownBytes(disk, objects, versions, uploads, completing, catalog);
        staging = new DiskStaging(this, disk, objects, versions, tombstones);
        capabilities = List.of(staging, new DiskListing(this, objects, catalog), new DiskBuckets(this, disk, catalog, staging),
            new DiskVerify(this, disk, objects, versions), new DiskEditing(this, disk, objects, versions),
            (Aging) this::deleteOlder, new DiskUpkeep(this, disk, objects, catalog, staging), new DiskVitals(this, disk),
            new DiskScrub(this, disk, objects, versions), new DiskBackup(this, disk, objects, versions, staging));
    }

    /**
     * Opens the store in {@code directory}, which is made if need be. What a crash has left half-done is
     * removed.
     *
     * @throws UploadException with {@link Failure#CONFLICT} when another store, in this process or in another, has it open; with
     *     {@link Failure#UNSUPPORTED} when it has a newer format, or has files of another owner where those of the store belong
     */
    public static DiskStore open(Path directory, DiskSettings settings) {
        return Failures.named(() -> open(DirectoryVolume.open(directory, settings.forced()), settings));
    }

    /** Opens the store in {@code volume}, which is closed with it, also when it cannot be opened. */
    static DiskStore open(Volume volume, DiskSettings settings) throws IOException {
        DiskStore store = new DiskStore(volume, settings);
        try {
            new Recovery(store.disk, store.objects, store.uploads, store.staging, store.tombstones).run();
            return store;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    <T> T named(Failures.Work<T> work) {
        if (closed) {
            throw UploadException.of(Failure.UNAVAILABLE, "The store is closed");
        }
        return Failures.named(work);
    }

    Uploads uploads() {
        return uploads;
    }

    Completing completing() {
        return completing;
    }

    KnownBytes known() {
        return known;
    }

    /** Refuses names that this store does not take. */
    void check(ObjectRef object) {
        checkBucket(object.bucket());
        KEYS.check(object.key());
    }

    static void checkBucket(String name) {
        if (!BUCKET.matcher(name).matches()) {
            throw UploadException.of(Failure.INVALID_BUCKET, "A bucket has a name of 1 to 255 letters, digits, '.', '_' and '-', which "
                + "begins with a letter or digit");
        }
    }

    @Override
    public StoreTraits traits(String bucket) {
        return TRAITS;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        return named(() -> {
            check(request.object());
            Optional<ObjectRecord> done = known.make(request, objects);
            if (done.isPresent()) {
                return new Admission.Done(done.get().receipt());
            }
            if (request.open() == OpenUploads.INDEPENDENT) {
                return admit(request);
            }
            return objects.alone(request.object(), () -> {
                Optional<Upload> joined = request.open() == OpenUploads.JOIN ? join(request) : refuse(request);
                return joined.isPresent() ? admission(joined.get()) : admit(request);
            });
        });
    }

    private Optional<Upload> refuse(UploadRequest request) {
        if (!uploads.of(request.object()).isEmpty()) {
            throw UploadException.of(Failure.UPLOAD_OPEN, "Another upload of that name is open");
        }
        return Optional.empty();
    }

    private Optional<Upload> join(UploadRequest request) throws IOException {
        Optional<Upload> same = Optional.empty();
        for (Upload open : uploads.of(request.object())) {
            if (same.isEmpty() && open.header().isFor(request)) {
                same = Optional.of(open);
            } else if (!open.header().isFor(request)) {
                uploads.remove(open);
                open.abort();
            }
        }
        return same;
    }

    private Admission admit(UploadRequest request) throws IOException {
        if (!request.replace() && objects.find(request.object()).isPresent()) {
            throw Failures.exists();
        }
        disk.makeDirectory(UploadLog.DIRECTORY);
        Upload upload = Upload.create(disk, UploadHeader.of(request, disk.newUploadId(), disk.newVersion(), disk.now()));
        catalog.using(() -> {
            uploads.add(upload);
            return null;
        });
        return Admission.open(upload.header().ref());
    }

    private static Admission admission(Upload upload) throws IOException {
        return new Admission.Open(upload.header().ref(), 0, false, upload.contiguous());
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        return named(() -> {
            Upload open = uploads.find(upload).orElseThrow(Failures::noSuchUpload);
            if (slot.index() < 0 && slot.offset() < 0 || slot.index() >= MAX_PARTS) {
                throw Failures.invalidArgument("A part needs a number from 0 to " + (MAX_PARTS - 1) + " or an offset");
            }
            return open.put(slot, body, checks, access);
        });
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        return named(() -> {
            if (limit < 1) {
                throw Failures.invalidArgument("A page holds at least 1 part, not " + limit);
            }
            Optional<Upload> open = uploads.find(upload);
            Optional<UploadState> parts = open.isPresent() ? open.get().state(Math.max(-1, afterIndex), limit) : Optional.empty();
            if (parts.isPresent()) {
                return parts.get();
            }
            Optional<ObjectRecord> assembled = staging.find(upload);
            return assembled.isPresent() ? ended(upload, UploadState.Phase.ASSEMBLED, assembled.get())
                : ended(upload, UploadState.Phase.COMPLETED, became(upload).orElseThrow(Failures::noSuchUpload));
        });
    }

    private static UploadState ended(UploadRef upload, UploadState.Phase phase, ObjectRecord object) {
        return new UploadState(upload, phase, List.of(), false, object.size(), object.metadata(), object.modified());
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        return named(() -> {
            Optional<Upload> open = uploads.find(upload);
            Optional<ObjectRecord> object = open.isPresent() ? completing.complete(open.get(), completion, objects) : Optional.empty();
            return (object.isPresent() ? object.get() : repeated(upload, completion)).receipt();
        });
    }

    private ObjectRecord repeated(UploadRef upload, Completion completion) throws IOException {
        if (staging.find(upload).isPresent()) {
            throw UploadException.of(Failure.PENDING, "The object is assembled and not published yet");
        }
        ObjectRecord object = finished(upload).filter(done -> done.list().matches(completion.parts())).orElseThrow(Failures::noSuchUpload);
        disk.sync(Version.objectDirectory(object.version().object()));
        return object;
    }

    /** Returns the object that an upload became in the last 24 hours. */
    Optional<ObjectRecord> finished(UploadRef upload) throws IOException {
        Optional<ObjectRecord> object = visible(upload).filter(found -> found.modified().plus(Tombstones.KEPT).isAfter(disk.now()));
        return object.isPresent() ? object : tombstone(upload.uploadId()).filter(found -> found.upload().equals(upload));
    }

    /** Returns the object that an upload became in the last 24 hours, or that still is there. */
    private Optional<ObjectRecord> became(UploadRef upload) throws IOException {
        Optional<ObjectRecord> object = visible(upload);
        return object.isPresent() ? object : finished(upload);
    }

    private Optional<ObjectRecord> visible(UploadRef upload) throws IOException {
        return Recovery.isId(upload.uploadId()) ? objects.find(upload.object()).filter(found -> found.upload().equals(upload))
            : Optional.empty();
    }

    /** Returns what {@code id}, an upload or something staged, became, if that is remembered. */
    Optional<ObjectRecord> tombstone(String id) throws IOException {
        return Recovery.isId(id) ? tombstones.find(id) : Optional.empty();
    }

    @Override
    public void abort(UploadRef upload) {
        named(() -> {
            Upload open = uploads.find(upload).orElseThrow(() -> ended(upload));
            return objects.alone(upload.object(), () -> {
                uploads.remove(open);
                if (!open.abort()) {
                    throw ended(upload);
                }
                return null;
            });
        });
    }

    private UploadException ended(UploadRef upload) {
        return staging.find(upload).isPresent() ? UploadException.of(Failure.PENDING, "The object is assembled and on its way")
            : Failures.noSuchUpload();
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        return named(() -> uploads.page(query));
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        return named(() -> {
            check(request.object());
            return completing.put(request, body, checks, objects).receipt();
        });
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        return named(() -> {
            check(object);
            ObjectRecord found = objects.find(object).orElseThrow(Failures::noSuchObject);
            if (access.customerKey().isPresent()) {
                Failures.raise(KeyVerifier.refusal(found.customerKey(), access, "object"));
            }
            return found.info();
        });
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        return named(() -> {
            check(object);
            ObjectRecord pinned = objects.pinned(object).orElseThrow(Failures::noSuchObject);
            return StoredBytes.open(disk, versions, pinned, range, access);
        });
    }

    @Override
    public boolean delete(ObjectRef object) {
        return named(() -> {
            check(object);
            return objects.delete(object);
        });
    }

    private boolean deleteOlder(ObjectRef object, Instant limit) {
        return named(() -> objects.deleteOlder(object, limit));
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return capabilities.stream().filter(type::isInstance).<C>map(type::cast).findFirst();
    }

    @Override
    public void close() {
        closed = true;
        Failures.named(() -> {
            disk.volume().close();
            return null;
        });
    }
}
