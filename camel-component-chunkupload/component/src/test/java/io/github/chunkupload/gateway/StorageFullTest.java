package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.SmallDisk;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A gateway whose disk is full, over the wire of each protocol: it says so in the protocol's own form, keeps nothing half-done, and goes on
 * with the same upload when there is space. The disk is one that counts and, where this user may mount one, a real file system too.
 */
@Timeout(120)
class StorageFullTest {

    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final long SIZE = 4 << 20;
    private static final LimitSettings NO_RESERVE = new LimitSettings(SIZE * 10, SIZE * 10, 100, 100, OptionalLong.empty(), Map.of(), 0);

    @TempDir
    private Path directory;

    @BeforeAll
    static void startCamel() {
        CAMEL.start();
    }

    @AfterAll
    static void stopCamel() {
        CAMEL.stop();
    }

    /** What a test does with one disk. */
    private interface Trial {

        void on(SmallDisk small, DiskStore disk) throws IOException;
    }

    private void onSmallDisks(Trial trial) throws IOException {
        attempt(trial, SmallDisk.counted(directory.resolve("counted"), SIZE));
        Optional<SmallDisk> mounted = SmallDisk.mounted(directory.resolve("mounted"), SIZE);
        if (mounted.isPresent()) {
            attempt(trial, mounted.get());
        }
    }

    private static void attempt(Trial trial, SmallDisk small) throws IOException {
        try (small; DiskStore disk = small.open(DiskSettings.DEFAULT)) {
            trial.on(small, disk);
        }
    }

    /** More than fits into the blocks that a file has already, and as large as slices have to be. */
    private static int part(Spoken spoken) {
        return spoken == Spoken.COS_SLICE_V1 || spoken == Spoken.COS_SLICE_V2 ? 512 << 10 : 64 << 10;
    }

    private static ObjectRef object(String key) {
        return new ObjectRef(Spoken.BUCKET, key);
    }

    private static SpokenUpload open(Spoken spoken, ObjectStore client, String key, int size) {
        return SpokenUpload.open(client, object(key), SpokenUpload.bytes(key.hashCode(), size), part(spoken));
    }

    /** Storage full is 507 where there are such statuses, and 417 in the body of a 200 over Cayman. */
    private static void full(Spoken spoken, Runnable call) {
        UploadException refusal = failure(call::run);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal).as("over %s", spoken).hasFieldOrPropertyWithValue("kind", Failure.STORAGE_FULL);
        assertThat(refusal.httpStatus()).isEqualTo(spoken == Spoken.CAYMAN ? 200 : 507);
        assertThat(refusal.protocolCode()).isEqualTo(switch (spoken) {
            case COS, CDCS -> "StorageFull";
            case QINGSTOR -> "storage_full";
            case CAYMAN -> "417";
            default -> "-9999";
        });
    }

    private static void isStored(DiskStore disk, SpokenUpload upload) throws IOException {
        try (Download download = disk.get(upload.object(), ByteRange.ALL, Access.NONE); InputStream in = download.body().open()) {
            assertThat(in.readAllBytes()).isEqualTo(upload.content());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskIsToldAndTheSameUploadGoesOnWhenThereIsSpace(Spoken spoken) throws Exception {
        onSmallDisks((small, disk) -> {
            try (Wire wire = new Wire(CAMEL, spoken, caller -> disk)) {
                ObjectStore client = wire.client();
                SpokenUpload upload = open(spoken, client, "grows", 2 * part(spoken) + 5000);
                upload.send(client, 0);
                fails(small, spoken, () -> upload.send(client, 1));
                fails(small, spoken, () -> upload.send(client, 0));
                fails(small, spoken, () -> open(spoken, client, "another", 5000));
                if (client.traits(Spoken.BUCKET).maxPut() > 0) {
                    byte[] bytes = SpokenUpload.bytes(7, 64 << 10);
                    fails(small, spoken, () -> client.put(SpokenUpload.request(client, object("put"), bytes), Body.of(bytes), Checks.NONE));
                }
                upload.send(client, 1);
                if (client.traits(Spoken.BUCKET).implicitFinish()) {
                    fails(small, spoken, () -> upload.send(client, 2));
                    upload.send(client, 2);
                } else {
                    upload.send(client, 2);
                    fails(small, spoken, () -> upload.complete(client));
                    upload.complete(client);
                }
                isStored(disk, upload);
            }
        });
    }

    private static void fails(SmallDisk small, Spoken spoken, Runnable call) throws IOException {
        Map<String, Long> before = small.files();
        small.fill();
        full(spoken, call);
        assertThat(small.files()).as("files on the disk that is %s", small).isEqualTo(before);
        small.makeRoom();
    }

    /** An object whose parts lie apart needs its size once more before a route gets it. */
    @Test
    void anObjectThatCannotBeJoinedForItsRouteIsDeliveredWhenThereIsSpace() throws Exception {
        onSmallDisks((small, disk) -> {
            ExecutorService deliveries = Executors.newSingleThreadExecutor();
            ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
            RecordingRoute route = new RecordingRoute();
            DeliveringStore store = DeliveringStore.open(disk, route, Gateway.PATIENT, deliveries, timer);
            try (Wire wire = new Wire(CAMEL, Spoken.COS, store)) {
                SpokenUpload upload = open(Spoken.COS, wire.client(), "apart", 3 * part(Spoken.COS));
                wire.client().putPart(upload.upload(), PartSlot.numbered(0, 100), Body.of(new byte[100]), Checks.NONE, Access.NONE);
                upload.sendAll(wire.client());
                small.fillUpTo(part(Spoken.COS));
                full(Spoken.COS, () -> upload.complete(wire.client()));
                assertThat(small.files().values().stream().mapToLong(length -> length).max()).as("the largest file")
                    .hasValue(part(Spoken.COS));
                assertThat(route.seen()).isEmpty();
                small.makeRoom();
                upload.complete(wire.client());
                assertThat(route.texts()).containsExactly(new String(upload.content(), StandardCharsets.US_ASCII));
                isStored(disk, upload);
            } finally {
                store.close();
                deliveries.shutdownNow();
                timer.shutdownNow();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"COS_SLICE_V1", "COS_SLICE_V2", "CAYMAN"})
    void aDeclaredSizeIsReservedAndRefusedWhereItDoesNotFit(Spoken spoken) throws Exception {
        onSmallDisks((small, disk) -> {
            Upkeep upkeep = disk.capability(Upkeep.class).orElseThrow();
            Backend limited = new LimitsBackend(caller -> disk, upkeep, NO_RESERVE);
            int most = (int) upkeep.free() / 5 * 3;
            try (Wire wire = new Wire(CAMEL, spoken, limited)) {
                ObjectStore client = wire.client();
                Map<String, Long> before = small.files();
                full(spoken, () -> open(spoken, client, "larger than the disk", (int) SIZE));
                assertThat(small.files()).isEqualTo(before);
                SpokenUpload upload = open(spoken, client, "reserved", most);
                full(spoken, () -> open(spoken, client, "second", most));
                refusedToOthers(limited, most);
                upload.sendAll(client);
                if (!client.traits(Spoken.BUCKET).implicitFinish()) {
                    upload.complete(client);
                }
                isStored(disk, upload);
            }
        });
    }

    /** Nothing that was not declared gets the space either. */
    private static void refusedToOthers(Backend limited, int bytes) {
        ObjectStore store = limited.as(Caller.anonymous("127.0.0.1"));
        assertThat(failure(() -> store.put(UploadRequest.of(object("put")), Body.of(new byte[bytes]), Checks.NONE)).kind())
            .isEqualTo(Failure.STORAGE_FULL);
    }
}
