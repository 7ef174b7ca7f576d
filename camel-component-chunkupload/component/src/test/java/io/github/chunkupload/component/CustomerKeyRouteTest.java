package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customer keys from one route to another: producer, QingStor over a real socket, gateway, disk. */
class CustomerKeyRouteTest {

    private static final String KEY = "0123456789-customer-key-01234567";
    private static final String OTHER = "another-customer-key-01234567890";
    private static final byte[] TEXT = "what nobody else may read; ".repeat(350_000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void receive(String options) throws Exception {
        node.route("chunkupload:qingstor:mybucket?serverUri=undertow:http://127.0.0.1:0&" + Node.KEYS + "&dataDirectory="
            + directory.resolve("data") + options, "gateway", exchange -> { });
    }

    private String to(String options) {
        return "chunkupload:qingstor:mybucket?endpoint=http://127.0.0.1:" + node.port() + "&" + Node.KEYS + "&maxAttempts=1"
            + "&key=secret.txt&journalDirectory=" + directory.resolve("journal") + options;
    }

    private static String key(String key) {
        return "&customerSecretKey=RAW(" + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII)) + ")";
    }

    private Message get(String options) throws Exception {
        return node.call(to("&operation=getObject&autoCloseBody=false" + options), null, Map.of()).getMessage();
    }

    private UploadException refusal(String uri, Object body, Map<String, ?> headers) {
        UploadException refusal = catchThrowableOfType(UploadException.class, () -> node.call(uri, body, headers));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    @Test
    void aFileInPartsIsReadableWithTheKeyItWasUploadedWithOnly() throws Exception {
        receive("&receive=none");
        Path file = Files.write(directory.resolve("plain.txt"), TEXT);
        Message sent = node.call(to("&partSize=4MB" + key(KEY)), file.toFile(), Map.of()).getMessage();
        Files.delete(file);

        assertThat(sent.getHeaders()).containsEntry(ChunkUploadConstants.PARTS, 3).containsEntry(ChunkUploadConstants.PROOF, "md5");
        assertThat(get(key(KEY)).getBody(byte[].class)).isEqualTo(TEXT);
        String read = to("&operation=getObject");
        assertThat(refusal(read, null, Map.of()).kind()).isEqualTo(Failure.CUSTOMER_KEY_REQUIRED);
        assertThat(refusal(read + key(OTHER), null, Map.of()).kind()).isEqualTo(Failure.CUSTOMER_KEY_MISMATCH);
        nothingTellsTextOrKey();
    }

    @Test
    void theStepsOfAnUploadCarryTheKeyToo() throws Exception {
        receive("&receive=none");
        Message begun = node.call(to("&operation=initiate" + key(KEY)), null, Map.of()).getMessage();
        Map<String, Object> part = Map.of(ChunkUploadConstants.UPLOAD_ID, begun.getHeader(ChunkUploadConstants.UPLOAD_ID),
            ChunkUploadConstants.PART_INDEX, 0);
        assertThat(refusal(to("&operation=uploadPart"), "content", part).kind()).isEqualTo(Failure.CUSTOMER_KEY_REQUIRED);
        node.call(to("&operation=uploadPart" + key(KEY)), "content", part);
        node.call(to("&operation=complete"), null, part);

        Message head = node.call(to("&operation=headObject" + key(KEY)), null, Map.of()).getMessage();
        assertThat(head.getBody(ObjectInfo.class).size()).isEqualTo(7);
        assertThat(get(key(KEY)).getBody(String.class)).isEqualTo("content");
        node.call(to("&operation=putObject" + key(OTHER)), "replaced", Map.of());
        assertThat(get(key(OTHER)).getBody(String.class)).isEqualTo("replaced");
    }

    @Test
    void aGatewayThatHandsObjectsToARouteRefusesTheKeyByName() throws Exception {
        receive("");
        UploadException refused = refusal(to(key(KEY)), "small", Map.of());
        assertThat(refused.kind()).isEqualTo(Failure.UNSUPPORTED);
        assertThat(refused).hasMessageContaining("hands objects to a route");
        Path file = Files.write(directory.resolve("plain.txt"), TEXT);
        assertThat(refusal(to("&partSize=4MB" + key(KEY)), file.toFile(), Map.of()).kind()).isEqualTo(Failure.UNSUPPORTED);
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            assertThat(files.filter(Files::isRegularFile).map(found -> found.getFileName().toString())).containsOnly("format", "lock");
        }
    }

    private void nothingTellsTextOrKey() throws Exception {
        byte[] raw = KEY.getBytes(StandardCharsets.US_ASCII);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as("%s", file).doesNotContain("nobody", KEY,
                    HexFormat.of().formatHex(raw), Base64.getEncoder().encodeToString(raw));
            }
        }
    }
}
