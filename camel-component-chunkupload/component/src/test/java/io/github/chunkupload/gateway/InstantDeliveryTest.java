package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.HASTY;
import static io.github.chunkupload.gateway.Gateway.PATIENT;
import static io.github.chunkupload.gateway.Gateway.failure;
import static io.github.chunkupload.gateway.Gateway.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that the store has already are delivered under their new name like any others. */
@Timeout(60)
class InstantDeliveryTest {

    private static final byte[] BYTES = "known bytes".getBytes(StandardCharsets.UTF_8);

    private final RecordingRoute route = new RecordingRoute();

    @TempDir
    private Path directory;

    private static void makeKnown(Gateway gateway) {
        gateway.disk().put(UploadRequest.of(object("first")), Body.of(BYTES), Checks.computing(Digest.SHA1));
    }

    private static UploadRequest knowing(String key) {
        Hashing hashing = new Hashing(EnumSet.of(Digest.SHA1));
        hashing.update(BYTES, 0, BYTES.length);
        Checksums sums = hashing.finish();
        return UploadRequest.of(object(key)).withSize(BYTES.length).withKnown(sums);
    }

    @Test
    void theRouteGetsTheObjectBeforeItsClientHearsThatItIsDone() {
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            makeKnown(gateway);
            Caller caller = new Caller("AKID", "127.0.0.1");
            assertThat(gateway.store().as(caller).initiate(knowing("second"))).isInstanceOf(Admission.Done.class);
            assertThat(route.texts()).containsExactly("known bytes");
            assertThat(route.seen().get(0).object().caller()).contains(caller);
            assertThat(gateway.read("second")).isEqualTo("known bytes");
        }
    }

    @Test
    void aClientThatWasSentAwayJoinsTheDeliveryByAskingAgain() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, HASTY)) {
            makeKnown(gateway);
            assertThat(failure(() -> gateway.store().initiate(knowing("second"))).kind()).isEqualTo(Failure.PENDING);
            route.awaitArrival();
            assertThat(failure(() -> gateway.store().initiate(knowing("second"))).kind()).isEqualTo(Failure.PENDING);
            assertThat(gateway.read("second")).isNull();
            route.release();
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(gateway.store().initiate(knowing("second"))).isInstanceOf(Admission.Done.class);
            assertThat(route.texts()).containsExactly("known bytes");
            assertThat(gateway.read("second")).isEqualTo("known bytes");
        }
    }

    @Test
    void afterAFailedRouteThereIsNoObjectAndAskingAgainDeliversAgain() {
        route.failing(new IOException("the route says no"));
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            makeKnown(gateway);
            assertThat(failure(() -> gateway.store().initiate(knowing("second"))).kind()).isEqualTo(Failure.INTERNAL);
            assertThat(gateway.read("second")).isNull();
            assertThat(gateway.store().initiate(knowing("second"))).isInstanceOf(Admission.Done.class);
            assertThat(route.texts()).hasSize(2);
            assertThat(gateway.read("second")).isEqualTo("known bytes");
        }
    }

    @Test
    void whatWasPendingIsDeliveredAfterARestart() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (Gateway gateway = Gateway.open(directory, object -> {
            told.await();
            throw new IOException("down");
        }, HASTY)) {
            makeKnown(gateway);
            assertThat(failure(() -> gateway.store().initiate(knowing("second"))).kind()).isEqualTo(Failure.PENDING);
            told.countDown();
        }
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            route.awaitArrival();
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(gateway.read("second")).isEqualTo("known bytes");
        }
    }
}
