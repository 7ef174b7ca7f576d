package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Message;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The template against gateways of every protocol, over real sockets. */
class SplitUploadRoundTripTest {

    @TempDir
    Path directory;

    private final List<byte[]> received = new CopyOnWriteArrayList<>();

    private Node start(String protocol, Form form, String options) throws Exception {
        Node node = new Node(directory, protocol).receive("", exchange -> received.add(exchange.getMessage().getBody(byte[].class)));
        form.addTo(node.context());
        TemplatedRouteBuilder.builder(node.context(), ChunkUploadRouteTemplates.SPLIT_UPLOAD).routeId("split")
            .parameter("from", "direct:split").parameter("to", node.to("&key=2026/holiday.bin" + options)).add();
        return node;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "cos, YAML, 3500000, 4, crc64, &partSize=1MB",
        "cos, JAVA, 3500000, 4, crc64, &partSize=1MB",
        "cdcs, YAML, 3500000, 4, md5, &partSize=1MB",
        "qingstor, JAVA, 9000000, 3, md5, &partSize=4MB",
        "cayman, YAML, 3500000, 4, md5, &partSize=1MB",
        "cos-slice, JAVA, 3000000, 6, sha1, &partSize=524288&protocol.serial=true",
        "cos-slice, YAML, 3000000, 3, sha1, &partSize=1MB&protocol.serial=false",
        "cos-slice, YAML, 3000000, 3, md5, &partSize=1MB&protocol.dialect=v2&protocol.serial=false",
        "cos-slice, JAVA, 3000000, 6, md5, &partSize=524288&protocol.dialect=v2&protocol.serial=true"})
    void everyProtocolIsDriven(String protocol, Form form, int size, int parts, String proof, String options) throws Exception {
        byte[] bytes = random(size);
        Path file = Files.write(directory.resolve("holiday.bin"), bytes);
        try (Node node = start(protocol, form, options)) {
            Message sent = node.call("direct:split", file.toFile(), Map.of()).getMessage();

            assertThat(received).containsExactly(bytes);
            assertThat(sent.getBody()).isEqualTo(file.toFile());
            assertThat(sent.getHeaders()).containsEntry(ChunkUploadConstants.KEY_PRODUCED, "2026/holiday.bin")
                .containsEntry(ChunkUploadConstants.PARTS, parts).containsEntry(ChunkUploadConstants.PROOF, proof)
                .containsEntry(ChunkUploadConstants.SIZE, (long) size).containsEntry(ChunkUploadConstants.RESUMED, 0)
                .doesNotContainKeys(ChunkUploadConstants.OPERATION, ChunkUploadConstants.PLAN, ChunkUploadConstants.LEDGER);
        }
    }

    @Test
    void whatTheStoreHasAlreadyIsNotSplit() throws Exception {
        byte[] bytes = random(3_000_000);
        Path file = Files.write(directory.resolve("holiday.bin"), bytes);
        try (Node node = start("cos-slice", Form.YAML, "&partSize=1MB&protocol.serial=false")) {
            node.call(node.to("&key=before&partSize=1MB"), file.toFile(), Map.of());

            Message sent = node.call("direct:split", file.toFile(), Map.of()).getMessage();

            assertThat(received).containsExactly(bytes, bytes);
            assertThat(sent.getHeaders()).containsEntry(ChunkUploadConstants.PARTS, 0).containsEntry(ChunkUploadConstants.PROOF, "sha1");
        }
    }
}
