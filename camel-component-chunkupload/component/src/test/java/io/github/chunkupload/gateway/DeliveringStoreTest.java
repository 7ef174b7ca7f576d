package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.HASTY;
import static io.github.chunkupload.gateway.Gateway.PATIENT;
import static io.github.chunkupload.gateway.Gateway.failure;
import static io.github.chunkupload.gateway.Gateway.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeliveringStoreTest {

    private final RecordingRoute route = new RecordingRoute();

    @TempDir
    private Path directory;

    @Test
    void showsAnObjectOnlyAfterItsDelivery() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            UploadRef upload = gateway.upload("a", "one,", "two");
            Future<ObjectReceipt> client = gateway.completing(upload);
            route.awaitArrival();
            assertThat(gateway.read("a")).isNull();
            assertThat(gateway.store().state(upload, -1, 1).phase()).isEqualTo(Phase.ASSEMBLED);
            assertThat(client).isNotDone();
            route.release();
            assertThat(join(client).size()).isEqualTo(7);
            assertThat(gateway.read("a")).isEqualTo("one,two");
            assertThat(gateway.store().backlog()).isZero();
        }
    }

    @Test
    void tellsTheRouteWhatItGets() {
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            UploadRef upload = gateway.upload("a", "bytes");
            Caller caller = new Caller("AKID", "127.0.0.1");
            ObjectReceipt receipt = gateway.store().as(caller).complete(upload, Completion.ALL);
            Delivered object = route.seen().get(0).object();
            assertThat(object.deliveryId()).isNotEmpty();
            assertThat(object.redelivered()).isFalse();
            assertThat(object.uploadId()).isEqualTo(upload.uploadId());
            assertThat(object.caller()).contains(caller);
            assertThat(object.info().etag()).isEqualTo(receipt.etag());
            assertThat(object.info().object()).isEqualTo(receipt.object());
        }
    }

    @Test
    void deliversWhatIsPutInOnePieceTheSameWay() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            Future<ObjectReceipt> client = gateway.putting("a", "bytes");
            route.awaitArrival();
            assertThat(gateway.read("a")).isNull();
            route.release();
            assertThat(join(client).size()).isEqualTo(5);
            assertThat(gateway.read("a")).isEqualTo("bytes");
            assertThat(route.seen().get(0).object().uploadId()).isEmpty();
        }
    }

    @Test
    void deliversEmptyObjects() {
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            assertThat(gateway.put("put", "").size()).isZero();
            assertThat(gateway.complete(gateway.upload("upload", "")).size()).isZero();
            assertThat(route.texts()).containsExactly("", "");
            assertThat(gateway.read("put")).isEmpty();
        }
    }

    @Test
    void manyCompletesAtOnceAreOneDelivery() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            UploadRef upload = gateway.upload("a", "bytes");
            List<Future<ObjectReceipt>> clients = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                clients.add(gateway.completing(upload));
            }
            route.awaitArrival();
            route.release();
            ObjectReceipt first = join(clients.get(0));
            for (Future<ObjectReceipt> client : clients) {
                assertThat(join(client)).isEqualTo(first);
            }
            assertThat(gateway.complete(upload)).isEqualTo(first);
            assertThat(route.seen()).hasSize(1);
        }
    }

    @Test
    void racingCompletesNeverDeliverTwice() throws Exception {
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            for (int round = 0; round < 50; round++) {
                UploadRef upload = gateway.upload("key " + round, "bytes");
                List<Future<ObjectReceipt>> clients = List.of(gateway.completing(upload), gateway.completing(upload),
                    gateway.completing(upload), gateway.completing(upload));
                for (Future<ObjectReceipt> client : clients) {
                    join(client);
                }
            }
            assertThat(route.seen()).hasSize(50);
        }
    }

    @Test
    void otherPartsAreRefusedWhileTheObjectIsDelivered() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            UploadRef upload = gateway.upload("a", "one", "two");
            List<PartReceipt> parts = gateway.store().state(upload, -1, 10).parts().stream().map(p -> p.receipt()).toList();
            Future<ObjectReceipt> client = gateway.completing(upload);
            route.awaitArrival();
            assertThat(failure(() -> gateway.store().complete(upload, Completion.of(parts.subList(0, 1))))).isNotNull();
            route.release();
            assertThat(join(client).size()).isEqualTo(6);
        }
    }

    @Test
    void aFailedDeliveryIsNoSuccessAndTheRepeatDeliversAgain() {
        route.failing(new IOException("the disk of the route, /var/secret, is full"));
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            UploadRef upload = gateway.upload("a", "bytes");
            UploadException failure = failure(() -> gateway.complete(upload));
            assertThat(failure.kind()).isEqualTo(Failure.INTERNAL);
            assertThat(failure.getMessage()).doesNotContain("secret");
            assertThat(gateway.read("a")).isNull();
            assertThat(gateway.complete(upload).size()).isEqualTo(5);
            assertThat(route.seen()).extracting(RecordingRoute.Seen::redelivered).containsExactly(false, true);
            assertThat(route.seen()).extracting(RecordingRoute.Seen::id).containsOnly(route.seen().get(0).id());
        }
    }

    @Test
    void tellsTheClientTheFailureThatTheRouteNames() {
        route.failing(UploadException.of(Failure.FORBIDDEN, "Not on a Sunday"));
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            UploadException failure = failure(() -> gateway.put("a", "bytes"));
            assertThat(failure.kind()).isEqualTo(Failure.FORBIDDEN);
            assertThat(failure).hasMessage("Not on a Sunday");
        }
    }

    @Test
    void everyoneWhoJoinedLearnsOfTheFailure() throws Exception {
        route.hold().failing(new IOException("no"));
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            UploadRef upload = gateway.upload("a", "bytes");
            Future<ObjectReceipt> first = gateway.completing(upload);
            route.awaitArrival();
            Future<ObjectReceipt> second = gateway.completing(upload);
            Awaitility.await().until(() -> gateway.store().waiting() == 2);
            route.release();
            assertThat(failure(first).kind()).isEqualTo(Failure.INTERNAL);
            assertThat(failure(second).kind()).isEqualTo(Failure.INTERNAL);
        }
    }

    @Test
    void aPutThatFailedIsDiscardedBeforeItsClientKnows() {
        route.failing(new IOException("no"));
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            assertThat(failure(() -> gateway.put("a", "bytes")).kind()).isEqualTo(Failure.INTERNAL);
            assertThat(gateway.disk().capability(Staging.class).orElseThrow().pending()).isEmpty();
            assertThat(gateway.store().backlog()).isZero();
        }
    }

    @Test
    void aSlowDeliveryIsPendingAndTheRepeatLearnsItsOutcome() throws Exception {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, HASTY.withCompleteTimeout(Duration.ofMillis(1)))) {
            UploadRef upload = gateway.upload("a", "bytes");
            UploadException pending = failure(() -> gateway.complete(upload));
            assertThat(pending.kind()).isEqualTo(Failure.PENDING);
            assertThat(pending.retryAfter()).contains(HASTY.retryAfter());
            route.awaitArrival();
            route.release();
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(gateway.complete(upload).size()).isEqualTo(5);
            assertThat(route.seen()).hasSize(1);
        }
    }

    @Test
    void aSlowDeliveryThatFailsIsTriedAgainWithoutTheClient() {
        route.hold().failing(new IOException("no"), new IOException("not yet"));
        try (Gateway gateway = Gateway.open(directory, route, HASTY)) {
            UploadRef upload = gateway.upload("a", "bytes");
            assertThat(failure(() -> gateway.complete(upload)).kind()).isEqualTo(Failure.PENDING);
            route.release();
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(gateway.read("a")).isEqualTo("bytes");
            assertThat(route.seen()).extracting(RecordingRoute.Seen::redelivered).containsExactly(false, true, true);
        }
    }

    @Test
    void aSlowPutSentAgainIsNotDeliveredTwice() {
        route.hold();
        try (Gateway gateway = Gateway.open(directory, route, HASTY)) {
            assertThat(failure(() -> gateway.put("a", "bytes")).kind()).isEqualTo(Failure.PENDING);
            assertThat(failure(() -> gateway.put("a", "bytes")).kind()).isEqualTo(Failure.PENDING);
            route.release();
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(gateway.put("a", "bytes").size()).isEqualTo(5);
            assertThat(route.seen()).hasSize(1);
            assertThat(gateway.disk().capability(Staging.class).orElseThrow().pending()).isEmpty();
        }
    }

    @Test
    void aSlowPutIsDeliveredAnewWhenAnotherObjectCameInBetween() {
        try (Gateway gateway = Gateway.open(directory, route.hold(), HASTY)) {
            for (String text : List.of("mine", "theirs", "mine")) {
                route.hold();
                assertThat(failure(() -> gateway.put("a", text)).kind()).isEqualTo(Failure.PENDING);
                route.release();
                Awaitility.await().until(() -> gateway.store().backlog() == 0);
            }
            assertThat(route.texts()).containsExactly("mine", "theirs", "mine");
            assertThat(gateway.read("a")).isEqualTo("mine");
        }
    }

    @Test
    void keepsNothingWhenTold() throws Exception {
        try (Gateway gateway = Gateway.open(directory, route.hold(), PATIENT.withAfterDelivery(AfterDelivery.DELETE))) {
            UploadRef upload = gateway.upload("a", "bytes");
            Future<ObjectReceipt> client = gateway.completing(upload);
            route.awaitArrival();
            route.release();
            assertThat(gateway.complete(upload)).isEqualTo(join(client));
            assertThat(gateway.read("a")).isNull();
            assertThat(gateway.disk().capability(Staging.class).orElseThrow().pending()).isEmpty();
            assertThat(route.seen()).hasSize(1);
        }
    }

    @Test
    void atMostSoManyAreDeliveredAtOnce() throws Exception {
        try (Gateway gateway = Gateway.open(directory, route.hold(), PATIENT.withParallel(3))) {
            List<Future<ObjectReceipt>> clients = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                clients.add(gateway.putting("key " + i, "bytes"));
            }
            route.awaitArrival();
            route.awaitArrival();
            route.awaitArrival();
            Awaitility.await().until(() -> gateway.store().backlog() == 12);
            assertThat(route.seen()).hasSize(3);
            route.release();
            for (Future<ObjectReceipt> client : clients) {
                join(client);
            }
            assertThat(route.mostAtOnce()).isEqualTo(3);
        }
    }

    @Test
    void anObjectThatMayNotReplaceAnotherIsRefusedAndGoneWhenOneHasAppeared() throws Exception {
        try (Gateway gateway = Gateway.open(directory, route.hold(), PATIENT)) {
            UploadRef upload = gateway.upload("a", "mine");
            Future<ObjectReceipt> client = gateway.completing(upload, Completion.ALL.withReplace(false));
            route.awaitArrival();
            gateway.disk().put(UploadRequest.of(Gateway.object("a")), Body.EMPTY, Checks.NONE);
            route.release();
            assertThat(failure(client).kind()).isEqualTo(Failure.ALREADY_EXISTS);
            assertThat(gateway.read("a")).isEmpty();
            assertThat(gateway.disk().capability(Staging.class).orElseThrow().pending()).isEmpty();
            assertThat(gateway.store().backlog()).isZero();
        }
    }

    @Test
    void refusesAStoreThatCannotStage() {
        try (Gateway gateway = Gateway.open(directory, route, PATIENT)) {
            assertThatIllegalArgumentException()
                .isThrownBy(() -> DeliveringStore.open(gateway.store(), route, PATIENT, Runnable::run, null));
        }
    }
}
