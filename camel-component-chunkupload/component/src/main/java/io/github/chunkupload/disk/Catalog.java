package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of all objects, in order, and which of them have the same bytes as far as their SHA-1 is known. They are read from the
 * records when they are first asked for, once for each opening of the store, and kept up by everybody who makes or deletes an object. In
 * memory an object takes about 100 bytes and its name, and with a known SHA-1 about 400 more. A damaged record is left out, and named in
 * the log.
 */
final class Catalog {

    /**
     * What tells bytes apart from all others.
     *
     * @param bucket where they are
     * @param size how many
     * @param sha1 their SHA-1
     */
    record Bytes(String bucket, long size, String sha1) {

        /** Returns what {@code request} says of its bytes, if that is enough and they may be taken from another object. */
        static Optional<Bytes> of(UploadRequest request) {
            boolean may = request.instant() && request.size().isPresent() && request.access().customerKey().isEmpty();
            return may ? request.known().get(Digest.SHA1)
                .map(sha1 -> new Bytes(request.object().bucket(), request.size().getAsLong(), sha1)) : Optional.empty();
        }

        /** Returns the bytes of {@code object}, if their SHA-1 is known and no key is needed to read them. */
        static Optional<Bytes> of(ObjectRecord object) {
            return object.sums().get(Digest.SHA1).filter(sha1 -> object.customerKey().isEmpty())
                .map(sha1 -> new Bytes(object.object().bucket(), object.size(), sha1));
        }
    }

    private record Entry(long size, Optional<Bytes> bytes) {
    }

    private enum State { UNREAD, READING, READ }

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);
    private static final Comparator<ObjectRef> ORDER = Comparator.comparing(ObjectRef::bucket, KeyOrder::compare)
        .thenComparing(ObjectRef::key, KeyOrder::compare);

    private final Disk disk;
    private final Object reading = new Object();
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private final NavigableMap<ObjectRef, Entry> names = new ConcurrentSkipListMap<>(ORDER);
    private final Map<Bytes, Set<ObjectRef>> byBytes = new HashMap<>();
    private final Map<String, Instant> firstUses = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private final Set<ObjectRef> changed = new HashSet<>();
    private volatile State state = State.UNREAD;

    Catalog(Disk disk) {
        this.disk = disk;
    }

    /** Returns the names, which others go on changing. */
    NavigableSet<ObjectRef> names() throws IOException {
        synchronized (reading) {
            if (state != State.READ) {
                read();
            }
            return names.navigableKeySet();
        }
    }

    /** Returns the objects that have these bytes. */
    List<ObjectRef> having(Bytes bytes) throws IOException {
        names();
        synchronized (this) {
            return List.copyOf(byBytes.getOrDefault(bytes, Set.of()));
        }
    }

    /** Returns the buckets that have objects, with the time of the oldest one seen. */
    Map<String, Instant> buckets() throws IOException {
        names();
        synchronized (this) {
            return Map.copyOf(firstUses);
        }
    }

    /** Returns the bytes of all objects of a bucket. */
    long bytes(String bucket) throws IOException {
        names();
        synchronized (this) {
            return sizes.getOrDefault(bucket, 0L);
        }
    }

    /** Does {@code work} that brings something into a bucket. */
    <T> T using(Failures.Work<T> work) throws IOException {
        return locked(use.readLock(), work);
    }

    /** Does {@code work} while nobody brings anything into a bucket. */
    <T> T unused(Failures.Work<T> work) throws IOException {
        names();
        return locked(use.writeLock(), work);
    }

    private static <T> T locked(Lock lock, Failures.Work<T> work) throws IOException {
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Takes an object in whose record has got its place; whoever calls is alone with that object. */
    synchronized void add(ObjectRecord object) {
        if (state == State.READING) {
            changed.add(object.object());
        }
        if (state != State.UNREAD) {
            enter(object);
        }
    }

    /** Takes an object out whose record is deleted; whoever calls is alone with that object. */
    synchronized void remove(ObjectRef object) {
        if (state == State.READING) {
            changed.add(object);
        }
        Optional.ofNullable(names.remove(object)).ifPresent(entry -> forget(object, entry));
        ObjectRef next = names.ceilingKey(new ObjectRef(object.bucket(), ""));
        if (next == null || !next.bucket().equals(object.bucket())) {
            firstUses.remove(object.bucket());
            sizes.remove(object.bucket());
        }
    }

    private void enter(ObjectRecord object) {
        Optional<Bytes> bytes = Bytes.of(object);
        Entry before = names.put(object.object(), new Entry(object.size(), bytes));
        sizes.merge(object.object().bucket(), object.size(), Long::sum);
        if (before != null) {
            forget(object.object(), before);
        }
        bytes.ifPresent(known -> byBytes.computeIfAbsent(known, any -> new HashSet<>(2)).add(object.object()));
        firstUses.merge(object.object().bucket(), object.modified(), (one, other) -> one.isBefore(other) ? one : other);
    }

    private void forget(ObjectRef object, Entry entry) {
        sizes.merge(object.bucket(), -entry.size(), Long::sum);
        entry.bytes().ifPresent(known -> byBytes.computeIfPresent(known, (any, having) -> {
            having.remove(object);
            return having.isEmpty() ? null : having;
        }));
    }

    private void read() throws IOException {
        begin(State.READING);
        boolean done = false;
        try {
            for (String shard : disk.volume().list(Version.OBJECTS)) {
                for (String name : disk.volume().list(Version.OBJECTS + "/" + shard)) {
                    if (Version.isRecord(name)) {
                        read(name);
                    }
                }
            }
            done = true;
        } finally {
            begin(done ? State.READ : State.UNREAD);
        }
    }

    private synchronized void begin(State next) {
        state = next;
        changed.clear();
        if (next != State.READ) {
            names.clear();
            byBytes.clear();
            firstUses.clear();
            sizes.clear();
        }
    }

    private void read(String name) throws IOException {
        try {
            ObjectRecord object = ObjectRecord.decode(disk.volume().read(Version.objectRecord(name)));
            if (!object.version().object().equals(name)) {
                throw new DamagedRecordException("It is of another object");
            }
            found(object);
        } catch (NoSuchFileException e) {
            LOG.debug("Deleted while it was about to be read: {}", name);
        } catch (DamagedRecordException e) {
            LOG.warn("Lists leave out the object of the damaged record {}: {}", Version.objectRecord(name), e.getMessage());
        }
    }

    /** What was changed since the reading began is known better than from the record that was read. */
    private synchronized void found(ObjectRecord object) {
        if (!changed.contains(object.object())) {
            enter(object);
        }
    }
}
