package io.github.chunkupload.disk;

import io.github.chunkupload.store.ObjectRef;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of all objects, in order. They are read from the records when they are first asked for, once for each opening of the store,
 * and kept up by everybody who makes or deletes an object. In memory an object takes about 100 bytes and its name. A damaged record is
 * left out, and named in the log.
 */
final class Catalog {

    private enum State { UNREAD, READING, READ }

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);
    private static final Comparator<ObjectRef> ORDER = Comparator.comparing(ObjectRef::bucket, KeyOrder::compare)
        .thenComparing(ObjectRef::key, KeyOrder::compare);

    private final Disk disk;
    private final Object reading = new Object();
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private final NavigableSet<ObjectRef> names = new ConcurrentSkipListSet<>(ORDER);
    private final Map<String, Instant> firstUses = new HashMap<>();
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
            return names;
        }
    }

    /** Returns the buckets that have objects, with the time of the oldest one seen. */
    Map<String, Instant> buckets() throws IOException {
        names();
        synchronized (this) {
            return Map.copyOf(firstUses);
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
        names.remove(object);
        ObjectRef next = names.ceiling(new ObjectRef(object.bucket(), ""));
        if (next == null || !next.bucket().equals(object.bucket())) {
            firstUses.remove(object.bucket());
        }
    }

    private void enter(ObjectRecord object) {
        names.add(object.object());
        firstUses.merge(object.object().bucket(), object.modified(), (one, other) -> one.isBefore(other) ? one : other);
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
            firstUses.clear();
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
