package io.github.chunkupload.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes of the cluster over a real Kafka: only the URIs of the queues are others. */
class KafkaTest {

    private static final int SIZE = (3 << 20) + 17;

    @TempDir
    Path directory;

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void claimsAndReceiptsGoOverKafkaByAnotherUriOnly() throws Exception {
        Path inbox = Files.createDirectories(directory.resolve("shared/inbox"));
        byte[] bytes = new byte[SIZE];
        new Random(SIZE).nextBytes(bytes);
        Files.write(inbox.resolve("file.bin"), bytes);
        Database database = new Database("jdbc:h2:mem:kafka;DB_CLOSE_DELAY=-1");
        database.prepare();
        CamelContext camel = new DefaultCamelContext();
        try (KafkaBroker broker = KafkaBroker.start(directory); Gateway gateway = Gateway.start(freePort(), directory.resolve("gateway"))) {
            camel.getShutdownStrategy().setTimeout(5);
            Wiring wiring = new Wiring(gateway.store("1MB"), broker.topic("work"), broker.topic("receipts"), "", database,
                directory.resolve("shared"));
            new NodeRoutes(wiring, told::add).addTo(camel, List.of("gather", "work", "scatter"));
            camel.start();

            await().atMost(Duration.ofSeconds(60)).until(() -> !told.isEmpty());

            assertThat(told).first().asString().isEqualTo("DONE inbox/file.bin, 4 parts, proved by crc64");
            assertThat(directory.resolve("gateway/received/file.bin")).hasBinaryContent(bytes);
            assertThat(directory.resolve("shared/done/file.bin")).hasBinaryContent(bytes);
            assertThat(gateway.received()).hasSize(1);
        } finally {
            camel.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
