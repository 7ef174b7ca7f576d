package io.github.chunkupload.component.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.TlsKeys;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over TLS, with a key store of the JDK's own tool. */
class UndertowTlsTest {

    private static final byte[] OBJECT = new byte[3 << 20];

    @TempDir
    private static Path directory;
    private static SSLContextParameters tls;
    private static FileChannel file;
    private static Mounted server;

    @BeforeAll
    static void start() throws Exception {
        new Random(7).nextBytes(OBJECT);
        file = FileChannel.open(Files.write(directory.resolve("object"), OBJECT));
        tls = TlsKeys.make(directory, "keys").server();
        server = Mounted.on("undertow:https://127.0.0.1:0?sslContextParameters=#tls", 4, UndertowTlsTest::answer, Map.of("tls", tls));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        file.close();
    }

    @Test
    void uriOfTheMountIsHttps() {
        assertThat(server.uri()).hasScheme("https");
    }

    @Test
    void bodyIsAskedForAndArrivesEncrypted() throws Exception {
        try (Requests client = connect()) {
            client.send("PUT /a%2F;b,c HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(100);
            assertThat(client.send("x".repeat(1_000_000)).reply().text()).isEqualTo("/a%2F;b,c 1000000");
        }
    }

    @Test
    void regionArrivesFromItsOffset() throws Exception {
        try (Requests client = connect()) {
            Reply reply = client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").reply();
            assertThat(reply.body()).isEqualTo(Arrays.copyOfRange(OBJECT, 1000, 2_001_000));
        }
    }

    @Test
    void clientWithoutTlsGetsNothing() {
        assertThatThrownBy(() -> server.exchange("GET /a HTTP/1.1\r\nHost: h\r\n\r\n")).isInstanceOf(IOException.class);
    }

    private static HttpReply answer(HttpCall call) {
        return call.head().method().equals("GET") ? new HttpReply(206, Headers.NONE, new FileRegion(file, 1000, 2_000_000))
            : Mounted.text(call.head().target() + " " + Mounted.read(call).length);
    }

    private static Requests connect() throws Exception {
        return Requests.over(tls.createSSLContext(null).getSocketFactory().createSocket("127.0.0.1", server.uri().getPort()));
    }
}
