package io.github.chunkupload.transfer;

import static io.github.chunkupload.transfer.FaultyStore.first;
import static io.github.chunkupload.transfer.FaultyStore.holdUntil;
import static io.github.chunkupload.transfer.FaultyStore.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.SocketServer;
import io.github.chunkupload.transfer.FaultyStore.Call;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalGateTest extends TransferTestBase {

    private static final int TRANSFERS = 8;
    private static final int PARTS = 4;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final Site site = Site.unknown();

    @AfterEach
    void end() {
        callers.shutdownNow();
    }

    /** Refuses all parts that come together, then so many more one by one, then none; notes how many ask at the same time. */
    private static final class Overloaded {

        private final CountDownLatch together;
        private final int refusals;
        private final CountDownLatch hold = new CountDownLatch(1);
        private final AtomicInteger arrived = new AtomicInteger();
        private final AtomicInteger asking = new AtomicInteger();
        private final AtomicInteger mostAsking = new AtomicInteger();

        Overloaded(int together, int more) {
            this.together = new CountDownLatch(together);
            this.refusals = together + more;
        }

        HttpHandler before(HttpHandler handler) {
            return call -> call.head().query().has("partNumber") ? part(call, handler) : handler.handle(call);
        }

        private HttpReply part(HttpCall call, HttpHandler handler) {
            int nth = arrived.incrementAndGet();
            boolean storm = together.getCount() > 0;
            together.countDown();
            try {
                together.await(20, TimeUnit.SECONDS);
                if (storm) {
                    return slowDown();
                }
                mostAsking.accumulateAndGet(asking.incrementAndGet(), Math::max);
                if (nth > refusals) {
                    hold.await(20, TimeUnit.SECONDS);
                }
                return nth <= refusals ? slowDown() : handler.handle(call);
            } catch (InterruptedException e) {
                throw SocketServer.hangUp();
            } finally {
                asking.addAndGet(storm ? 0 : -1);
            }
        }

        private static HttpReply slowDown() {
            return new HttpReply(503, Headers.builder().add("Content-Type", "application/xml").build(),
                Body.of("<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>".getBytes(StandardCharsets.UTF_8)));
        }
    }

    private Transfer transfer(Wire wire, TransferSettings settings) {
        return Transfer.on(wire.client()).endpoint(ENDPOINT).settings(settings).journal(journal).executor(callers).buffers(buffers)
            .spoolDirectory(spool).timing(timing).site(site).build();
    }

    @Test
    void whileAStoreRefusesEverybodyHoldsOffAndOneProbeReopens() throws Exception {
        Overloaded server = new Overloaded(TRANSFERS * PARTS, 4);
        try (Wire wire = new Wire(new CosProtocol(), Map.of(), disk, server::before, Clock.systemUTC(), Clock.systemUTC())) {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < TRANSFERS; i++) {
                Path file = file(6 * PART + i);
                ObjectRef object = new ObjectRef(Wire.BUCKET, "object " + i);
                ends.add(callers.submit(() -> {
                    try (Source source = Source.of(file)) {
                        transfer(wire, settings().build()).upload(UploadRequest.of(object), source);
                    }
                    try (Download stored = disk.get(object, ByteRange.ALL, Access.NONE)) {
                        return assertThat(stored.body().open().readAllBytes()).isEqualTo(Files.readAllBytes(file));
                    }
                }));
            }
            await().until(() -> server.asking.get() == 1 && site.gate().waiting() == TRANSFERS * PARTS - 1);
            assertThat(server.arrived).as("the storm, four probes refused, and the one that is held").hasValue(TRANSFERS * PARTS + 5);
            assertThat(server.mostAsking).as("probes at the same time").hasValue(1);
            assertThat(waits).as("one wait for everybody, each time").hasSize(5);
            server.hold.countDown();
            for (Future<?> end : ends) {
                end.get(30, TimeUnit.SECONDS);
            }
            assertThat(site.gate().isShut()).isFalse();
            assertThat(server.arrived).as("nothing else was sent twice").hasValue(TRANSFERS * PARTS + 4 + TRANSFERS * 7 - 1);
        }
    }

    @Test
    void aBrokenConnectionHoldsNobodyElseOffAndWaitsLess() {
        store.onPart(0, refuse(Failure.CONNECTION)).onPart(1, first(() -> assertThat(site.gate().isShut()).isFalse()));
        upload(gated(settings().parallelParts(1)), file(3 * PART));
        assertThat(waits).singleElement().satisfies(wait -> assertThat(wait).isLessThanOrEqualTo(RetryPolicy.DEFAULT.brokenBase()));
    }

    @Test
    void aCompleteThatIsPendingIsNoRefusalAndCostsNoBudget() throws Exception {
        for (int i = 1; i <= 20; i++) {
            store.on(Call.COMPLETE, i, refuse(Failure.PENDING));
        }
        store.on(Call.COMPLETE, 21, first(() -> assertThat(site.gate().isShut()).isFalse()));
        Path file = file(3 * PART);
        RetryPolicy noRetries = new RetryPolicy(6, 0, Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(30));
        upload(gated(settings().retry(noRetries)), file);
        assertThat(store.calls(Call.COMPLETE)).isEqualTo(21);
        assertStored(file);
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "UNAVAILABLE"})
    void theWaitOfTheGateGrowsFromProbeToProbe(Failure kind) {
        for (int i = 0; i < 6; i++) {
            store.onPart(0, refuse(kind));
        }
        RetryPolicy exact = new RetryPolicy(10, 50, Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(8));
        Timing latest = new Timing(timing.clock(), () -> Long.MAX_VALUE, timing.sleeper());
        Transfer transfer = Transfer.on(store).settings(settings().parallelParts(1).retry(exact).build()).timing(latest).site(site).build();
        upload(transfer, file(2 * PART));
        assertThat(waits).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(waits.get(i)).isLessThanOrEqualTo(Duration.ofSeconds(Math.min(8, 1L << i)));
        }
    }

    @Test
    void aProbeThatGetsNoAnswerHandsOverToTheNextOne() throws Exception {
        store.onPart(0, refuse(Failure.BUSY)).onPart(0, refuse(Failure.CONNECTION)).onPart(0, first(
            () -> assertThat(site.gate().isShut()).isTrue())).onPart(1, first(() -> assertThat(site.gate().isShut()).isFalse()));
        Path file = file(3 * PART);
        upload(gated(settings().parallelParts(1)), file);
        assertStored(file);
    }

    @Test
    void aProbeThatIsAnsweredWithAnotherFailureOpensTheGate() {
        store.onPart(0, refuse(Failure.BUSY)).onPart(0, refuse(Failure.FORBIDDEN));
        failure(Failure.FORBIDDEN, () -> upload(gated(settings().parallelParts(1)), file(3 * PART)));
        assertThat(site.gate().isShut()).isFalse();
    }

    @Test
    void whoWaitsThroughAsManyFailedProbesAsItHasAttemptsFailsWithTheRefusal() throws Exception {
        CountDownLatch probe = new CountDownLatch(1);
        store.onPart(0, refuse(Failure.BUSY)).onPart(0, call -> holdUntil(probe).around(() -> refuse(Failure.BUSY).around(call)));
        Future<UploadException> first = callers.submit(
            () -> failure(Failure.BUSY, () -> upload(gated(settings().parallelParts(1).retry(attempts(2))), file(3 * PART))));
        await().until(() -> site.gate().isShut() && store.calls(Call.PART) == 2);
        Future<UploadException> second = callers.submit(
            () -> failure(Failure.BUSY, () -> upload(gated(settings().retry(attempts(1))), file(4 * PART))));
        await().until(() -> site.gate().waiting() == 1);
        probe.countDown();
        first.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);
        assertThat(store.calls(Call.PART)).isEqualTo(2);
    }

    private static RetryPolicy attempts(int most) {
        return new RetryPolicy(most, 10, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    @Test
    void theDeadlineHoldsAtTheGateToo() throws Exception {
        CountDownLatch probe = new CountDownLatch(1);
        store.onPart(0, refuse(Failure.BUSY)).onPart(0, holdUntil(probe));
        Future<?> first = callers.submit(() -> upload(gated(settings().parallelParts(1)), file(3 * PART)));
        await().until(() -> site.gate().isShut() && store.calls(Call.PART) == 2);
        UploadException e = failure(Failure.CANCELLED,
            () -> upload(gated(settings().deadline(Duration.ofMillis(50))), file(4 * PART)));
        assertThat(e).hasMessageContaining("deadline");
        probe.countDown();
        first.get(20, TimeUnit.SECONDS);
    }

    private Transfer gated(TransferSettings.Builder settings) {
        return Transfer.on(store).endpoint(ENDPOINT).settings(settings.build()).journal(journal).executor(pool).buffers(buffers)
            .spoolDirectory(spool).timing(timing).site(site).build();
    }
}
