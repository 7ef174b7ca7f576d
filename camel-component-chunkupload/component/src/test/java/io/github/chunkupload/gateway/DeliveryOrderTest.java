package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.PATIENT;
import static io.github.chunkupload.gateway.Gateway.failure;
import static io.github.chunkupload.gateway.Gateway.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several uploads of one key, aborts, and the clients that wait meanwhile. */
@Timeout(60)
class DeliveryOrderTest {

    private final RecordingRoute route = new RecordingRoute();

    @TempDir
    private Path directory;

    @Test
    void uploadsOfOneKeyAreDeliveredInTheOrderOfTheirAssembly() throws Exception {
        try (Gateway gateway = Gateway.open(directory, route.hold(), PATIENT)) {
            Future<ObjectReceipt> first = gateway.completing(gateway.upload("a", "first"));
            route.awaitArrival();
            Future<ObjectReceipt> second = gateway.completing(gateway.upload("a", "second"));
            Awaitility.await().until(() -> gateway.store().backlog() == 2);
            Future<ObjectReceipt> third = gateway.putting("a", "third");
            Awaitility.await().until(() -> gateway.store().backlog() == 3);
            assertThat(route.texts()).containsExactly("first");
            route.release();
            assertThat(join(first).size()).isEqualTo(5);
            assertThat(join(second).size()).isEqualTo(6);
            assertThat(join(third).size()).isEqualTo(5);
            assertThat(route.texts()).containsExactly("first", "second", "third");
            assertThat(gateway.read("a")).isEqualTo("third");
        }
    }

    @Test
    void anObjectThatFailedDoesNotHoldBackTheNextOfItsKey() {
        try (Gateway gateway = Gateway.open(directory, route.failing(new IOException("no")), PATIENT)) {
            UploadRef old = gateway.upload("a", "old");
            assertThat(failure(() -> gateway.complete(old)).kind()).isEqualTo(Failure.INTERNAL);
            assertThat(gateway.complete(gateway.upload("a", "new")).size()).isEqualTo(3);
            assertThat(gateway.read("a")).isEqualTo("new");
        }
    }

    @Test
    void anObjectThatFailedNeverComesBackOverANewerOne() {
        try (Gateway gateway = Gateway.open(directory, route.failing(new IOException("no")), PATIENT)) {
            UploadRef old = gateway.upload("a", "old");
            assertThat(failure(() -> gateway.complete(old)).kind()).isEqualTo(Failure.INTERNAL);
            gateway.put("a", "new");
            assertThat(failure(() -> gateway.complete(old)).kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
        }
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            assertThat(gateway.store().backlog()).isZero();
            assertThat(gateway.read("a")).isEqualTo("new");
        }
    }

    @Test
    void anOldObjectThatItsClientAsksForAgainIsNotThrownAway() throws Exception {
        try (Gateway gateway = Gateway.open(directory, route.failing(new IOException("no")), PATIENT)) {
            UploadRef old = gateway.upload("a", "old");
            assertThat(failure(() -> gateway.complete(old)).kind()).isEqualTo(Failure.INTERNAL);
            route.awaitArrival();
            route.hold();
            Future<ObjectReceipt> newer = gateway.putting("a", "new");
            route.awaitArrival();
            Future<ObjectReceipt> again = gateway.completing(old);
            Awaitility.await().until(() -> gateway.store().waiting() == 2);
            route.release();
            join(newer);
            join(again);
            assertThat(route.texts()).containsExactly("old", "new", "old");
            assertThat(gateway.read("a")).isEqualTo("old");
        }
    }

    @Test
    void clientsThatWaitComeBeforeTheBacklog() throws Exception {
        try (DiskStore disk = DiskStore.open(directory, DiskSettings.DEFAULT)) {
            Staging staging = disk.capability(Staging.class).orElseThrow();
            for (String key : List.of("x", "y", "z")) {
                staging.assemble(UploadRequest.of(Gateway.object(key)), Body.of(key.getBytes()), Checks.NONE);
            }
        }
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT.withParallel(1))) {
            route.awaitArrival();
            Future<ObjectReceipt> client = gateway.putting("mine", "mine");
            Awaitility.await().until(() -> gateway.store().waiting() == 1);
            route.release();
            join(client);
            assertThat(route.texts()).startsWith("x", "mine");
        }
    }

    @Test
    void anUploadCannotBeAbortedWhileItIsDelivered() throws Exception {
        try (Gateway gateway = Gateway.open(directory, route.hold(), PATIENT)) {
            UploadRef upload = gateway.upload("a", "bytes");
            Future<ObjectReceipt> client = gateway.completing(upload);
            route.awaitArrival();
            assertThat(failure(() -> gateway.store().abort(upload)).kind()).isEqualTo(Failure.CONFLICT);
            route.release();
            join(client);
            assertThat(failure(() -> gateway.store().abort(upload)).kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
            assertThat(gateway.read("a")).isEqualTo("bytes");
        }
    }

    @Test
    void anUploadWhoseDeliveryFailedCanBeAborted() {
        try (Gateway gateway = Gateway.open(directory, route.failing(new IOException("no")), PATIENT)) {
            UploadRef upload = gateway.upload("a", "bytes");
            assertThat(failure(() -> gateway.complete(upload)).kind()).isEqualTo(Failure.INTERNAL);
            gateway.store().abort(upload);
            assertThat(failure(() -> gateway.complete(upload)).kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
            assertThat(gateway.disk().capability(Staging.class).orElseThrow().pending()).isEmpty();
            assertThat(gateway.store().backlog()).isZero();
            assertThat(route.seen()).hasSize(1);
        }
    }

    @Test
    void anOpenUploadIsAbortedAsEver() {
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            UploadRef upload = gateway.upload("a", "bytes");
            gateway.store().abort(upload);
            assertThat(failure(() -> gateway.complete(upload)).kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
            assertThat(route.seen()).isEmpty();
        }
    }

    @Test
    void clientsOfAnAbortedUploadDoNotWaitForEver() throws Exception {
        try (Gateway gateway = Gateway.open(directory, route.hold(), PATIENT.withCompleteTimeout(Duration.ofHours(1)))) {
            Future<ObjectReceipt> first = gateway.putting("a", "first");
            route.awaitArrival();
            UploadRef upload = gateway.upload("a", "second");
            Future<ObjectReceipt> second = gateway.completing(upload);
            Awaitility.await().until(() -> gateway.store().waiting() == 2);
            gateway.store().abort(upload);
            assertThat(failure(second).kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
            route.release();
            join(first);
            assertThat(route.texts()).containsExactly("first");
        }
    }
}
