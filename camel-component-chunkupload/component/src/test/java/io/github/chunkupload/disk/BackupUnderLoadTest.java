package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static io.github.chunkupload.disk.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Backup;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a store to which clients write all the time. */
@Tag("soak")
@Timeout(300)
class BackupUnderLoadTest {

    private static final DiskSettings UNFORCED = DiskSettings.DEFAULT.withFsync(Fsync.NEVER);
    private static final int WRITERS = 4;
    private static final int KEYS = 20;
    /** How many are made for each copy, so that a slow machine does not make more. */
    private static final int WRITES = 300;
    private static final int COPIES = 5 * Integer.getInteger("soak.factor", 1);

    @TempDir
    private Path directory;
    private final Map<ObjectRef, History> histories = new ConcurrentHashMap<>();
    private final Queue<UploadRef> open = new ConcurrentLinkedQueue<>();
    private final Semaphore writes = new Semaphore(WRITES);
    private volatile boolean ended;

    /** What one key was, one state after the other; each key has one writer. */
    private static final class History {

        private final List<Optional<byte[]>> states = new ArrayList<>(List.of(Optional.empty()));
        private int acknowledged;

        synchronized void begin(Optional<byte[]> state) {
            states.add(state);
        }

        synchronized void acknowledge() {
            acknowledged = states.size() - 1;
        }

        synchronized int acknowledged() {
            return acknowledged;
        }

        /** Returns what it may be for somebody who began to look after {@code first}. */
        synchronized List<Optional<byte[]>> since(int first) {
            return List.copyOf(states.subList(first, states.size()));
        }
    }

    /** Writes objects in all ways there are, until the test has ended. */
    private final class Writer implements Runnable {

        private final DiskStore store;
        private final Staging staging;
        private final int number;
        private final Random random;

        Writer(DiskStore store, int number) {
            this.store = store;
            this.staging = store.capability(Staging.class).orElseThrow();
            this.number = number;
            this.random = new Random(number);
        }

        @Override
        public void run() {
            while (mayWrite()) {
                ObjectRef object = new ObjectRef("bucket", number + "/" + random.nextInt(KEYS));
                History history = histories.computeIfAbsent(object, any -> new History());
                byte[] content = bytes(random.nextLong(), 1 + random.nextInt(4000));
                int way = random.nextInt(6);
                history.begin(way == 0 ? Optional.empty() : Optional.of(content));
                switch (way) {
                    case 0 -> store.delete(object);
                    case 1, 2 -> store.put(UploadRequest.of(object), Body.of(content), Checks.NONE);
                    case 3 -> store.complete(sent(object, content), Completion.ALL);
                    default -> staging.publish(staging.assemble(sent(object, content), Completion.ALL).id());
                }
                history.acknowledge();
                abandon(object);
            }
        }

        private boolean mayWrite() {
            writes.acquireUninterruptibly();
            return !ended;
        }

        /** Sends in two parts, of which the second lies in a file of its own. */
        private UploadRef sent(ObjectRef object, byte[] content) {
            UploadRef upload = initiate(store, object);
            int half = content.length / 3;
            part(store, upload, 0, Arrays.copyOf(content, half));
            part(store, upload, 1, Arrays.copyOfRange(content, half, content.length));
            return upload;
        }

        private void abandon(ObjectRef object) {
            if (random.nextInt(10) == 0) {
                UploadRef upload = initiate(store, object);
                part(store, upload, 0, new byte[100]);
                open.add(upload);
            }
        }
    }

    @Test
    void everythingAcknowledgedBeforeACopyBeganIsInItAndIdentical() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (DiskStore store = DiskStore.open(directory.resolve("data"), UNFORCED)) {
            List<? extends Future<?>> writers = IntStream.range(0, WRITERS).mapToObj(i -> threads.submit(new Writer(store, i))).toList();
            try {
                for (int copy = 0; copy < COPIES; copy++) {
                    copied(store, directory.resolve("copy " + copy));
                }
            } finally {
                ended = true;
                writes.release(WRITERS);
            }
            for (Future<?> writer : writers) {
                writer.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void copied(DiskStore store, Path target) throws Exception {
        Map<ObjectRef, Integer> before = new ConcurrentHashMap<>();
        histories.forEach((object, history) -> before.put(object, history.acknowledged()));
        List<UploadRef> uploads = List.copyOf(open);
        writes.release(WRITES);
        store.capability(Backup.class).orElseThrow().copyTo(target);
        Map<ObjectRef, List<Optional<byte[]>>> possible = new ConcurrentHashMap<>();
        histories.forEach((object, history) -> possible.put(object, history.since(before.getOrDefault(object, 0))));
        try (DiskStore copy = DiskStore.open(target, UNFORCED)) {
            publishWhatWaits(copy);
            possible.forEach((object, states) -> assertThat(states).as("%s in %s", object, target.getFileName())
                .anySatisfy(state -> assertThat(found(copy, object).orElse(null)).isEqualTo(state.orElse(null))));
            assertThat(copy.uploads(UploadQuery.prefix("bucket", "")).items()).isEmpty();
            uploads.forEach(upload -> refused(Failure.NO_SUCH_UPLOAD, () -> copy.complete(upload, Completion.ALL)));
        }
    }

    private static void publishWhatWaits(DiskStore copy) {
        Staging staging = copy.capability(Staging.class).orElseThrow();
        staging.pending().forEach(staged -> staging.publish(staged.id()));
    }

    private static Optional<byte[]> found(DiskStore store, ObjectRef object) {
        try {
            return Optional.of(read(store, object));
        } catch (UploadException e) {
            assertThat(e.kind()).isEqualTo(Failure.NO_SUCH_OBJECT);
            return Optional.empty();
        }
    }
}
