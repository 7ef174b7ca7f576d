package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a Camel route to a Camel route, in the words of CDCS. */
class CdcsRoundTripTest {

    record Received(String key, byte[] bytes, String contentType) {
    }

    @TempDir
    private Path directory;

    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory, "cdcs").receive("", this::receive);
    }

    private void receive(Exchange exchange) {
        Message message = exchange.getMessage();
        received.add(new Received(message.getHeader(ChunkUploadConstants.KEY, String.class), message.getBody(byte[].class),
            message.getHeader(Exchange.CONTENT_TYPE, String.class)));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "xml"})
    void aFileInPartsArrivesAsItWasSent(String generation) throws Exception {
        byte[] bytes = random(3_500_000);
        Path file = Files.write(directory.resolve("holiday.bin"), bytes);
        String uri = node.to("&partSize=1MB&contentType=image/png&requireProof=true&protocol.generation=" + generation);

        Message sent = node.call(uri, file.toFile(), Map.of(ChunkUploadConstants.KEY, "2026/照 片+a.bin")).getMessage();

        Received object = received.remove();
        assertThat(object.key()).isEqualTo("2026/照 片+a.bin");
        assertThat(object.bytes()).isEqualTo(bytes);
        assertThat(object.contentType()).isEqualTo("image/png");
        assertThat(sent.getHeaders()).containsEntry(ChunkUploadConstants.PARTS, 4).containsEntry(ChunkUploadConstants.PROOF, "md5")
            .containsEntry(ChunkUploadConstants.SIZE, 3_500_000L);
    }

    @Test
    void aSmallBodyAndAStreamOfUnknownLengthArriveToo() throws Exception {
        byte[] bytes = random(2_500_000);
        node.call(node.to("&key=small"), "hello", Map.of());
        node.call(node.to("&key=stream&partSize=1MB"), new ByteArrayInputStream(bytes), Map.of());

        assertThat(received.remove().bytes()).asString().isEqualTo("hello");
        assertThat(received.remove().bytes()).isEqualTo(bytes);
    }

    @Test
    void operationsWorkOneByOneAndKeepTheKeyToThemselves() throws Exception {
        Object id = node.call(node.to("&key=steps&operation=initiate"), null, Map.of()).getMessage()
            .getHeader(ChunkUploadConstants.UPLOAD_ID);
        assertThat(refusal("&key=steps&operation=initiate", null)).isEqualTo(Failure.UPLOAD_OPEN);
        assertThat(refusal("&key=steps&operation=putObject", "x")).isEqualTo(Failure.UPLOAD_OPEN);

        Map<String, Object> part = Map.of(ChunkUploadConstants.UPLOAD_ID, id, ChunkUploadConstants.PART_INDEX, 0);
        node.call(node.to("&key=steps&operation=uploadPart"), "all of it", part);
        node.call(node.to("&key=steps&operation=complete"), null, Map.of(ChunkUploadConstants.UPLOAD_ID, id));

        assertThat(received.remove().bytes()).asString().isEqualTo("all of it");
        assertThat(refusal("&key=steps", "again")).isEqualTo(Failure.ALREADY_EXISTS);
        assertThat(refusal("&key=steps&operation=deleteObject", null)).isEqualTo(Failure.UNSUPPORTED);
        assertThat(refusal("&key=empty", "")).isEqualTo(Failure.INVALID_ARGUMENT);
        assertThat(received).isEmpty();
    }

    @Test
    void aGatewayOfAnyProtocolTellsItFromCos() throws Exception {
        try (Node any = new Node(directory.resolve("any"), "any").receive("", this::receive)) {
            String cdcs = any.to("&partSize=1MB").replace(":any:", ":cdcs:");
            String cos = any.to("&partSize=1MB").replace(":any:", ":cos:");
            for (byte[] bytes : new byte[][] {random(2_500_000), random(10)}) {
                String key = "of " + bytes.length;
                any.call(cdcs, bytes, Map.of(ChunkUploadConstants.KEY, key));
                assertThat(any.send(cdcs, bytes, Map.of(ChunkUploadConstants.KEY, key)).getException())
                    .hasMessageContaining("AlreadyExists");
                any.call(cos, bytes, Map.of(ChunkUploadConstants.KEY, key));
            }
        }
        assertThat(received).hasSize(4);
    }

    private Failure refusal(String options, Object body) {
        Exception failure = node.send(node.to(options), body, Map.of()).getException();
        assertThat(failure).isInstanceOf(UploadException.class);
        return ((UploadException) failure).kind();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
