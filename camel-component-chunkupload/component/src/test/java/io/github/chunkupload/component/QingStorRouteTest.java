package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a route through QingStor to another: producer, real sockets, gateway, delivery. */
class QingStorRouteTest {

    record Received(String key, byte[] bytes) {
    }

    @TempDir
    Path directory;

    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory).route("chunkupload:qingstor:mybucket?serverUri=undertow:http://127.0.0.1:0&" + Node.KEYS
            + "&dataDirectory=" + directory.resolve("data"), "gateway", exchange -> received.add(new Received(
                exchange.getMessage().getHeader(ChunkUploadConstants.KEY, String.class), exchange.getMessage().getBody(byte[].class))));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aFileInPartsArrivesProvedByTheETagsOfItsParts() throws Exception {
        byte[] bytes = random(9_000_000);
        Path file = Files.write(directory.resolve("holiday.bin"), bytes);

        Message sent = node.call(to("&partSize=4MB&key=2026/holiday.bin&metadata.owner=me"), file.toFile(), Map.of()).getMessage();

        Received object = received.remove();
        assertThat(object.key()).isEqualTo("2026/holiday.bin");
        assertThat(object.bytes()).isEqualTo(bytes);
        assertThat(sent.getHeaders()).containsEntry(ChunkUploadConstants.PARTS, 3).containsEntry(ChunkUploadConstants.PROOF, "md5")
            .containsEntry(ChunkUploadConstants.SIZE, 9_000_000L);
    }

    @Test
    void aStreamOfUnknownLengthArrives() throws Exception {
        byte[] bytes = random(5_000_000);
        Message sent = node.call(to("&partSize=4MB&key=s"), new ByteArrayInputStream(bytes), Map.of()).getMessage();

        assertThat(received.remove().bytes()).isEqualTo(bytes);
        assertThat(sent.getHeader(ChunkUploadConstants.PARTS)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "a//b", "..", "a/./b", "a;b=c,d;e", "trailing/", "a+b c", "中/文 件.bin", "q?x=1&y#z"})
    void awkwardKeysArriveAsTheyAreAndCanBeRead(String key) throws Exception {
        node.call(to(""), "x", Map.of(ChunkUploadConstants.KEY, key));

        assertThat(received.remove().key()).isEqualTo(key);
        Message read = node.call(to("&operation=getObject"), null, Map.of(ChunkUploadConstants.KEY, key)).getMessage();
        assertThat(read.getHeader(ChunkUploadConstants.SIZE)).isEqualTo(1L);
    }

    @Test
    void anybodyMayUploadIntoTheBucketThatAnOptionOpensAndIntoNoOther() throws Exception {
        node.route("chunkupload:qingstor:*?serverUri=undertow:http://localhost:0&" + Node.KEYS + "&dataDirectory="
            + directory.resolve("open") + "&protocol.anonymousWrite=dropbox", "open", exchange -> received.add(new Received(
                exchange.getMessage().getHeader(ChunkUploadConstants.KEY, String.class), exchange.getMessage().getBody(byte[].class))));
        String anonymous = "chunkupload:qingstor:%s?endpoint=http://localhost:" + node.port("open") + "&key=k";

        node.call(anonymous.formatted("dropbox") + "&anonymous=true", "hello", Map.of());
        assertThat(received.remove().bytes()).asString().isEqualTo("hello");
        assertThatExceptionOfType(UploadException.class)
            .isThrownBy(() -> node.call(anonymous.formatted("closed") + "&anonymous=true", "x", Map.of()))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.FORBIDDEN));
        assertThatExceptionOfType(UploadException.class)
            .isThrownBy(() -> node.call(anonymous.formatted("dropbox") + "&accessKey=me&secretKey=wrong", "x", Map.of()))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.SIGNATURE_MISMATCH));
        assertThat(received).isEmpty();
    }

    @Test
    void aWrongSecretIsRefusedByName() {
        String uri = to("&key=k").replace(Node.KEYS, "accessKey=me&secretKey=wrong");

        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> node.call(uri, "x", Map.of()))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.SIGNATURE_MISMATCH));
        assertThat(received).isEmpty();
    }

    private String to(String options) {
        return "chunkupload:qingstor:mybucket?endpoint=http://127.0.0.1:" + node.port() + "&" + Node.KEYS + "&journalDirectory="
            + directory.resolve("journal") + options;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
