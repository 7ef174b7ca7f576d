package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.PATIENT;
import static io.github.chunkupload.gateway.Gateway.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.UploadRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StoredAcknowledgeTest {

    private static final DeliverySettings STORED = PATIENT.withAcknowledge(Acknowledge.STORED);

    private final RecordingRoute route = new RecordingRoute();

    @TempDir
    private Path directory;

    @Test
    void answersWhenTheObjectIsDurableAndShowsItWhenItIsDelivered() throws Exception {
        try (Gateway gateway = Gateway.open(directory, route.hold(), STORED)) {
            UploadRef upload = gateway.upload("a", "bytes");
            ObjectReceipt early = gateway.complete(upload);
            assertThat(early.size()).isEqualTo(5);
            route.awaitArrival();
            assertThat(gateway.read("a")).isNull();
            assertThat(gateway.complete(upload)).isEqualTo(early);
            route.release();
            Awaitility.await().until(() -> "bytes".equals(gateway.read("a")));
            assertThat(gateway.complete(upload).etag()).isEqualTo(early.etag());
            assertThat(route.seen()).hasSize(1);
        }
    }

    @Test
    void deliversAsOftenAsItTakesAndInOrder() {
        route.failing(new IOException("no"), new IOException("no"));
        try (Gateway gateway = Gateway.open(directory, route, STORED)) {
            gateway.put("a", "first");
            gateway.put("a", "second");
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(route.texts()).containsExactly("first", "first", "first", "second");
            assertThat(gateway.read("a")).isEqualTo("second");
        }
    }

    @Test
    void whatWasAcknowledgedIsDeliveredAfterARestart() {
        route.failing(new IOException("no"));
        Backoff never = new Backoff(Duration.ofHours(1), Duration.ofHours(1));
        try (Gateway gateway = Gateway.open(directory, route, STORED.withBackoff(never))) {
            gateway.put("a", "first");
            gateway.put("a", "second");
            Awaitility.await().until(() -> route.seen().size() == 1);
        }
        try (Gateway gateway = Gateway.open(directory, route, STORED)) {
            Awaitility.await().until(() -> gateway.store().backlog() == 0);
            assertThat(route.texts()).containsExactly("first", "first", "second");
            assertThat(gateway.read("a")).isEqualTo("second");
        }
    }

    @Test
    void whatWasAcknowledgedCannotBeAborted() {
        try (Gateway gateway = Gateway.open(directory, route.hold(), STORED)) {
            UploadRef upload = gateway.upload("a", "bytes");
            gateway.complete(upload);
            assertThat(failure(() -> gateway.store().abort(upload)).kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
            route.release();
            Awaitility.await().until(() -> "bytes".equals(gateway.read("a")));
        }
    }
}
