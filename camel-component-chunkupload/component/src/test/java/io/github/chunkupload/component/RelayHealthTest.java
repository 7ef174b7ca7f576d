package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What health check, JMX and meters tell of a gateway that relays call by call. */
@Timeout(60)
class RelayHealthTest {

    private static final String FAR = "far-1250000000";
    private static final String REFUSAL = " is not relayed to the store behind " + Node.BUCKET + ": ";

    @TempDir
    private Path directory;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream stderr = System.err;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        node = new Node(directory);
        node.context().getRegistry().bind("metricsRegistry", meters);
    }

    @AfterEach
    void stop() {
        System.setErr(stderr);
        node.close();
    }

    /** Starts a gateway for {@code near}, which relays to a store that speaks {@code far}. */
    private void relay(String near, String far) throws Exception {
        node.route("chunkupload:" + far + ":" + FAR + "?receive=none&fsync=never&defaultBucket=" + FAR + "&" + Node.KEYS
            + "&serverUri=undertow:http://127.0.0.2:0&dataDirectory=" + directory.resolve("far"), "far", exchange -> { });
        String to = "chunkupload:" + far + ":" + FAR + "?endpoint=http://127.0.0.2:" + node.port("far") + "&" + Node.KEYS
            + "&maxAttempts=1&journalDirectory=" + directory.resolve("journal");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("chunkupload:" + near + ":" + Node.BUCKET + "?receive=operations&defaultBucket=" + Node.BUCKET + "&" + Node.KEYS
                    + "&serverUri=undertow:http://127.0.0.1:0").routeId("gateway")
                        .setHeader(ChunkUploadConstants.BUCKET).constant(FAR).to(to);
            }
        });
    }

    private HealthCheck.Result health() {
        return HealthCheckRegistry.get(node.context()).getCheck("chunkupload-gateway-gateway").orElseThrow().call(Map.of());
    }

    private String begin(String key) throws Exception {
        return node.call(node.to("&operation=initiate&key=" + key), "", Map.of()).getMessage()
            .getHeader(ChunkUploadConstants.UPLOAD_ID, String.class);
    }

    @Test
    void openUploadsAreThoseThatWentThroughAndHaveNotEnded() throws Exception {
        relay("cos", "qingstor");
        String upload = begin("a");
        String other = begin("b");
        for (int twice = 0; twice < 2; twice++) {
            node.call(node.to("&operation=uploadPart&key=a"), new byte[1000],
                Map.of(ChunkUploadConstants.UPLOAD_ID, upload, ChunkUploadConstants.PART_INDEX, 0));
        }
        assertThat(node.consumer().getUploadsOpen()).isEqualTo(2);
        assertThat(meters.get("chunkupload.gateway.uploads").tag("route", "gateway").gauge().value()).isEqualTo(2);
        assertThat(meters.get("chunkupload.gateway.space").tag("route", "gateway").gauge().value()).isEqualTo(-1);
        assertThat(node.consumer().uploads()).hasSize(2).anySatisfy(line -> assertThat(line).contains("/a upload ", ": 1000 of ? bytes"));
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getMessage()).isEmpty();
        assertThat(health().getDetails()).containsEntry("chunkupload.uploads", 2).doesNotContainKey("chunkupload.space");

        node.call(node.to("&operation=complete&key=a"), "", Map.of(ChunkUploadConstants.UPLOAD_ID, upload));
        assertThat(node.consumer().getUploadsOpen()).isEqualTo(1);
        node.call(node.to("&operation=abort&key=b"), "", Map.of(ChunkUploadConstants.UPLOAD_ID, other));
        assertThat(node.consumer().getUploadsOpen()).isZero();
    }

    @Test
    void aPairThatDoesNotFitIsDownAndSaysWhyInTheLogToo() throws Exception {
        relay("cayman", "cos");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        String message = health().getMessage().orElseThrow();
        assertThat(message).startsWith("cayman" + REFUSAL);
        assertThat(log.toString(StandardCharsets.UTF_8)).contains(message);
        DevConsole console = node.context().getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class)
            .resolveById("chunkupload");
        assertThat(console.call(DevConsole.MediaType.TEXT).toString()).contains(message);
        assertThat(((JsonObject) console.call(DevConsole.MediaType.JSON)).toJson()).contains(REFUSAL);
    }

    @Test
    void aProtocolOfSeveralThatDoesNotFitIsWarnedAbout() throws Exception {
        relay("any", "cos");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getMessage()).get().asString().startsWith("cayman" + REFUSAL).doesNotContain("qingstor is");
    }

    @Test
    void aStoreBehindThatDoesNotAnswerIsDown() throws Exception {
        relay("cos", "cos");
        String upload = begin("a");
        node.context().getRouteController().stopRoute("far");
        Map<String, Object> part = Map.of(ChunkUploadConstants.UPLOAD_ID, upload, ChunkUploadConstants.PART_INDEX, 0);
        assertThat(node.send(node.to("&operation=uploadPart&maxAttempts=1&key=a"), "part", part).getException())
            .hasMessageContaining("cannot be reached");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage()).get().asString().startsWith("The store behind the route does not answer: ");
    }
}
