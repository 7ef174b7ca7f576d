package io.github.chunkupload.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as a process of its own, as a user starts it. */
@Timeout(180)
class PackagedJarIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;
    private int management;
    private Process process;

    @BeforeEach
    void start() throws IOException {
        port = freePort();
        management = freePort();
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-jar",
            System.getProperty("example.jar"), "--server.port=" + port, "--management.server.port=" + management,
            "--example.home=" + directory).redirectErrorStream(true).redirectOutput(log().toFile()).start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Test
    void fileGoesThroughDropAndGatewayAndActuatorTellsOfIt() throws Exception {
        byte[] content = new byte[(20 << 20) + 7];
        new Random(1).nextBytes(content);
        Path outbox = Files.createDirectories(directory.resolve("outbox"));
        Path arriving = Files.write(directory.resolve("arriving"), content);
        Files.move(arriving, outbox.resolve("50% of a+b;c.bin"));

        await().atMost(PATIENCE).failFast(() -> assertThat(process.isAlive()).as(tail()).isTrue())
            .untilAsserted(() -> assertThat(outbox.resolve(".camel").resolve("50% of a+b;c.bin")).as(tail()).exists());
        assertThat(Files.readAllBytes(directory.resolve("received").resolve("50% of a+b;c.bin"))).isEqualTo(content);

        healthIsThatOfTheGatewayAndOfTheUploads();
        await().untilAsserted(() -> metersCountTheUpload(content.length));
        assertThat(meter("COUNT", "camel.exchanges.succeeded?tag=routeId:gateway")).isEqualTo(1);
        assertThat(get(port, "/actuator/health").statusCode()).as("the gateway has all paths of its port").isEqualTo(403);

        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(tail()).doesNotContain("ERROR");
    }

    private void healthIsThatOfTheGatewayAndOfTheUploads() throws Exception {
        JsonNode health = json("/actuator/health");
        assertThat(health.path("status").asText()).isEqualTo("UP");
        JsonNode ours = health.findParent("chunkupload-open-uploads");
        assertThat(ours.path("chunkupload-open-uploads").asText()).isEqualTo("UP");
        assertThat(ours.path("chunkupload-open-uploads.data").path("chunkupload.stale").asInt(-1)).isZero();
        assertThat(ours.path("chunkupload-gateway-gateway").asText()).isEqualTo("UP");
        JsonNode gateway = ours.path("chunkupload-gateway-gateway.data");
        assertThat(gateway.path("route.id").asText()).isEqualTo("gateway");
        assertThat(gateway.path("chunkupload.space").asLong()).isPositive();
        assertThat(gateway.path("chunkupload.uploads").asInt(-1)).isZero();
        assertThat(gateway.path("chunkupload.outbox").asInt(-1)).isZero();
    }

    private void metersCountTheUpload(int length) throws Exception {
        assertThat(meter("COUNT", "chunkupload.producer.uploads?tag=protocol:cos&tag=failure:none")).isEqualTo(1);
        assertThat(meter("COUNT", "chunkupload.producer.parts?tag=protocol:cos&tag=bucket:examplebucket-1250000000")).isEqualTo(3);
        assertThat(meter("COUNT", "chunkupload.producer.sent?tag=protocol:cos")).isEqualTo(length);
        assertThat(meter("COUNT", "chunkupload.gateway.parts?tag=protocol:cos")).isEqualTo(3);
        assertThat(meter("COUNT", "chunkupload.gateway.received?tag=protocol:cos")).isGreaterThanOrEqualTo(length);
        assertThat(meter("COUNT", "chunkupload.gateway.requests?tag=protocol:cos&tag=status:200&tag=failure:none"))
            .as("initiate, three parts, complete").isGreaterThanOrEqualTo(5);
        assertThat(meter("COUNT", "chunkupload.disk.fsync")).isPositive();
        assertThat(meter("VALUE", "chunkupload.gateway.space?tag=route:gateway")).isGreaterThan(length);
        for (String none : List.of("active", "uploads", "outbox")) {
            assertThat(meter("VALUE", "chunkupload.gateway." + none + "?tag=route:gateway")).as(none).isZero();
        }
    }

    private double meter(String statistic, String nameAndTags) throws Exception {
        for (JsonNode measured : json("/actuator/metrics/" + nameAndTags).path("measurements")) {
            if (measured.path("statistic").asText().equals(statistic)) {
                return measured.path("value").asDouble();
            }
        }
        throw new AssertionError("Nothing is told of " + nameAndTags);
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(get(management, path).body());
    }

    private HttpResponse<String> get(int of, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Path log() {
        return directory.resolve("application.log");
    }

    private String tail() throws IOException {
        String all = Files.readString(log());
        return all.substring(Math.max(0, all.length() - 10_000));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
