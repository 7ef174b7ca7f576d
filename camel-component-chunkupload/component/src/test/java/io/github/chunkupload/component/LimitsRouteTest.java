package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of a gateway as options. */
@Timeout(120)
class LimitsRouteTest {

    @TempDir
    private Path directory;
    private Node node;

    private void start(String protocol) throws Exception {
        node = new Node(directory, protocol);
    }

    @BeforeEach
    void start() throws Exception {
        start("cos");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Failure refusal(Exchange exchange) {
        return exchange.getException(UploadException.class).kind();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "cdcs", "qingstor", "cos-slice", "cayman"})
    void eachProtocolTellsThatAnObjectIsTooLargeOrABucketFull(String protocol) throws Exception {
        stop();
        start(protocol);
        node.receive("&maxObjectSize=2000&quota." + Node.BUCKET + "=3000&minFreeSpace=0", exchange -> { });
        String to = node.to("&maxAttempts=1&key=");
        node.call(to + "a", new byte[2000], Map.of());
        assertThat(refusal(node.send(to + "b", new byte[2001], Map.of()))).isEqualTo(Failure.TOO_LARGE);
        assertThat(refusal(node.send(to + "c", new byte[1001], Map.of()))).isEqualTo(Failure.STORAGE_FULL);
        node.call(to + "d", new byte[1000], Map.of());
    }

    @Test
    void anUploadThatWasAbandonedBeforeTheStartIsClearedAway() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data-" + Node.BUCKET));
        Clock lastWeek = Clock.offset(Clock.systemUTC(), Duration.ofDays(-8));
        try (DiskStore store = DiskStore.open(data, DiskSettings.DEFAULT.withClock(lastWeek))) {
            store.initiate(UploadRequest.of(new ObjectRef(Node.BUCKET, "abandoned")));
        }
        try (DiskStore store = DiskStore.open(data, DiskSettings.DEFAULT)) {
            store.initiate(UploadRequest.of(new ObjectRef(Node.BUCKET, "young")));
        }
        node.receive("&uploadExpiry=7d", exchange -> { });
        await().untilAsserted(() -> {
            try (var names = Files.list(data.resolve("uploads"))) {
                assertThat(names).hasSize(1);
            }
        });
        stop();
        try (DiskStore store = DiskStore.open(data, DiskSettings.DEFAULT)) {
            assertThat(store.uploads(UploadQuery.prefix(Node.BUCKET, "")).items())
                .singleElement().satisfies(info -> assertThat(info.upload().object().key()).isEqualTo("young"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxObjectSize=0", "maxPartSize=x", "quota=0", "quota.b=-1", "maxOpenUploads=0", "maxOpenUploadsPerClient=0",
        "uploadExpiry=0", "maxConnections=0", "minBodyRate=slow", "minFreeSpace=some"})
    void aLimitThatMakesNoSenseIsRefusedByName(String option) {
        String name = option.substring(0, option.indexOf('='));
        assertThatThrownBy(() -> node.receive("&" + option, exchange -> { })).hasStackTraceContaining(name);
    }
}
