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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a route through the legacy JSON API of COS to another: producer, real sockets, gateway, delivery. */
class CosSliceRouteTest {

    record Received(String key, byte[] bytes) {
    }

    private static final String BUCKET = "chunkupload:cos-slice:examplebucket-1250000000";

    @TempDir
    Path directory;

    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory).route(BUCKET + "?serverUri=undertow:http://127.0.0.1:0&" + Node.KEYS
            + "&dataDirectory=" + directory.resolve("data"), "gateway", exchange -> received.add(new Received(
                exchange.getMessage().getHeader(ChunkUploadConstants.KEY, String.class), exchange.getMessage().getBody(byte[].class))));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({"true, 524288, 6", "false, 1048576, 3"})
    void aFileInSlicesArrivesProvedByItsSha(boolean serial, long slice, int parts) throws Exception {
        byte[] bytes = random(3_000_000);
        Path file = Files.write(directory.resolve("holiday.bin"), bytes);

        String options = "&protocol.serial=" + serial + "&partSize=" + slice + "&key=2026/holiday.bin";
        Message sent = node.call(to(options), file.toFile(), Map.of()).getMessage();

        Received object = received.remove();
        assertThat(object.key()).isEqualTo("2026/holiday.bin");
        assertThat(object.bytes()).isEqualTo(bytes);
        assertThat(sent.getHeaders()).containsEntry(ChunkUploadConstants.PARTS, parts).containsEntry(ChunkUploadConstants.PROOF, "sha1")
            .containsEntry(ChunkUploadConstants.SIZE, 3_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"true, 524288, 6", "false, 1048576, 3"})
    void aFileInSlicesOfTheSecondDialectArrivesProvedSliceBySlice(boolean serial, long slice, int parts) throws Exception {
        byte[] bytes = random(3_000_000);
        Path file = Files.write(directory.resolve("holiday.bin"), bytes);

        String options = "&protocol.dialect=v2&protocol.serial=" + serial + "&partSize=" + slice + "&key=2026/holiday.bin";
        Message sent = node.call(to(options), file.toFile(), Map.of()).getMessage();

        Received object = received.remove();
        assertThat(object.key()).isEqualTo("2026/holiday.bin");
        assertThat(object.bytes()).isEqualTo(bytes);
        assertThat(sent.getHeaders()).containsEntry(ChunkUploadConstants.PARTS, parts).containsEntry(ChunkUploadConstants.PROOF, "md5")
            .containsEntry(ChunkUploadConstants.SIZE, 3_000_000L);
    }

    @Test
    void aStreamOfUnknownLengthArrives() throws Exception {
        byte[] bytes = random(2_500_000);
        node.call(to("&key=s"), new ByteArrayInputStream(bytes), Map.of());

        assertThat(received.remove().bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%2Fb", "..", "a/./b", "a;b=c,d;e", "a+b c", "中/文 件.bin", "x=1&y#z"})
    void awkwardKeysArriveAsTheyAreAndCanBeRead(String key) throws Exception {
        node.call(to(""), "x", Map.of(ChunkUploadConstants.KEY, key));

        assertThat(received.remove().key()).isEqualTo(key);
        Message read = node.call(to("&operation=getObject"), null, Map.of(ChunkUploadConstants.KEY, key)).getMessage();
        assertThat(read.getHeader(ChunkUploadConstants.SIZE)).isEqualTo(1L);
    }

    @Test
    void aWrongSecretIsRefusedByName() {
        String uri = to("&key=k").replace(Node.KEYS, "accessKey=me&secretKey=wrong");

        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> node.call(uri, "x", Map.of()))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.SIGNATURE_MISMATCH));
        assertThat(received).isEmpty();
    }

    private String to(String options) {
        return BUCKET + "?endpoint=http://127.0.0.1:" + node.port() + "&" + Node.KEYS + "&journalDirectory="
            + directory.resolve("journal") + options;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
