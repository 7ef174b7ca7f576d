package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.ALL_DIGESTS;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.WatchedVolume.Call;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a disk can do wrong when it lists objects and buckets. */
@Timeout(60)
class DiskListingTest {

    private final MemoryVolume disk = new MemoryVolume();
    private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
    private WatchedVolume.Watcher watcher = (call, name, length) -> { };
    private DiskStore store;

    @BeforeEach
    void open() throws IOException {
        calls.clear();
        store = DiskStore.open(new WatchedVolume(disk, (call, name, length) -> {
            synchronized (calls) {
                calls.merge(call, 1, Integer::sum);
            }
            watcher.before(call, name, length);
        }), DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() throws IOException {
        store.close();
        open();
    }

    private void put(String key) {
        store.put(UploadRequest.of(object(key)), Body.of(bytes(1, 10)), ALL_DIGESTS);
    }

    private static ObjectRef object(String key) {
        return new ObjectRef("bucket", key);
    }

    private Page<ObjectInfo> list(ObjectQuery query) {
        return store.capability(Listing.class).orElseThrow().objects(query);
    }

    private List<String> keys() {
        return list(ObjectQuery.prefix("bucket", "")).items().stream().map(info -> info.object().key()).toList();
    }

    private Buckets buckets() {
        return store.capability(Buckets.class).orElseThrow();
    }

    @Test
    void openingReadsNoRecordAndAPageReadsNoMoreThanItsOwn() throws IOException {
        IntStream.range(0, 300).forEach(i -> put("key " + i));
        IntStream.range(0, 300).forEach(i -> put("dir/key " + i));
        reopen();
        assertThat(calls.getOrDefault(Call.READ, 0)).as("records read at the opening").isLessThan(3);
        list(ObjectQuery.prefix("bucket", "").limit(1));
        calls.clear();
        assertThat(list(ObjectQuery.prefix("bucket", "key").limit(10)).items()).hasSize(10);
        assertThat(calls).isEqualTo(Map.of(Call.READ, 11));
        calls.clear();
        assertThat(list(ObjectQuery.prefix("bucket", "dir/").delimiter("key ").limit(10)).prefixes()).containsExactly("dir/key ");
        assertThat(calls).isEmpty();
    }

    @Test
    void writersAtTheTimeOfTheFirstListingAreNeitherMissedNorRemembered() throws Exception {
        IntStream.range(0, 50).forEach(i -> put("stays " + i));
        IntStream.range(0, 50).forEach(i -> put("goes " + i));
        reopen();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        List<String> seen = new ArrayList<>();
        watcher = (call, name, length) -> {
            if (call == Call.READ && name.startsWith(Version.OBJECTS) && Thread.currentThread().getName().equals("lister")) {
                seen.add(name);
                if (seen.size() == 50) {
                    reading.countDown();
                    await(written);
                }
            }
        };
        ExecutorService lister = Executors.newSingleThreadExecutor(task -> new Thread(task, "lister"));
        try {
            Future<List<String>> listed = lister.submit(this::keys);
            reading.await();
            IntStream.range(0, 50).forEach(i -> store.delete(object("goes " + i)));
            IntStream.range(0, 50).forEach(i -> put("comes " + i));
            store.delete(object("comes 7"));
            written.countDown();
            assertThat(listed.get()).hasSize(99).isEqualTo(keys()).noneMatch(key -> key.startsWith("goes")).doesNotContain("comes 7");
        } finally {
            lister.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aDamagedRecordIsLeftOutWheneverItIsFound() throws IOException {
        List.of("a", "b", "c", "d").forEach(this::put);
        damage("b");
        reopen();
        assertThat(keys()).containsExactly("a", "c", "d");
        damage("c");
        assertThat(keys()).containsExactly("a", "d");
        assertThat(list(ObjectQuery.prefix("bucket", "").limit(1)).next().orElseThrow().key()).isEqualTo("a");
        put("b");
        assertThat(keys()).containsExactly("a", "b", "d");
    }

    private void damage(String key) throws IOException {
        try (VolumeFile record = disk.edit(Version.objectRecord(Version.hash(object(key))))) {
            record.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 20);
        }
    }

    @Test
    void aListingThatFailedIsReadAgain() throws IOException {
        List.of("a", "b").forEach(this::put);
        reopen();
        watcher = (call, name, length) -> {
            if (call == Call.READ && name.startsWith(Version.OBJECTS)) {
                throw new IOException("no");
            }
        };
        refused(Failure.INTERNAL, this::keys);
        watcher = (call, name, length) -> { };
        put("c");
        assertThat(keys()).containsExactly("a", "b", "c");
    }

    @Test
    void rollsUpAtAnyDelimiterAndBehindTheLastCharacterThereIs() {
        String last = Character.toString(Character.MAX_CODE_POINT);
        List.of("x", "x--1", "x--2", "x-3", "z" + last + "/1", "z" + last + "/2", last + last + "1", last + last + "2", "\uD7FF1",
            "\uE0001").forEach(this::put);
        Page<ObjectInfo> page = list(ObjectQuery.prefix("bucket", "x").delimiter("--"));
        assertThat(page.items()).extracting(info -> info.object().key()).containsExactly("x", "x-3");
        assertThat(page.prefixes()).containsExactly("x--");
        assertThat(list(ObjectQuery.prefix("bucket", "z").delimiter(last)).prefixes()).containsExactly("z" + last);
        assertThat(list(ObjectQuery.prefix("bucket", last).delimiter(last)).prefixes()).containsExactly(last + last);
        assertThat(list(ObjectQuery.prefix("bucket", "").delimiter("\uD7FF").after("x")).prefixes()).containsExactly("\uD7FF");
    }

    @Test
    void aBucketThatNobodyMadeIsThereAsLongAsSomethingIsInIt() throws IOException {
        assertThat(buckets().bucket("bucket")).isEmpty();
        put("a");
        assertThat(buckets().buckets()).extracting(BucketInfo::name).containsExactly("bucket");
        refused(Failure.BUCKET_EXISTS, () -> buckets().createBucket("bucket"));
        refused(Failure.BUCKET_NOT_EMPTY, () -> buckets().deleteBucket("bucket"));
        reopen();
        assertThat(buckets().bucket("bucket")).isPresent();
        store.delete(object("a"));
        assertThat(buckets().buckets()).isEmpty();
        refused(Failure.NO_SUCH_BUCKET, () -> buckets().deleteBucket("bucket"));
        Samples.initiate(store, object("b"));
        assertThat(buckets().bucket("bucket")).isPresent();
    }

    @Test
    void whatIsStagedIsNotListedButItsBucketIsInUse() {
        buckets().createBucket("bucket");
        Staging staging = store.capability(Staging.class).orElseThrow();
        String id = staging.assemble(UploadRequest.of(object("a")), Body.of(bytes(1, 10)), ALL_DIGESTS).id();
        assertThat(keys()).isEmpty();
        refused(Failure.BUCKET_NOT_EMPTY, () -> buckets().deleteBucket("bucket"));
        staging.publish(id);
        assertThat(keys()).containsExactly("a");
        store.delete(object("a"));
        buckets().deleteBucket("bucket");
    }

    @Test
    void aBucketThatWasMadeIsThereAfterARestartAndItsDamagedRecordCountsAsNone() throws IOException {
        buckets().createBucket("kept");
        buckets().createBucket("broken");
        Map<String, BucketInfo> before = Map.of("kept", buckets().bucket("kept").orElseThrow());
        try (VolumeFile record = disk.edit(BucketRecord.file("broken"))) {
            record.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 9);
        }
        reopen();
        assertThat(buckets().buckets()).containsExactlyElementsOf(before.values());
        buckets().createBucket("broken");
        assertThat(buckets().buckets()).extracting(BucketInfo::name).containsExactly("broken", "kept");
    }
}
