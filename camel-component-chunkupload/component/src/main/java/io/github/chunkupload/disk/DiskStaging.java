package io.github.chunkupload.disk;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.LocalFiles;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Retired;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Objects that are durable and not visible: their records lie in a directory of their own until they are renamed to their place. */
final class DiskStaging implements Staging, Retired, LocalFiles {

    static final String DIRECTORY = "staged";

    /** The first number of the files that {@link #contiguous} makes; parts never have so many. */
    private static final int JOINED = 900_000_000;

    private static final class Entry {

        private ObjectRecord object;
        private boolean ended;
        private boolean exact;

        Entry(ObjectRecord object) {
            this.object = object;
        }
    }

    private final DiskStore store;
    private final Disk disk;
    private final Objects objects;
    private final Versions versions;
    private final Tombstones tombstones;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    DiskStaging(DiskStore store, Disk disk, Objects objects, Versions versions, Tombstones tombstones) {
        this.store = store;
        this.disk = disk;
        this.objects = objects;
        this.versions = versions;
        this.tombstones = tombstones;
    }

    static String name(String id) {
        return DIRECTORY + "/" + id;
    }

    /** Takes over what an earlier process assembled. */
    void found(String id, ObjectRecord object) {
        entries.put(id, new Entry(object));
    }

    Optional<ObjectRecord> find(UploadRef upload) {
        return Optional.ofNullable(entries.get(upload.uploadId())).map(entry -> entry.object)
            .filter(object -> object.upload().equals(upload));
    }

    /** Returns where the record of {@code id} takes effect here. */
    private Completing.Place place(String id) {
        return new Completing.Place() {
            @Override
            public Instant now() {
                return disk.later(latest());
            }

            @Override
            public String prepare(ObjectRecord object) throws IOException {
                disk.makeDirectory(DIRECTORY);
                return disk.writeUnfinished(name(id), object.encode());
            }

            @Override
            public Optional<ObjectRecord> take(ObjectRecord object, String source) throws IOException {
                objects.replaceable(object);
                disk.volume().rename(source, name(id));
                return Optional.empty();
            }

            @Override
            public void settle(ObjectRecord object, Optional<ObjectRecord> replaced) throws IOException {
                disk.sync(DIRECTORY);
                entries.put(id, new Entry(object));
            }
        };
    }

    @Override
    public Staged assemble(UploadRef upload, Completion completion) {
        return store.named(() -> {
            String id = upload.uploadId();
            Optional<Upload> open = store.uploads().find(upload);
            refuseEncrypted(open.isPresent() && open.get().header().isEncrypted());
            Optional<ObjectRecord> object = open.isPresent() ? store.completing().complete(open.get(), completion, place(id))
                : Optional.empty();
            return staged(id, object.isPresent() ? object.get() : repeated(upload, completion));
        });
    }

    private static void refuseEncrypted(boolean encrypted) {
        if (encrypted) {
            throw UploadException.of(Failure.UNSUPPORTED, "An object encrypted with a customer's key cannot be staged: without the key "
                + "nobody could be handed its bytes");
        }
    }

    /** Returns the ids of what is staged. */
    List<String> ids() {
        return List.copyOf(entries.keySet());
    }

    boolean isStaged(String id) {
        return entries.containsKey(id);
    }

    /** Finds what is staged and pins its version; whoever asked unpins it. */
    Optional<ObjectRecord> pinned(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return Optional.empty();
        }
        synchronized (entry) {
            if (entry.ended) {
                return Optional.empty();
            }
            versions.pin(entry.object.version());
            return Optional.of(entry.object);
        }
    }

    /** Returns the bytes of what is staged for a bucket. */
    long bytes(String bucket) {
        return entries.values().stream().map(entry -> entry.object).filter(object -> object.object().bucket().equals(bucket))
            .mapToLong(ObjectRecord::size).sum();
    }

    private Instant latest() {
        return entries.values().stream().map(entry -> entry.object.modified()).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    private ObjectRecord repeated(UploadRef upload, Completion completion) throws IOException {
        Optional<ObjectRecord> earlier = find(upload);
        return (earlier.isPresent() ? earlier : store.finished(upload)).filter(object -> object.list().matches(completion.parts()))
            .orElseThrow(Failures::noSuchUpload);
    }

    @Override
    public Staged assemble(UploadRequest request, Body body, Checks checks) {
        return store.named(() -> {
            store.check(request.object());
            refuseEncrypted(request.access().customerKey().isPresent());
            String id = disk.newUploadId();
            return staged(id, store.completing().put(request, body, checks, place(id)));
        });
    }

    @Override
    public Optional<Staged> assembleKnown(UploadRequest request) {
        return store.named(() -> {
            store.check(request.object());
            String id = disk.newUploadId();
            return store.known().make(request, place(id)).map(object -> staged(id, object));
        });
    }

    private static Staged staged(String id, ObjectRecord object) {
        return new Staged(id, object.upload(), object.info(), object.modified());
    }

    private Entry entry(String id) {
        return Optional.ofNullable(entries.get(id)).orElseThrow(DiskStaging::notStaged);
    }

    private static UploadException notStaged() {
        return UploadException.of(Failure.NO_SUCH_UPLOAD, "Nothing of that name is assembled: never was, or was published or discarded");
    }

    @Override
    public Download open(String id) {
        return store.named(() -> {
            Entry entry = entry(id);
            ObjectRecord object;
            synchronized (entry) {
                object = contiguous(id, entry);
                versions.pin(object.version());
            }
            return StoredBytes.open(disk, versions, object, ByteRange.ALL, Access.NONE);
        });
    }

    @Override
    public Path path(String stagedId) {
        return store.named(() -> {
            Entry entry = entry(stagedId);
            synchronized (entry) {
                ObjectRecord object = contiguous(stagedId, entry);
                return disk.volume().path(object.files().get(0))
                    .orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "This store does not lie in plain files"));
            }
        });
    }

    /** Joins the bytes of an object in one file with nothing else in it, unless they are already. */
    private ObjectRecord contiguous(String id, Entry entry) throws IOException {
        if (entry.ended) {
            throw notStaged();
        }
        if (!entry.exact) {
            makeExact(id, entry);
            entry.exact = true;
        }
        return entry.object;
    }

    /** Only an upload has its files to itself: those of known bytes may be longer because another object has more of them. */
    private void makeExact(String id, Entry entry) throws IOException {
        ObjectRecord object = entry.object;
        Extent first = object.extents().get(0);
        boolean whole = object.extents().size() == 1 && first.offset() == 0;
        if (whole && !object.uploadId().isEmpty()) {
            disk.cutQuietly(object.version().file(first.file()), first.length());
        } else if (!whole || size(object.version().file(first.file())) > first.length()) {
            join(id, entry);
        }
    }

    private long size(String name) throws IOException {
        try (VolumeFile file = disk.volume().open(name)) {
            return file.size();
        }
    }

    private void join(String id, Entry entry) throws IOException {
        ObjectRecord apart = entry.object;
        Version version = apart.version();
        int number = JOINED;
        try {
            Extents.copy(disk, apart, version.file(number));
            disk.sync(version.directory());
            ObjectRecord joined = apart.with(List.of(new Extent(number, 0, apart.size())));
            disk.volume().rename(disk.writeUnfinished(name(id), joined.encode()), name(id));
            disk.sync(DIRECTORY);
            entry.object = joined;
        } finally {
            if (entry.object == apart) {
                disk.deleteQuietly(List.of(version.file(number)));
            }
        }
        versions.retire(version, apart.files());
    }

    @Override
    public ObjectReceipt publish(String id) {
        return store.named(() -> {
            Entry entry = entries.get(id);
            if (entry == null) {
                return known(id);
            }
            synchronized (entry) {
                return entry.ended ? known(id) : publish(id, entry);
            }
        });
    }

    private ObjectReceipt known(String id) throws IOException {
        return store.tombstone(id).map(ObjectRecord::receipt).orElseThrow(DiskStaging::notStaged);
    }

    private ObjectReceipt publish(String id, Entry entry) throws IOException {
        ObjectRecord object = entry.object;
        objects.makeRoom(object);
        return objects.alone(object.object(), () -> {
            objects.replaceable(object);
            tombstones.keep(id, object);
            Optional<ObjectRecord> replaced = objects.take(object, name(id));
            entry.ended = true;
            entries.remove(id);
            objects.settle(object, replaced);
            disk.sync(DIRECTORY);
            return object.receipt();
        });
    }

    @Override
    public void discard(String id) {
        store.named(() -> {
            Entry entry = entries.get(id);
            if (entry != null) {
                synchronized (entry) {
                    discard(id, entry);
                }
            }
            return null;
        });
    }

    private void discard(String id, Entry entry) throws IOException {
        if (!entry.ended) {
            tombstones.forget(id);
            remove(id, entry);
        }
    }

    private void remove(String id, Entry entry) throws IOException {
        disk.volume().delete(name(id));
        entry.ended = true;
        entries.remove(id);
        disk.sync(DIRECTORY);
        versions.retire(entry.object.version(), entry.object.files());
    }

    @Override
    public ObjectReceipt retire(String id) {
        return store.named(() -> {
            Entry entry = entries.get(id);
            if (entry == null) {
                return known(id);
            }
            synchronized (entry) {
                if (!entry.ended) {
                    tombstones.retire(id, entry.object);
                    remove(id, entry);
                }
                return known(id);
            }
        });
    }

    @Override
    public Optional<UploadRef> retired(ObjectRef object) {
        return store.named(() -> tombstones.find(object).map(ObjectRecord::upload));
    }

    @Override
    public Optional<ObjectReceipt> outcome(Staged staged) {
        return store.named(() -> {
            if (entries.containsKey(staged.id())) {
                return Optional.empty();
            }
            Optional<ObjectRecord> ended = store.tombstone(staged.id());
            return (ended.isPresent() ? ended : store.finished(staged.upload())).map(ObjectRecord::receipt);
        });
    }

    @Override
    public List<Staged> pending() {
        return entries.entrySet().stream().map(entry -> staged(entry.getKey(), entry.getValue().object))
            .sorted(Comparator.comparing(Staged::assembled).thenComparing(Staged::id)).toList();
    }
}
