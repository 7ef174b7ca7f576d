package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.first;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.FaultyStore.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BandwidthTest extends TransferTestBase {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Timing simulated = new Timing(now::get, new Random(1), wait -> now.updateAndGet(time -> time.plus(wait)));

    private Duration passed() {
        return Duration.between(NOON, now.get());
    }

    private void upload(TransferSettings.Builder settings, Throttle throttle, Path file) {
        try (Source source = Source.of(file)) {
            Transfer.on(store).settings(settings.parallelParts(1).build()).throttle(throttle).timing(simulated).build()
                .upload(UploadRequest.of(OBJECT), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTransferIsNoFasterThanItsLimit() {
        upload(settings().bandwidth(Bandwidth.of(PART)), new Throttle(Bandwidth.UNLIMITED), file(30 * PART));
        assertThat(passed()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(30).plusMillis(1));
    }

    @Test
    void aBodyInOnePutIsNoFasterEither() {
        upload(settings().putThreshold(30 * PART).bandwidth(Bandwidth.of(PART)), new Throttle(Bandwidth.UNLIMITED), file(30 * PART));
        assertThat(passed()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(30).plusMillis(1));
    }

    @Test
    void allTransfersTogetherAreNoFasterThanTheThrottleTheyShare() throws Exception {
        Throttle shared = new Throttle(Bandwidth.of(2 * PART), simulated);
        ExecutorService callers = Executors.newCachedThreadPool();
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String name = "object " + i;
            ends.add(callers.submit(() -> send(shared, name, 10)));
        }
        for (Future<?> end : ends) {
            end.get(30, TimeUnit.SECONDS);
        }
        callers.shutdown();
        assertThat(passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void theTimetableCountsWhileATransferRuns() {
        Bandwidth faster = new Bandwidth(OptionalLong.of(PART),
            List.of(new Bandwidth.Slot(LocalTime.of(12, 0, 10), LocalTime.of(12, 1), 10 * PART)), UTC);
        upload(settings().bandwidth(faster), new Throttle(Bandwidth.UNLIMITED), file(60 * PART));
        assertThat(passed()).as("ten seconds slowly, then ten times as fast").isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
    }

    @Test
    void aSlotMayGoOverMidnight() {
        Bandwidth.Slot night = new Bandwidth.Slot(LocalTime.of(22, 0), LocalTime.of(6, 0), 5);
        Bandwidth nights = new Bandwidth(OptionalLong.empty(), List.of(night), UTC);
        assertThat(nights.at(LocalTime.of(23, 0))).hasValue(5);
        assertThat(nights.at(LocalTime.of(5, 59))).hasValue(5);
        assertThat(nights.at(LocalTime.of(6, 0))).isEmpty();
        assertThat(nights.at(LocalTime.of(12, 0))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Bandwidth.of(0)).withMessageContaining("at least 1 byte");
    }

    @Test
    void aLimitCanBeChangedWhileATransferRuns() {
        Throttle throttle = new Throttle(Bandwidth.of(PART), simulated);
        store.onPart(5, first(() -> throttle.limit(Bandwidth.of(100 * PART))));
        upload(settings(), throttle, file(30 * PART));
        assertThat(passed()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @Test
    void aHugeTransferGetsNoMoreBandwidthThanASmallOneBesideIt() throws Exception {
        Throttle shared = new Throttle(Bandwidth.of(200L * PART));
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            Future<?> huge = callers.submit(() -> send(shared, "huge", 200));
            await().until(() -> store.calls(Call.PART) > 4);
            List<Future<?>> small = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "small " + i;
                small.add(callers.submit(() -> send(shared, name, 8)));
            }
            for (Future<?> each : small) {
                each.get(30, TimeUnit.SECONDS);
            }
            assertThat(huge).isNotDone();
            assertThat(store.calls(Call.PART) - 4 * 8).as("parts of the huge file meanwhile").isLessThan(60);
            huge.get(30, TimeUnit.SECONDS);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void manySmallFilesAreNotHeldUpByAHugeOneInTheSamePool() throws Exception {
        int window = 4;
        int small = 20;
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
        ThreadPoolExecutor single = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, waiting);
        ExecutorService callers = Executors.newCachedThreadPool();
        CountDownLatch begin = new CountDownLatch(1);
        try {
            single.submit(() -> begin.await(30, TimeUnit.SECONDS));
            Transfer transfer = Transfer.on(recording(sent)).settings(settings().parallelParts(window).build()).executor(single).build();
            List<Future<?>> all = new ArrayList<>(List.of(callers.submit(() -> send(transfer, "huge", 200))));
            await().until(() -> waiting.size() == window);
            for (int i = 0; i < small; i++) {
                String name = "small " + i;
                all.add(callers.submit(() -> send(transfer, name, 2)));
            }
            await().until(() -> waiting.size() == window + 2 * small);
            begin.countDown();
            for (Future<?> each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
            single.shutdownNow();
        }
        assertThat(sent.subList(0, window + 2 * small).stream().filter("huge"::equals)).hasSize(window);
        assertThat(sent).hasSize(200 + 2 * small);
    }

    private ObjectStore recording(List<String> sent) {
        return new ForwardingStore(store) {
            @Override
            public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
                sent.add(upload.object().key());
                return super.putPart(upload, slot, body, checks, access);
            }
        };
    }

    private void send(Throttle shared, String name, int parts) {
        send(Transfer.on(store).settings(settings().build()).executor(pool).throttle(shared).build(), name, parts);
    }

    private static void send(Transfer transfer, String name, int parts) {
        try (Source source = Source.of(bytes(parts * PART))) {
            transfer.upload(UploadRequest.of(new ObjectRef("bucket", name)), source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
