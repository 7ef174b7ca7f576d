package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that were left open are seen, and aborted when nobody will finish them. */
class OpenUploadsTest {

    @TempDir
    Path directory;

    private StoreServer server;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        server = new StoreServer(directory.resolve("store"));
        node = new Node(directory);
    }

    @AfterEach
    void stop() {
        node.close();
        server.close();
    }

    private HealthCheck.Result health() {
        HealthCheck check = (HealthCheck) HealthCheckRegistry.get(node.context()).resolveById("chunkupload-open-uploads");
        return check.call(Map.of());
    }

    @Test
    void theHealthCheckWarnsAboutUploadsLeftOpen() throws Exception {
        ChunkUploadComponent component = new ChunkUploadComponent();
        component.setStaleAfter(0);
        node.context().addComponent("chunkupload", component);
        Path file = Files.write(directory.resolve("file"), new byte[3 * StoreServer.PART]);
        String uri = server.to(directory, "&key=k&maxAttempts=1");
        server.line(StoreServer.refusing("PUT", "partNumber"));
        assertThat(node.send(uri, file.toFile(), Map.of()).getException()).isNotNull();

        await().untilAsserted(() -> assertThat(health().getDetails()).containsEntry("chunkupload.open", 1));
        assertThat(health().getMessage()).get().asString().startsWith("Uploads were left open: 1 for more than 0 h");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        server.line(call -> Optional.empty());
        node.call(uri, file.toFile(), Map.of());
        assertThat(health().getDetails()).containsEntry("chunkupload.open", 0);
        assertThat(health().getMessage()).isEmpty();
    }

    @Test
    void anAbortThatFailedIsWarnedAboutAndTriedAgainWhenTheProducerStartsAgain() throws Exception {
        String uri = server.to(directory, "&key=k&maxAttempts=1");
        server.line(call -> StoreServer.isPart(call) || StoreServer.isOne(call, "DELETE", "uploadId") ? StoreServer.reply(403)
            : Optional.empty());
        assertThat(node.send(uri, new byte[3 * StoreServer.PART], Map.of()).getException()).isNotNull();
        assertThat(server.uploads()).hasSize(1);
        assertThat(health().getMessage()).get().asString().contains("1 could not be aborted");

        server.line(call -> Optional.empty());
        node.forget(StoreServer.BUCKET);
        node.call(uri + "&operation=describe", "", Map.of());

        await().until(() -> server.uploads().isEmpty());
        await().untilAsserted(() -> assertThat(health().getMessage()).isEmpty());
    }

    @Test
    void anAbortThatFailedIsTriedAgainWhileTheProducerRuns() throws Exception {
        ChunkUploadComponent component = new ChunkUploadComponent();
        component.setOrphanInterval(20);
        node.context().addComponent("chunkupload", component);
        String uri = server.to(directory, "&key=k&maxAttempts=1");
        AtomicInteger aborts = new AtomicInteger();
        server.line(call -> {
            boolean abort = StoreServer.isOne(call, "DELETE", "uploadId");
            return StoreServer.isPart(call) || abort && aborts.incrementAndGet() <= 3 ? StoreServer.reply(403) : Optional.empty();
        });
        assertThat(node.send(uri, new byte[3 * StoreServer.PART], Map.of()).getException()).isNotNull();

        await().until(() -> server.uploads().isEmpty());

        assertThat(aborts).hasValueGreaterThan(3);
        await().untilAsserted(() -> assertThat(health().getDetails()).containsEntry("chunkupload.open", 0));
    }

    @Test
    void nothingIsTriedAgainOnceTheContextHasStopped() throws Exception {
        ChunkUploadComponent component = new ChunkUploadComponent();
        component.setOrphanInterval(1);
        node.context().addComponent("chunkupload", component);
        AtomicInteger aborts = new AtomicInteger();
        server.line(call -> {
            boolean abort = StoreServer.isOne(call, "DELETE", "uploadId") && aborts.incrementAndGet() > 0;
            return StoreServer.isPart(call) || abort ? StoreServer.reply(403) : Optional.empty();
        });
        node.send(server.to(directory, "&key=k&maxAttempts=1"), new byte[3 * StoreServer.PART], Map.of());
        await().until(() -> aborts.get() > 2);

        node.close();

        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
            .noneMatch(name -> name.contains("ChunkUploadHousekeeping") && name.contains("(" + node.context().getName() + ")")));
    }
}
