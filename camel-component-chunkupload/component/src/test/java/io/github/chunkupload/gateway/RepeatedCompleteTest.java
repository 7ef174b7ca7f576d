package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.UploadException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
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
 * What a client hears, over the wire of each protocol, that asks to complete an upload which is finished: for a day the same as the first
 * time, whatever became of the object and however often the gateway was started anew.
 */
@Timeout(120)
class RepeatedCompleteTest {

    private static final CamelContext CAMEL = new DefaultCamelContext();

    @TempDir
    private Path directory;
    private Instant now = Instant.parse("2026-05-04T10:00:00Z");
    private final RecordingRoute route = new RecordingRoute();

    /** What becomes of finished objects. */
    enum Receiving { SERVED, DELIVERED, DELETED }

    @BeforeAll
    static void startCamel() {
        CAMEL.start();
    }

    @AfterAll
    static void stopCamel() {
        CAMEL.stop();
    }

    /** The gateway from one start to the next stop. */
    private final class Run implements AutoCloseable {

        private final ExecutorService deliveries = Executors.newFixedThreadPool(2);
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        private final ObjectStore store;
        private final Wire wire;

        Run(Spoken spoken, Receiving receiving, DeliverySettings settings) {
            Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
            DiskStore disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, clock));
            store = receiving == Receiving.SERVED ? ServingStore.open(disk)
                : DeliveringStore.open(disk, route, settings.withAfterDelivery(
                    receiving == Receiving.DELETED ? AfterDelivery.DELETE : AfterDelivery.KEEP), deliveries, timer);
            wire = new Wire(CAMEL, spoken, (Backend) store);
        }

        ObjectStore client() {
            return wire.client();
        }

        @Override
        public void close() {
            wire.close();
            store.close();
            deliveries.shutdownNow();
            timer.shutdownNow();
        }
    }

    private Run run(Spoken spoken, Receiving receiving) {
        return new Run(spoken, receiving, Gateway.PATIENT);
    }

    private static SpokenUpload upload(ObjectStore client) {
        return upload(client, "finished");
    }

    private static SpokenUpload upload(ObjectStore client, String key) {
        return SpokenUpload.open(client, new ObjectRef(Spoken.BUCKET, key), SpokenUpload.bytes(1, 2500), Spoken.PART).sendAll(client);
    }

    private static void answersAs(ObjectReceipt first, ObjectReceipt again) {
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(again.sums()).isEqualTo(first.sums());
        assertThat(again.object()).isEqualTo(first.object());
        assertThat(again.location().map(URI::create).map(URI::getPath)).isEqualTo(first.location().map(URI::create).map(URI::getPath));
    }

    private void answersForADay(Spoken spoken, Receiving receiving) {
        SpokenUpload upload;
        ObjectReceipt first;
        try (Run run = run(spoken, receiving)) {
            upload = upload(run.client());
            first = upload.complete(run.client());
            answersAs(first, upload.complete(run.client()));
        }
        for (Duration later : List.of(Duration.ofSeconds(1), Duration.ofHours(12), Duration.ofMinutes(719))) {
            now = now.plus(later);
            try (Run run = run(spoken, receiving)) {
                answersAs(first, upload.complete(run.client()));
                answersAs(first, upload.complete(run.client()));
            }
        }
        now = now.plus(Duration.ofMinutes(1));
        try (Run run = run(spoken, receiving)) {
            answersALateOne(spoken, receiving, () -> upload.complete(run.client()));
        }
        assertThat(route.seen()).as("deliveries").hasSize(receiving == Receiving.SERVED ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void anObjectOfATimeWithoutARouteIsAnsweredWhenThereIsOneAndNotDelivered(Spoken spoken) {
        SpokenUpload upload;
        ObjectReceipt first;
        try (Run run = run(spoken, Receiving.SERVED)) {
            upload = upload(run.client());
            first = upload.complete(run.client());
        }
        try (Run run = run(spoken, Receiving.DELIVERED)) {
            answersAs(first, upload.complete(run.client()));
        }
        assertThat(route.seen()).isEmpty();
    }

    /** Cayman and COS by slices answer by the object, as their pages say; the others forget the upload, and only CDCS tells why. */
    private static void answersALateOne(Spoken spoken, Receiving receiving, Runnable complete) {
        boolean there = receiving != Receiving.DELETED;
        switch (spoken) {
            case COS -> refused(complete, 404, "NoSuchUpload");
            case QINGSTOR -> refused(complete, 404, "upload_not_exists");
            case CDCS -> refused(complete, there ? 409 : 404, there ? "MultipartAlreadyCompleted" : "NoSuchUpload");
            case COS_SLICE_V1, COS_SLICE_V2 -> answersByTheObject(there, complete, 400, "-5983");
            default -> answersByTheObject(there, complete, 200, "404");
        }
    }

    private static void answersByTheObject(boolean there, Runnable complete, int status, String code) {
        if (there) {
            complete.run();
        } else {
            refused(complete, status, code);
        }
    }

    private static void refused(Runnable call, int status, String code) {
        UploadException refusal = failure(call::run);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
        assertThat(refusal.protocolCode()).isEqualTo(code);
        assertThat(refusal.httpStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource
    void aServedObjectIsAnsweredForADay(Spoken spoken) {
        answersForADay(spoken, Receiving.SERVED);
    }

    @ParameterizedTest
    @EnumSource
    void aDeliveredObjectIsAnsweredForADay(Spoken spoken) {
        answersForADay(spoken, Receiving.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource
    void anObjectThatWentWithItsDeliveryIsAnsweredForADay(Spoken spoken) {
        answersForADay(spoken, Receiving.DELETED);
    }

    /** Files/v1 holds the request instead. */
    @ParameterizedTest
    @EnumSource(names = "COS_SLICE_V1", mode = EnumSource.Mode.EXCLUDE)
    void anObjectThatWaitsForItsRouteIsAnsweredAsPendingAlsoAfterARestart(Spoken spoken) {
        route.hold();
        SpokenUpload upload;
        DeliverySettings hasty = Gateway.HASTY.withCloseTimeout(Duration.ZERO);
        try (Run run = new Run(spoken, Receiving.DELIVERED, hasty)) {
            upload = upload(run.client());
            assertThat(failure(() -> upload.complete(run.client())).kind()).isEqualTo(Failure.PENDING);
            assertThat(failure(() -> upload.complete(run.client())).kind()).isEqualTo(Failure.PENDING);
        }
        try (Run run = new Run(spoken, Receiving.DELIVERED, hasty)) {
            assertThat(failure(() -> upload.complete(run.client())).kind()).isEqualTo(Failure.PENDING);
            refusesOtherParts(spoken, upload, run.client());
            route.release();
            await().atMost(Duration.ofSeconds(60)).until(() -> failure(() -> upload.complete(run.client())) == null);
            refusesOtherParts(spoken, upload, run.client());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COS", "CDCS", "QINGSTOR"})
    void otherPartsAreRefusedInTheProtocolsOwnWords(Spoken spoken) {
        for (Receiving receiving : Receiving.values()) {
            SpokenUpload upload;
            try (Run run = run(spoken, receiving)) {
                upload = upload(run.client(), receiving.name());
                upload.complete(run.client());
                refusesOtherParts(spoken, upload, run.client());
            }
            try (Run run = run(spoken, receiving)) {
                refusesOtherParts(spoken, upload, run.client());
                upload.complete(run.client());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectThatWasAcknowledgedBeforeItsRouteIsAnsweredAsTheFirstTime(Spoken spoken) {
        route.hold();
        DeliverySettings stored = Gateway.PATIENT.withAcknowledge(Acknowledge.STORED).withCloseTimeout(Duration.ZERO);
        SpokenUpload upload;
        ObjectReceipt first;
        try (Run run = new Run(spoken, Receiving.DELIVERED, stored)) {
            upload = upload(run.client());
            first = upload.complete(run.client());
            answersAs(first, upload.complete(run.client()));
        }
        try (Run run = new Run(spoken, Receiving.DELIVERED, stored)) {
            answersAs(first, upload.complete(run.client()));
            route.release();
            await().atMost(Duration.ofSeconds(60)).until(() -> ((DeliveringStore) run.store).backlog() == 0);
            answersAs(first, upload.complete(run.client()));
        }
    }

    @Test
    void aLastSliceThatIsSentAgainIsAnsweredAsTheFirstTime() {
        SpokenUpload upload;
        PartReceipt first;
        try (Run run = run(Spoken.COS_SLICE_V1, Receiving.DELETED)) {
            upload = upload(run.client());
            first = upload.receipts().get(upload.parts() - 1);
        }
        try (Run run = run(Spoken.COS_SLICE_V1, Receiving.DELETED)) {
            PartReceipt again = upload.send(run.client(), upload.parts() - 1);
            assertThat(again.sums()).isEqualTo(first.sums());
            answersAs(first.finished().orElseThrow(), again.finished().orElseThrow());
            refused(() -> upload.send(run.client(), 0), 400, "-5983");
        }
    }

    /** Only these protocols name the parts again at the end. */
    private static void refusesOtherParts(Spoken spoken, SpokenUpload upload, ObjectStore client) {
        Optional<String> code = switch (spoken) {
            case COS -> Optional.of("NoSuchUpload");
            case QINGSTOR -> Optional.of("upload_not_exists");
            case CDCS -> Optional.of("MultipartAlreadyCompleted");
            default -> Optional.empty();
        };
        List<PartReceipt> fewer = upload.receipts().subList(0, 2);
        int status = spoken == Spoken.CDCS ? 409 : 404;
        code.ifPresent(word -> refused(() -> client.complete(upload.upload(), Completion.of(fewer)), status, word));
    }
}
