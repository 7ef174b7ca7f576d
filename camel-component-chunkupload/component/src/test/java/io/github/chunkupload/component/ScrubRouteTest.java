package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that looks through what it keeps for damage. */
@Timeout(60)
class ScrubRouteTest {

    private static final int SIZE = 100_000;

    @TempDir
    private Path directory;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
        node.context().getRegistry().bind("metricsRegistry", meters);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void store(String... keys) throws Exception {
        for (String key : keys) {
            node.call(node.to("&key=" + key), key.repeat(SIZE / key.length()), Map.of());
        }
    }

    /** Flips a bit in the file that holds the bytes of an object, told by its first byte. */
    private void damage(String key) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data-" + Node.BUCKET).resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes[0] == key.charAt(0)) {
                    bytes[SIZE / 2] ^= 4;
                    Files.write(file, bytes);
                }
            }
        }
    }

    private HealthCheck.Result health() {
        return HealthCheckRegistry.get(node.context()).getCheck("chunkupload-gateway-gateway").orElseThrow().call(Map.of());
    }

    private double gauge(String name) {
        return meters.get(name).tag("route", "gateway").gauge().value();
    }

    @Test
    void bySchedule() throws Exception {
        node.receive("&receive=none&minFreeSpace=1&scrubPeriod=20", exchange -> { });
        store("a", "b");
        assertThat(health().getMessage()).isEmpty();
        damage("b");
        await().untilAsserted(() -> assertThat(health().getMessage()).contains("1 objects are damaged: the log and JMX name them"));
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getDetails()).containsEntry("chunkupload.damaged", 1);

        node.call(node.to("&operation=deleteObject&key=b"), null, Map.of());
        await().untilAsserted(() -> assertThat(health().getMessage()).isEmpty());
    }

    @Test
    void onDemandAndEverywhereToBeSeen() throws Exception {
        node.receive("&receive=none&minFreeSpace=1&scrubPeriod=0", exchange -> { });
        store("a", "b", "c");
        damage("c");
        assertThat(node.consumer().getScrub()).isEmpty();
        await().until(() -> node.consumer().scrub());
        await().untilAsserted(() -> assertThat(node.consumer().getScrub())
            .matches("3 objects of 300000 bytes read again since .*, until .*, 1 damaged, 0 encrypted"));

        String line = Node.BUCKET + "/c: The object is damaged: its 100000 bytes have crc64 ";
        assertThat(node.consumer().getDamagedObjects()).isEqualTo(1);
        assertThat(node.consumer().damage()).singleElement().asString().startsWith(line);
        assertThat(gauge("chunkupload.gateway.damaged")).isEqualTo(1);
        assertThat(gauge("chunkupload.gateway.scrubbed")).isEqualTo(3);
        DevConsole console = node.context().getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class)
            .resolveById("chunkupload");
        assertThat(console.call(DevConsole.MediaType.TEXT).toString()).contains("    Damaged: " + line);
        assertThat(console.call(DevConsole.MediaType.JSON).toString()).contains(line);
    }

    @Test
    void oneObjectByItsName() throws Exception {
        node.receive("&receive=none", exchange -> { });
        store("a", "b");
        damage("b");
        assertThat(node.consumer().verify(Node.BUCKET, "a")).contains("CRC64");
        assertThatThrownBy(() -> node.consumer().verify(Node.BUCKET, "b")).hasMessageContaining("The object is damaged");
    }

    @Test
    void whatWasFoundIsThereAfterARestart() throws Exception {
        node.receive("&receive=none&minFreeSpace=1&scrubPeriod=0", exchange -> { });
        store("a");
        damage("a");
        node.consumer().scrub();
        await().untilAsserted(() -> assertThat(node.consumer().getDamagedObjects()).isEqualTo(1));
        node.context().getRouteController().stopRoute("gateway");
        node.context().getRouteController().startRoute("gateway");
        assertThat(node.consumer().damage()).singleElement().asString().startsWith(Node.BUCKET + "/a: The object is damaged");
    }

    @Test
    void aPassUnderWayDoesNotHoldUpTheEndOfItsGateway() throws Exception {
        node.receive("&receive=none&scrubPeriod=0&scrubBandwidth=1", exchange -> { });
        store("a", "b");
        assertThat(node.consumer().scrub()).isTrue();
        assertThat(node.consumer().scrub()).isFalse();
        await().untilAsserted(() -> assertThat(node.consumer().getScrub()).startsWith("0 objects of 0 bytes read again since "));
        node.context().getRouteController().stopRoute("gateway");
        node.context().getRouteController().startRoute("gateway");
        assertThat(node.consumer().getScrub()).startsWith("0 objects of 0 bytes read again since ").doesNotContain("until");
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedByName() {
        assertThatThrownBy(() -> node.receive("&scrubPeriod=-1", exchange -> { })).hasStackTraceContaining("Option scrubPeriod=-1");
        assertThatThrownBy(() -> node.receive("&scrubBandwidth=0", exchange -> { })).hasStackTraceContaining("Option scrubBandwidth=0");
    }
}
