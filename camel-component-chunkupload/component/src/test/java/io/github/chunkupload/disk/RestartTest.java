package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.ALL_DIGESTS;
import static io.github.chunkupload.disk.Samples.OBJECT;
import static io.github.chunkupload.disk.Samples.bytes;
import static io.github.chunkupload.disk.Samples.initiate;
import static io.github.chunkupload.disk.Samples.joined;
import static io.github.chunkupload.disk.Samples.md5;
import static io.github.chunkupload.disk.Samples.part;
import static io.github.chunkupload.disk.Samples.read;
import static io.github.chunkupload.disk.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.MemoryVolume.Fate;
import io.github.chunkupload.disk.WatchedVolume.Call;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a store finds that was written under other circumstances. */
class RestartTest {

    private static final DiskSettings BY_OBJECT = DiskSettings.DEFAULT.withFsync(Fsync.OBJECT);

    private MemoryVolume disk = new MemoryVolume();

    private DiskStore open(DiskSettings settings) throws IOException {
        return DiskStore.open(disk, settings);
    }

    private static List<String> etags(DiskStore store, UploadRef upload) {
        return store.state(upload, -1, 100).parts().stream().map(StoredPart::receipt).map(PartReceipt::etag).toList();
    }

    @Test
    void partsThatWereNotForcedAreForcedByTheObjectUnderAnotherRule() throws IOException {
        UploadRef upload;
        try (DiskStore store = open(BY_OBJECT)) {
            upload = initiate(store, OBJECT);
            part(store, upload, 0, bytes(1, 100));
        }
        try (DiskStore store = open(DiskSettings.DEFAULT)) {
            part(store, upload, 1, bytes(2, 100));
            store.complete(upload, Completion.ALL);
        }
        disk = disk.afterPowerLoss(fates -> Fate.LOST);
        try (DiskStore store = open(DiskSettings.DEFAULT)) {
            assertThat(read(store, OBJECT)).isEqualTo(joined(bytes(1, 100), bytes(2, 100)));
        }
    }

    @Test
    void aForcedPartIsNotDamagedByOneThatReplacedItAndWasLost() throws IOException {
        UploadRef upload;
        try (DiskStore store = open(DiskSettings.DEFAULT)) {
            upload = initiate(store, OBJECT);
            part(store, upload, 0, bytes(1, 100));
            part(store, upload, 1, bytes(2, 100));
        }
        try (DiskStore store = open(BY_OBJECT)) {
            part(store, upload, 0, bytes(3, 100));
        }
        try (DiskStore store = open(BY_OBJECT)) {
            part(store, upload, 0, bytes(4, 100));
        }
        disk = disk.afterPowerLoss(fates -> fates.contains(Fate.TORN) ? Fate.KEPT : Fate.LOST);
        try (DiskStore store = open(DiskSettings.DEFAULT)) {
            assertThat(etags(store, upload)).containsExactly(md5(bytes(1, 100)), md5(bytes(2, 100)));
            store.complete(upload, Completion.ALL);
            assertThat(read(store, OBJECT)).isEqualTo(joined(bytes(1, 100), bytes(2, 100)));
        }
    }

    @Test
    void whatLayBehindATornRecordDoesNotComeBack() throws IOException {
        UploadRef upload;
        try (DiskStore store = open(BY_OBJECT)) {
            upload = initiate(store, OBJECT);
            for (int part = 0; part < 3; part++) {
                part(store, upload, part, bytes(part, 100));
            }
        }
        AtomicInteger writes = new AtomicInteger();
        int recordOfPartOne = 3 + 1 + 1;
        disk = disk.afterPowerLoss(fates -> fates.contains(Fate.TORN) && writes.getAndIncrement() == recordOfPartOne ? Fate.TORN
            : Fate.KEPT);
        try (DiskStore store = open(BY_OBJECT)) {
            assertThat(etags(store, upload)).containsExactly(md5(bytes(0, 100)));
            part(store, upload, 1, bytes(1, 100));
        }
        try (DiskStore store = open(BY_OBJECT)) {
            assertThat(etags(store, upload)).containsExactly(md5(bytes(0, 100)), md5(bytes(1, 100)));
        }
    }

    @Test
    void aPublishThatFailedHalfwayCanStillBeDiscarded() throws IOException {
        UploadRef upload;
        Staging.Staged staged;
        WatchedVolume stubborn = new WatchedVolume(disk, (call, name, bytes) -> {
            if (call == Call.RENAME && name.startsWith(Version.OBJECTS)) {
                throw new IOException("no");
            }
        });
        try (DiskStore store = DiskStore.open(stubborn, DiskSettings.DEFAULT)) {
            upload = initiate(store, OBJECT);
            part(store, upload, 0, bytes(1, 100));
            Staging staging = store.capability(Staging.class).orElseThrow();
            staged = staging.assemble(upload, Completion.ALL);
            refused(Failure.INTERNAL, () -> staging.publish(staged.id()));
            assertThat(staging.outcome(staged)).isEmpty();
            assertThat(staging.pending()).hasSize(1);
        }
        try (DiskStore store = open(DiskSettings.DEFAULT)) {
            Staging staging = store.capability(Staging.class).orElseThrow();
            assertThat(staging.pending()).hasSize(1);
            staging.discard(staged.id());
            assertThat(staging.outcome(staged)).isEmpty();
            refused(Failure.NO_SUCH_UPLOAD, () -> store.complete(upload, Completion.ALL));
            refused(Failure.NO_SUCH_UPLOAD, () -> staging.publish(staged.id()));
        }
        assertThat(disk.files()).containsExactly("format");
    }

    @Test
    void aFinishedUploadIsForgottenAfterADayAndLeavesNothing() throws IOException {
        Instant start = Instant.parse("2026-11-20T10:00:00Z");
        UploadRef upload;
        ObjectReceipt receipt;
        try (DiskStore store = open(at(start))) {
            upload = initiate(store, OBJECT);
            part(store, upload, 0, bytes(1, 100));
            receipt = store.complete(upload, Completion.ALL);
            store.delete(OBJECT);
        }
        try (DiskStore store = open(at(start.plus(Duration.ofHours(23))))) {
            assertThat(store.complete(upload, Completion.ALL)).isEqualTo(receipt);
        }
        try (DiskStore store = open(at(start.plus(Duration.ofHours(25))))) {
            refused(Failure.NO_SUCH_UPLOAD, () -> store.complete(upload, Completion.ALL));
        }
        open(at(start.plus(Duration.ofDays(3)))).close();
        assertThat(disk.files()).isEqualTo(Set.of("format"));
    }

    private static DiskSettings at(Instant time) {
        return DiskSettings.DEFAULT.withClock(Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void objectsAreThereAfterARestartWithEverythingThatBelongsToThem() throws IOException {
        ObjectReceipt receipt;
        try (DiskStore store = open(DiskSettings.DEFAULT)) {
            receipt = store.put(UploadRequest.of(OBJECT), Body.of(bytes(1, 1000)), ALL_DIGESTS);
        }
        try (DiskStore store = open(DiskSettings.DEFAULT)) {
            assertThat(store.head(OBJECT, Access.NONE)).satisfies(info -> {
                assertThat(info.etag()).isEqualTo(receipt.etag()).isEqualTo(md5(bytes(1, 1000)));
                assertThat(info.sums()).isEqualTo(Samples.sums(bytes(1, 1000)));
            });
            assertThat(read(store, OBJECT)).isEqualTo(bytes(1, 1000));
        }
    }
}
