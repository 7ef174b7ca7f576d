package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What health check, JMX and console tell of a gateway and of an endpoint that sends to it. */
@Timeout(60)
class MonitoringTest {

    private static final int MB = 1 << 20;

    @TempDir
    private Path directory;

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private HealthCheck check() {
        return HealthCheckRegistry.get(node.context()).getCheck("chunkupload-gateway-gateway").orElseThrow();
    }

    private HealthCheck.Result health() {
        return check().call(Map.of());
    }

    private String begin(String key) throws Exception {
        Exchange begun = node.call(node.to("&operation=initiate&key=" + key), "", Map.of());
        return begun.getMessage().getHeader(ChunkUploadConstants.UPLOAD_ID, String.class);
    }

    private void part(String key, String upload, int bytes) throws Exception {
        node.call(node.to("&operation=uploadPart&key=" + key), new byte[bytes],
            Map.of(ChunkUploadConstants.UPLOAD_ID, upload, ChunkUploadConstants.PART_INDEX, 0));
    }

    @Test
    void aGatewayThatCanTakeObjectsIsUpAndTellsWhatItHas() throws Exception {
        node.receive("&minFreeSpace=1", exchange -> { });
        begin("a");

        HealthCheck.Result result = health();
        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getMessage()).isEmpty();
        assertThat(result.getDetails()).containsEntry("chunkupload.uploads", 1).containsEntry("chunkupload.outbox", 0)
            .containsEntry("route.id", "gateway").containsKey("chunkupload.space");
        assertThat(check().isReadiness()).isTrue();
        assertThat(check().isLiveness()).isFalse();
        try (var files = Files.list(directory.resolve("data-" + Node.BUCKET))) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("probe");
        }
    }

    @Test
    void aDiskWithLessSpaceThanAskedForIsDown() throws Exception {
        node.receive("&minFreeSpace=1000000TB", exchange -> { });
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage()).get().asString().matches("The disk of the store has [0-9]+ bytes left, which are less than "
            + (1_000_000L << 40));
    }

    @Test
    void aStoreThatCannotBeWrittenIsDownAndNamesNoPath() throws Exception {
        node.receive("&minFreeSpace=1", exchange -> { });
        Path data = directory.resolve("data-" + Node.BUCKET);
        Files.move(data, directory.resolve("gone"));
        try {
            assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(health().getMessage()).contains("The store cannot be written: The disk of the store failed");
        } finally {
            Files.move(directory.resolve("gone"), data);
        }
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void objectsThatPileUpAreWarnedAbout() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        node.receive("&minFreeSpace=1&maxBacklog=0&acknowledge=stored", exchange -> release.await(30, TimeUnit.SECONDS));
        node.call(node.to("&key=a"), "a", Map.of());

        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getMessage()).contains("1 objects wait for the route, which are more than 0");
        release.countDown();
        await().untilAsserted(() -> assertThat(health().getMessage()).isEmpty());
    }

    @Test
    void theCheckGoesWithItsGateway() throws Exception {
        node.receive("", exchange -> { });
        node.context().getRouteController().stopRoute("gateway");
        assertThat(HealthCheckRegistry.get(node.context()).getCheck("chunkupload-gateway-gateway")).isEmpty();
        node.context().getRouteController().startRoute("gateway");
        assertThat(health()).isNotNull();
    }

    @Test
    void thresholdsThatMakeNoSenseAreRefusedBeforeAnythingListens() throws IOException {
        assertThatThrownBy(() -> node.receive("&minFreeSpace=much", exchange -> { })).hasStackTraceContaining("Option minFreeSpace=much");
        assertThatThrownBy(() -> node.receive("&maxBacklog=-1", exchange -> { })).hasStackTraceContaining("Option maxBacklog=-1");
        assertThat(directory.resolve("data-" + Node.BUCKET)).doesNotExist();
    }

    private ObjectName bean(String name) throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName pattern = new ObjectName("org.apache.camel:context=" + node.context().getManagementName() + "," + name);
        return beans.queryNames(pattern, null).iterator().next();
    }

    private static Object attribute(ObjectName bean, String name) throws Exception {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(bean, name);
    }

    @Test
    void aConsumerTellsByJmxWhatItDoes() throws Exception {
        node.receive("", exchange -> { });
        String upload = begin("a");
        part("a", upload, MB);
        node.send(node.to("&operation=headObject&key=none&maxAttempts=1"), null, Map.of());

        ObjectName consumer = bean("type=consumers,name=*");
        assertThat(attribute(consumer, "UploadsOpen")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(attribute(consumer, "RequestsInWork")).isEqualTo(0));
        assertThat((long) attribute(consumer, "Requests")).isGreaterThanOrEqualTo(3);
        assertThat(attribute(consumer, "RequestsRefused")).isEqualTo(1L);
        assertThat((long) attribute(consumer, "BytesIn")).isGreaterThanOrEqualTo(MB);
        assertThat((long) attribute(consumer, "BytesOut")).isPositive();
        assertThat(attribute(consumer, "OutboxBacklog")).isEqualTo(0);
        assertThat(attribute(consumer, "LastError")).isEqualTo("");
        Object uploads = ManagementFactory.getPlatformMBeanServer().invoke(consumer, "uploads", null, null);
        assertThat(uploads.toString()).contains(upload + ": " + MB + " of ? bytes, since ");
    }

    @Test
    void theLastErrorIsThatOfTheGatewayItself() throws Exception {
        node.receive("", exchange -> {
            throw new IllegalStateException("/secret/path");
        });
        node.send(node.to("&key=a&maxAttempts=1"), "a", Map.of());
        await().untilAsserted(() -> assertThat(node.consumer().getLastError()).contains(" status=500 failure=INTERNAL ")
            .doesNotContain("secret"));
    }

    @Test
    void anEndpointThatSendsTellsByJmxWhatItDid() throws Exception {
        node.receive("", exchange -> { });
        String uri = "direct:send";
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).to(node.to("&partSize=1MB&maxAttempts=1"));
            }
        });
        Path file = Files.write(directory.resolve("file"), new byte[3 * MB]);
        node.call(uri, file.toFile(), Map.of(ChunkUploadConstants.KEY, "a"));
        node.send(uri, file.toFile(), Map.of(ChunkUploadConstants.KEY, "x".repeat(2000)));

        ObjectName endpoint = bean("type=endpoints,name=\"chunkupload:*endpoint=*\"");
        assertThat(attribute(endpoint, "PartsSent")).isEqualTo(3L);
        assertThat(attribute(endpoint, "BytesSent")).isEqualTo(3L * MB);
        assertThat(attribute(endpoint, "Retries")).isEqualTo(0L);
        assertThat(attribute(endpoint, "UploadsCompleted")).isEqualTo(1L);
        assertThat(attribute(endpoint, "UploadsFailed")).isEqualTo(1L);
        assertThat(attribute(endpoint, "LastUploadError").toString()).contains("INVALID_KEY");
    }

    private DevConsole console() {
        DevConsoleRegistry consoles = node.context().getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
        return consoles.resolveById("chunkupload");
    }

    @Test
    void theConsoleShowsGatewaysEndpointsAndUploads() throws Exception {
        node.receive("", exchange -> { });
        String upload = begin("half");
        part("half", upload, MB);
        node.call(node.to("&key=whole"), "whole", Map.of());

        String text = (String) console().call(DevConsole.MediaType.TEXT);
        assertThat(text).contains("Gateway cos:" + Node.BUCKET + " (route gateway): 1 uploads open")
            .contains(Node.BUCKET + "/half upload " + upload + ": " + MB + " of ? bytes").contains("1 uploads made, 0 failed")
            .doesNotContain("s3cr");

        JsonObject json = (JsonObject) console().call(DevConsole.MediaType.JSON);
        JsonObject gateway = (JsonObject) ((JsonArray) json.get("gateways")).get(0);
        assertThat(gateway).containsEntry("route", "gateway").containsEntry("uploadsOpen", 1).containsEntry("outbox", 0);
        JsonObject progress = (JsonObject) ((JsonArray) gateway.get("uploads")).get(0);
        assertThat(progress).containsEntry("key", "half").containsEntry("stored", (long) MB).containsEntry("uploadId", upload);
        assertThat(json.toJson()).contains("\"uploadsCompleted\":1").doesNotContain("s3cr");
    }

    @Test
    void theConsoleShowsWhatArrivedLastAndWhatWasRefused() throws Exception {
        node.receive("", exchange -> { });
        node.call(node.to("&key=first"), "one", Map.of());
        node.call(node.to("&key=second"), "three", Map.of());
        node.send(node.to("&operation=headObject&key=none&maxAttempts=1"), null, Map.of());

        await().untilAsserted(() -> {
            JsonObject json = (JsonObject) console().call(DevConsole.MediaType.JSON);
            JsonObject gateway = (JsonObject) ((JsonArray) json.get("gateways")).get(0);
            JsonArray arrivals = (JsonArray) gateway.get("arrivals");
            assertThat((JsonObject) arrivals.get(0)).containsEntry("bucket", Node.BUCKET).containsEntry("key", "second")
                .containsEntry("size", 5L).containsKey("time");
            assertThat((JsonObject) arrivals.get(1)).containsEntry("key", "first");
            assertThat(((JsonArray) gateway.get("refusals")).toString()).contains("none", "404", "NO_SUCH_OBJECT");
        });
    }

    @Test
    void theConsoleShowsWhatIsBeingSent() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        node.receive("", exchange -> release.await(30, TimeUnit.SECONDS));
        CompletableFuture<Exchange> sent = CompletableFuture.supplyAsync(() -> node.send(node.to("&key=slow"), "slow", Map.of()));
        await().until(() -> console().call(DevConsole.MediaType.TEXT).toString().contains("Sending " + Node.BUCKET + "/slow"));
        assertThat((List<?>) ((JsonObject) console().call(DevConsole.MediaType.JSON)).get("running")).hasSize(1);
        release.countDown();
        assertThat(sent.get(30, TimeUnit.SECONDS).getException()).isNull();
    }
}
