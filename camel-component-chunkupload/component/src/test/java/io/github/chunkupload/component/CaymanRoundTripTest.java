package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cayman from one route to another, through the component, the gateway and the disk. */
class CaymanRoundTripTest {

    @TempDir
    private Path directory;

    private final Queue<Message> received = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> bytes = new ConcurrentLinkedQueue<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory, "cayman").receive("", exchange -> {
            received.add(exchange.getMessage().copy());
            bytes.add(exchange.getMessage().getBody(byte[].class));
        });
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aFileInBlocksArrivesAsItWasSent() throws Exception {
        byte[] content = random(3_500_000);
        Path file = Files.write(directory.resolve("holiday.bin"), content);

        Message sent = node.call(node.to("&partSize=1MB&key=2026/holiday.bin"), file.toFile(), Map.of()).getMessage();

        assertThat(bytes.remove()).isEqualTo(content);
        assertThat(received.remove().getHeader(ChunkUploadConstants.KEY)).isEqualTo("2026/holiday.bin");
        assertThat(sent.getHeaders()).containsEntry(ChunkUploadConstants.PARTS, 4).containsEntry(ChunkUploadConstants.SIZE, 3_500_000L)
            .containsEntry(ChunkUploadConstants.PROOF, "md5");
    }

    @Test
    void aStreamLargerThanABlockIsCutIntoBlocks() throws Exception {
        byte[] content = random(9_000_000);

        Message sent = node.call(node.to("&key=stream"), new ByteArrayInputStream(content), Map.of()).getMessage();

        assertThat(bytes.remove()).isEqualTo(content);
        assertThat(sent.getHeader(ChunkUploadConstants.PARTS)).isEqualTo(3);
    }

    @Test
    void anEmptyBodyMakesAnEmptyObjectThatCanBeReadAndRemoved() throws Exception {
        node.call(node.to("&key=empty"), new byte[0], Map.of());

        assertThat(bytes.remove()).isEmpty();
        assertThat(node.call(node.to("&operation=headObject&key=empty"), null, Map.of()).getMessage()
            .getHeader(ChunkUploadConstants.SIZE)).isEqualTo(0L);
        node.call(node.to("&operation=deleteObject&key=empty"), null, Map.of());
        node.call(node.to("&key=empty"), "again", Map.of());
        assertThat(bytes.remove()).isEqualTo("again".getBytes());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
