package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.HASTY;
import static io.github.chunkupload.gateway.Gateway.PATIENT;
import static io.github.chunkupload.gateway.Gateway.failure;
import static io.github.chunkupload.gateway.Gateway.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.gateway.RecordingRoute.Seen;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is not delivered when the gateway closes or nobody waits any more. */
@Timeout(60)
class RedeliveryTest {

    private static final Backoff NEVER = new Backoff(Duration.ofHours(1), Duration.ofHours(1));

    private final RecordingRoute route = new RecordingRoute();

    @TempDir
    private Path directory;

    /** Leaves an upload and an object sent in one piece undelivered. */
    private UploadRef leavePending() {
        RecordingRoute stuck = new RecordingRoute().failing(Collections.nCopies(2, new IOException("no")).toArray(Exception[]::new)).hold();
        try (Gateway gateway = Gateway.open(directory, stuck, HASTY.withBackoff(NEVER))) {
            UploadRef upload = gateway.upload("upload", "one,", "two");
            assertThat(failure(() -> gateway.complete(upload)).kind()).isEqualTo(Failure.PENDING);
            assertThat(failure(() -> gateway.put("put", "piece")).kind()).isEqualTo(Failure.PENDING);
            stuck.release();
            return upload;
        }
    }

    @Test
    void everythingPendingIsDeliveredAgainAtTheNextStart() {
        leavePending();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(gateway.read("upload")).isEqualTo("one,two");
            assertThat(gateway.read("put")).isEqualTo("piece");
            assertThat(route.seen()).hasSize(2).allMatch(Seen::redelivered);
            assertThat(route.seen()).allMatch(seen -> seen.object().caller().isEmpty());
        }
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            assertThat(gateway.store().backlog()).isZero();
            assertThat(route.seen()).hasSize(2);
        }
    }

    @Test
    void theDeliveryIdIsTheSameAfterARestart() throws Exception {
        RecordingRoute before = new RecordingRoute().failing(new IOException("no"));
        UploadRef upload;
        try (Gateway gateway = Gateway.open(directory, before, PATIENT)) {
            upload = gateway.upload("a", "bytes");
            assertThat(failure(() -> gateway.complete(upload)).kind()).isEqualTo(Failure.INTERNAL);
        }
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            route.awaitArrival();
            assertThat(route.seen().get(0).id()).isEqualTo(before.seen().get(0).id());
            assertThat(gateway.complete(upload).size()).isEqualTo(5);
            assertThat(route.seen()).hasSize(1);
        }
    }

    @Test
    void aRedeliveryThatFailsIsTriedAgainByItself() {
        leavePending();
        route.failing(new IOException("no"), new IOException("no"), new IOException("no"));
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(gateway.read("upload")).isEqualTo("one,two");
            assertThat(gateway.read("put")).isEqualTo("piece");
            assertThat(route.seen()).hasSize(5);
        }
    }

    @Test
    void aClientThatAsksAgainDoesNotWaitForTheBackOff() throws Exception {
        UploadRef upload = leavePending();
        route.failing(new IOException("no"), new IOException("no"));
        try (Gateway gateway = Gateway.open(directory, route, PATIENT.withBackoff(NEVER))) {
            route.awaitArrival();
            route.awaitArrival();
            Awaitility.await().ignoreException(UploadException.class).until(() -> gateway.complete(upload).size() == 7);
            assertThat(gateway.read("upload")).isEqualTo("one,two");
        }
    }

    @Test
    void closingWaitsForRunningDeliveriesAndKeepsTheRest() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT.withParallel(1))) {
            Future<ObjectReceipt> running = gateway.putting("running", "1");
            route.awaitArrival();
            UploadRef upload = gateway.upload("queued", "2");
            Future<ObjectReceipt> queued = gateway.completing(upload);
            Awaitility.await().until(() -> gateway.store().waiting() == 2);
            Thread closing = new Thread(gateway.store()::close);
            closing.start();
            assertThat(failure(queued).kind()).isEqualTo(Failure.PENDING);
            assertThat(running).isNotDone();
            route.release();
            assertThat(join(running).size()).isEqualTo(1);
            closing.join();
        }
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            assertThat(gateway.read("running")).isEqualTo("1");
            Awaitility.await().until(() -> "2".equals(gateway.read("queued")));
            assertThat(route.texts()).containsExactly("1", "2");
        }
    }

    @Test
    void aDeliveryThatOutlastsTheClosingPublishesNothingAndIsRepeated() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT.withCloseTimeout(Duration.ZERO))) {
            Future<ObjectReceipt> running = gateway.putting("a", "bytes");
            route.awaitArrival();
            gateway.store().close();
            assertThat(failure(running).kind()).isEqualTo(Failure.PENDING);
            route.release();
        }
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            Awaitility.await().until(() -> "bytes".equals(gateway.read("a")));
            assertThat(route.seen()).extracting(Seen::redelivered).containsExactly(false, true);
        }
    }

    @Test
    void aPoolThatTakesNothingIsAskedAgain() throws Exception {
        AtomicInteger refusals = new AtomicInteger(3);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Executor full = task -> {
            if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException("full");
            }
            pool.execute(task);
        };
        DiskStore disk = DiskStore.open(directory, DiskSettings.DEFAULT);
        try (DeliveringStore store = DeliveringStore.open(disk, route, PATIENT, full, timer)) {
            store.put(UploadRequest.of(Gateway.object("a")), Body.EMPTY, Checks.NONE);
            assertThat(route.seen()).hasSize(1);
            assertThat(refusals).hasValueLessThan(1);
        } finally {
            pool.shutdownNow();
            timer.shutdownNow();
        }
    }

    @Test
    void anInterruptedRouteHarmsNobodyElse() {
        Delivery interrupting = object -> {
            route.deliver(object);
            Thread.currentThread().interrupt();
        };
        try (Gateway gateway = Gateway.open(directory, interrupting, PATIENT.withParallel(1))) {
            for (int i = 0; i < 5; i++) {
                gateway.put("key " + i, "bytes " + i);
                assertThat(gateway.read("key " + i)).isEqualTo("bytes " + i);
            }
            assertThat(route.seen()).hasSize(5);
        }
    }

    @Test
    void anErrorOfTheRouteIsAFailedDelivery() {
        Delivery broken = object -> {
            throw new LinkageError("no such class");
        };
        try (Gateway gateway = Gateway.open(directory, broken, PATIENT)) {
            assertThat(failure(() -> gateway.put("a", "bytes")).kind()).isEqualTo(Failure.INTERNAL);
            assertThat(gateway.read("a")).isNull();
        }
    }
}
