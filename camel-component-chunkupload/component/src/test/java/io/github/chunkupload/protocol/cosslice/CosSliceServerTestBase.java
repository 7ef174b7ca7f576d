package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hasher;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our server over a real socket, with requests written byte for byte. */
@Timeout(60)
abstract class CosSliceServerTestBase {

    static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    static final Instant NOW = Instant.ofEpochSecond(1_700_000_100);
    static final String FILE = "/1250000000/examplebucket/big.bin";
    static final ObjectRef OBJECT = new ObjectRef("examplebucket-1250000000", "big.bin");
    static final String MULTI_USE = sign(1_700_000_300, 1_700_000_000, FILE);
    static final ObjectMapper JSON = new ObjectMapper();
    static final String FORM = "Content-Type: multipart/form-data; boundary=VAYy4d-heDvTST_ASx\r\n";
    static final byte[] CONTENT = content(2500);

    @TempDir
    Path directory;
    ObjectStore disk;
    SocketServer server;

    @BeforeEach
    void start() {
        start(options());
    }

    /** Starts a server on what is in the store, as after a crash. */
    void restart() {
        restart(options());
    }

    void restart(Map<String, String> options) {
        stop();
        start(options);
    }

    private void start(Map<String, String> options) {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        server = SocketServer.start(new CosSliceProtocol().server(caller -> disk, new ServerSettings(CredentialSource.of(KEY), false,
            Set.of(), "", Set.of(), "", options, OptionalLong.of(100), Clock.fixed(NOW, ZoneOffset.UTC))));
    }

    @AfterEach
    void stop() {
        server.close();
        disk.close();
    }

    /** The number of the dialect that requests are sent in. */
    abstract int version();

    /** Options of the server. */
    Map<String, String> options() {
        return Map.of("sliceSize", "1000");
    }

    Reply post(String sign, Map<String, Object> fields) throws IOException {
        return exchange("POST", "/files/v" + version() + FILE, "Authorization: " + sign + "\r\n" + FORM, form(fields));
    }

    Reply delete(String sign) throws IOException {
        return exchange("POST", "/files/v" + version() + FILE, "Authorization: " + sign + "\r\nContent-Type: application/json\r\n",
            "{\"op\":\"delete\"}".getBytes(StandardCharsets.UTF_8));
    }

    Reply get(String sign, String query) throws IOException {
        return exchange("GET", "/files/v" + version() + FILE + query, "Authorization: " + sign + "\r\n", new byte[0]);
    }

    Reply exchange(String method, String target, String headers, byte[] body) throws IOException {
        try (Requests requests = Requests.to(server.uri())) {
            requests.send(method + " " + target + " HTTP/1.1\r\nAccept: */*\r\nHost: 127.0.0.1:" + server.port()
                + "\r\nUser-Agent: cos-java-sdk-v3.3\r\nContent-Length: " + body.length + "\r\n" + headers + "\r\n");
            return requests.send(body).reply();
        }
    }

    static byte[] form(Map<String, Object> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> text.append("--VAYy4d-heDvTST_ASx\r\nContent-Disposition: form-data; name=\"").append(name)
            .append("\"\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: ")
            .append(value instanceof byte[] ? "binary" : "8bit").append("\r\n\r\n")
            .append(value instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : value).append("\r\n"));
        return text.append("--VAYy4d-heDvTST_ASx--\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    static JsonNode ok(Reply reply) throws IOException {
        JsonNode root = JSON.readTree(reply.body());
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(root.path("code").isInt()).isTrue();
        assertThat(root.path("code").asInt(-1)).isZero();
        assertThat(root.path("message").asText()).isEqualTo("SUCCESS");
        return root.path("data");
    }

    static void refused(int code, Reply reply) throws IOException {
        assertThat(JSON.readTree(reply.body()).path("code").asInt()).as(reply.text()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(400);
    }

    void isStored(byte[] content) {
        ObjectInfo info = disk.head(OBJECT, Access.NONE);
        assertThat(info.size()).isEqualTo(content.length);
        assertThat(info.sums().get(Digest.SHA1)).hasValue(sha(content));
        assertThat(Duration.between(info.modified(), Instant.now())).isLessThan(Duration.ofMinutes(5));
    }

    static String sign(long expires, long time, String file) {
        return CosSliceSign.sign(KEY, text(expires, time, file));
    }

    static String text(long expires, long time, String file) {
        return "a=1250000000&k=AKIDEXAMPLEKEY&e=" + expires + "&t=" + time + "&r=1234567890&f=" + file + "&b=examplebucket";
    }

    static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static String sha(byte[] content) {
        Hasher hasher = Digest.SHA1.hasher();
        hasher.update(content, 0, content.length);
        return hasher.finish();
    }
}
