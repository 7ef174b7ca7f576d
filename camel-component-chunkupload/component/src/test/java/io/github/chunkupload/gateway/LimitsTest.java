package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much clients may store. */
class LimitsTest {

    private static final Caller ALICE = new Caller("alice", "192.0.2.1");
    private static final Caller BOB = new Caller("bob", "192.0.2.1");
    private static final LimitSettings NONE = LimitSettings.DEFAULT;

    @TempDir
    private Path directory;
    private DiskStore disk;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
    }

    @AfterEach
    void close() {
        disk.close();
    }

    private LimitsBackend backend(LimitSettings settings) {
        return new LimitsBackend(caller -> disk, disk.capability(Upkeep.class).orElseThrow(), settings);
    }

    private static LimitSettings quota(long bytes) {
        return new LimitSettings(NONE.maxObject(), NONE.maxPart(), NONE.maxUploads(), NONE.maxUploadsPerClient(), OptionalLong.of(bytes),
            Map.of("large", 10 * bytes), 0);
    }

    private static ObjectRef object(String key) {
        return new ObjectRef("photos", key);
    }

    private static void put(ObjectStore store, ObjectRef object, int bytes) {
        store.put(UploadRequest.of(object).withSize(bytes), Body.of(new byte[bytes]), Checks.NONE);
    }

    private static UploadRef initiate(ObjectStore store, UploadRequest request) {
        return ((Admission.Open) store.initiate(request)).upload();
    }

    private static void part(ObjectStore store, UploadRef upload, PartSlot slot) {
        store.putPart(upload, slot, Body.of(new byte[(int) slot.length()]), Checks.NONE, Access.NONE);
    }

    private static Failure refusal(ThrowingCallable call) {
        UploadException refusal = catchThrowableOfType(UploadException.class, call);
        assertThat(refusal).isNotNull();
        return refusal.kind();
    }

    /** Bytes whose length is not told before, as in a chunked request. */
    private static Body chunked(int bytes) {
        return new Body() {

            @Override
            public long length() {
                return -1;
            }

            @Override
            public boolean repeatable() {
                return false;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(new byte[bytes]);
            }
        };
    }

    @Test
    void aPartOrAnObjectThatIsTooLargeIsRefusedBeforeItIsRead() {
        ObjectStore store = backend(new LimitSettings(1000, 100, 10, 10, OptionalLong.empty(), Map.of(), 0)).as(ALICE);
        AtomicBoolean opened = new AtomicBoolean();
        Body large = Spoken.watched(new byte[101], () -> opened.set(true));
        UploadRef upload = initiate(store, UploadRequest.of(object("a")));
        assertThat(refusal(() -> store.putPart(upload, PartSlot.numbered(0, 101), large, Checks.NONE, Access.NONE)))
            .isEqualTo(Failure.TOO_LARGE);
        assertThat(refusal(() -> store.put(UploadRequest.of(object("b")), large, Checks.NONE))).isEqualTo(Failure.TOO_LARGE);
        assertThat(refusal(() -> store.initiate(UploadRequest.of(object("c")).withSize(1001)))).isEqualTo(Failure.TOO_LARGE);
        assertThat(opened).isFalse();
        assertThat(refusal(() -> store.put(UploadRequest.of(object("b")), chunked(101), Checks.NONE))).isEqualTo(Failure.TOO_LARGE);
        part(store, upload, PartSlot.numbered(0, 100));
    }

    @Test
    void anUploadThatGrowsTooLargeTakesNoMorePartsAndIsNotCompleted() {
        ObjectStore store = backend(new LimitSettings(1000, 400, 10, 10, OptionalLong.empty(), Map.of(), 0)).as(ALICE);
        UploadRef upload = initiate(store, UploadRequest.of(object("a")));
        for (int i = 0; i < 3; i++) {
            part(store, upload, PartSlot.numbered(i, 400));
        }
        assertThat(refusal(() -> part(store, upload, PartSlot.numbered(3, 1)))).isEqualTo(Failure.TOO_LARGE);
        assertThat(refusal(() -> store.complete(upload, Completion.ALL))).isEqualTo(Failure.TOO_LARGE);
        part(disk, upload, PartSlot.numbered(2, 200));
        store.complete(upload, Completion.ALL);
        Editing editing = store.capability(Editing.class).orElseThrow();
        assertThat(refusal(() -> editing.write(object("a"), 900, Body.of(new byte[101]), Checks.NONE))).isEqualTo(Failure.TOO_LARGE);
        assertThat(refusal(() -> editing.write(object("a"), Long.MAX_VALUE, Body.of(new byte[9]), Checks.NONE)))
            .isEqualTo(Failure.TOO_LARGE);
        assertThat(refusal(() -> editing.truncate(object("a"), 1001))).isEqualTo(Failure.TOO_LARGE);
        assertThat(refusal(() -> part(store, initiate(store, UploadRequest.of(object("b"))), new PartSlot(-1, 990, 11))))
            .isEqualTo(Failure.TOO_LARGE);
    }

    @Test
    void aClientHasSoManyUploadsOpenAndAllTogetherSoManyAsTheyMay() {
        LimitsBackend backend = backend(new LimitSettings(1000, 1000, 5, 2, OptionalLong.empty(), Map.of(), 0));
        AtomicInteger names = new AtomicInteger();
        UploadRef first = initiate(backend.as(ALICE), UploadRequest.of(object("a")));
        initiate(backend.as(ALICE), UploadRequest.of(object("b")));
        UploadException refusal = catchThrowableOfType(UploadException.class,
            () -> backend.as(ALICE).initiate(UploadRequest.of(object("c"))));
        assertThat(refusal.kind()).isEqualTo(Failure.BUSY);
        assertThat(refusal.retryAfter()).isPresent();
        UploadRef bobs = initiate(backend.as(BOB), UploadRequest.of(object("d")));
        initiate(backend.as(Caller.anonymous("192.0.2.1")), UploadRequest.of(object("e")));
        initiate(backend.as(Caller.anonymous("192.0.2.2")), UploadRequest.of(object("f")));
        assertThat(refusal(() -> backend.as(BOB).initiate(UploadRequest.of(object("g" + names.incrementAndGet())))))
            .isEqualTo(Failure.BUSY);
        backend.as(BOB).abort(bobs);
        disk.abort(first);
        initiate(backend.as(ALICE), UploadRequest.of(object("h")));
    }

    @Test
    void aBucketHasNoMoreThanItsQuotaWhateverTheWay() {
        ObjectStore store = backend(quota(1000)).as(ALICE);
        put(store, object("a"), 600);
        assertThat(refusal(() -> put(store, object("b"), 401))).isEqualTo(Failure.STORAGE_FULL);
        assertThat(refusal(() -> store.put(UploadRequest.of(object("b")), chunked(401), Checks.NONE))).isEqualTo(Failure.STORAGE_FULL);
        assertThat(refusal(() -> store.initiate(UploadRequest.of(object("b")).withSize(401)))).isEqualTo(Failure.STORAGE_FULL);
        UploadRef upload = initiate(store, UploadRequest.of(object("b")));
        part(store, upload, PartSlot.numbered(0, 300));
        assertThat(refusal(() -> part(store, upload, PartSlot.numbered(1, 101)))).isEqualTo(Failure.STORAGE_FULL);
        Editing editing = store.capability(Editing.class).orElseThrow();
        assertThat(refusal(() -> editing.truncate(object("a"), 701))).isEqualTo(Failure.STORAGE_FULL);
        assertThat(refusal(() -> editing.write(object("a"), 600, Body.of(new byte[101]), Checks.NONE))).isEqualTo(Failure.STORAGE_FULL);
        editing.write(object("a"), 500, Body.of(new byte[100]), Checks.NONE);
        part(store, upload, PartSlot.numbered(1, 100));
        put(store, new ObjectRef("large", "x"), 5000);
        assertThat(disk.capability(Upkeep.class).orElseThrow().used("photos")).isEqualTo(1000);
    }

    @Test
    void whatIsDeletedReplacedOrAbortedCountsNoMoreAndARestartForgetsNothing() {
        ObjectStore store = backend(quota(1000)).as(ALICE);
        put(store, object("a"), 600);
        put(store, object("a"), 300);
        put(store, object("b"), 700);
        store.delete(object("b"));
        UploadRef upload = initiate(store, UploadRequest.of(object("c")).withSize(700));
        close();
        open();
        ObjectStore again = backend(quota(1000)).as(ALICE);
        assertThat(refusal(() -> put(again, object("d"), 1))).isEqualTo(Failure.STORAGE_FULL);
        again.abort(upload);
        put(again, object("d"), 700);
        assertThat(refusal(() -> put(again, object("e"), 1))).isEqualTo(Failure.STORAGE_FULL);
    }

    @Test
    void aDeclaredSizeIsReservedSoThatItsPartsAlwaysHaveRoom() {
        ObjectStore store = backend(quota(1000)).as(ALICE);
        UploadRef upload = initiate(store, UploadRequest.of(object("a")).withSize(1000));
        assertThat(refusal(() -> put(store, object("b"), 1))).isEqualTo(Failure.STORAGE_FULL);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10; i++) {
                part(store, upload, new PartSlot(-1, i * 100, 100));
            }
        }
        assertThat(store.complete(upload, Completion.ALL).size()).isEqualTo(1000);
    }

    @Test
    void manyAtOnceDoNotGetPastTheQuota() {
        ObjectStore store = backend(quota(1000)).as(ALICE);
        long stored = IntStream.range(0, 40).parallel().filter(i -> {
            try {
                put(store, object("k" + i), 100);
                return true;
            } catch (UploadException e) {
                return false;
            }
        }).count();
        assertThat(stored).isLessThanOrEqualTo(10).isGreaterThanOrEqualTo(5);
        assertThat(disk.capability(Upkeep.class).orElseThrow().used("photos")).isEqualTo(100 * stored);
    }

    @Test
    void nothingIsTakenThatWouldLeaveTooLittleSpaceOnTheDisk() {
        Upkeep upkeep = disk.capability(Upkeep.class).orElseThrow();
        long free = upkeep.free();
        assertThat(free).isPositive();
        LimitSettings tight = new LimitSettings(NONE.maxObject(), NONE.maxPart(), 10, 10, OptionalLong.empty(), Map.of(), free / 2);
        ObjectStore store = backend(tight).as(ALICE);
        assertThat(refusal(() -> store.initiate(UploadRequest.of(object("a")).withSize(free / 4 * 3)))).isEqualTo(Failure.STORAGE_FULL);
        initiate(store, UploadRequest.of(object("b")).withSize(free / 4));
        assertThat(refusal(() -> store.initiate(UploadRequest.of(object("c")).withSize(free / 3)))).isEqualTo(Failure.STORAGE_FULL);
        assertThat(upkeep.owed()).isEqualTo(free / 4);
        LimitSettings full = new LimitSettings(NONE.maxObject(), NONE.maxPart(), 10, 10, OptionalLong.empty(), Map.of(), Long.MAX_VALUE);
        assertThat(refusal(() -> put(backend(full).as(ALICE), object("d"), 1))).isEqualTo(Failure.STORAGE_FULL);
        assertThat(disk.uploads(UploadQuery.prefix("photos", "")).items()).hasSize(1);
    }
}
