package io.github.chunkupload.component.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS, proxy, time-outs and pool are those of camel-http. */
@Timeout(60)
class CamelHttpTransportOptionsTest {

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    @Test
    void anUnknownOptionIsRefusedByNameAndWithoutItsValue() {
        assertThatThrownBy(() -> to(URI.create("http://127.0.0.1:1"), Map.of("noSuchOption", "secret", "soTimeout", "5000")))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("noSuchOption").hasMessageNotContaining("secret");
    }

    @Test
    void aValueThatCamelHttpCannotUseIsRefused() {
        assertThatThrownBy(() -> to(URI.create("http://127.0.0.1:1"), Map.of("soTimeout", "soon")))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("soTimeout");
    }

    @Test
    void aProxyGetsTheSameTargetInAbsoluteForm() throws Exception {
        try (RecordingServer proxy = RecordingServer.start(RecordingServer.ok()); CamelHttpTransport transport =
                to(URI.create("http://store.invalid:81"), Map.of("proxyHost", "127.0.0.1", "proxyPort", proxy.port()))) {
            send(transport, "PUT", "//a%2F;b?uploads", Body.of(new byte[3])).close();
            assertThat(proxy.last().target()).isEqualTo("http://store.invalid:81//a%2F;b?uploads");
            assertThat(proxy.last().headerLines())
                .containsExactly("Host: bucket.example", "Content-Length: 3", "User-Agent: camel-chunkupload");
            send(transport, "GET", "/a", Body.EMPTY).close();
            assertThat(proxy.last().headerLines()).containsExactly("Host: bucket.example", "User-Agent: camel-chunkupload");
        }
    }

    @Test
    void aServerThatStaysSilentIsAnErrorAfterTheResponseTimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (SocketServer server = SocketServer.start(call -> {
            await(end);
            return HttpReply.of(200, Headers.NONE);
        }); CamelHttpTransport transport = to(server.uri(), Map.of("responseTimeout", "200"))) {
            assertThatThrownBy(() -> send(transport, "GET", "/a", Body.EMPTY)).isInstanceOf(IOException.class);
            end.countDown();
        }
    }

    @Test
    void aReplyThatStallsIsAnErrorAfterTheSocketTimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Body stalling = Body.once(new ByteArrayInputStream(new byte[300_000]) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int count) {
                if (available() < 100_000) {
                    await(end);
                }
                return super.read(bytes, offset, count);
            }
        }, -1);
        try (SocketServer server = SocketServer.start(call -> new HttpReply(200, Headers.NONE, stalling));
                CamelHttpTransport transport = to(server.uri(), Map.of("soTimeout", "200"));
                HttpReply reply = send(transport, "GET", "/a", Body.EMPTY); InputStream in = reply.body().open()) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
            end.countDown();
        }
    }

    @Test
    void thePoolIsAsWideAsTheUserSays() throws Exception {
        try (SocketServer server = SocketServer.start(call -> new HttpReply(200, Headers.NONE, Body.of(new byte[10])));
                CamelHttpTransport transport = to(server.uri(), Map.of("maxTotalConnections", "1", "connectionRequestTimeout", "200"))) {
            try (HttpReply holdsTheConnection = send(transport, "GET", "/a", Body.EMPTY)) {
                assertThat(holdsTheConnection.status()).isEqualTo(200);
                assertThatThrownBy(() -> send(transport, "GET", "/a", Body.EMPTY)).isInstanceOf(IOException.class);
            }
            try (HttpReply reply = send(transport, "GET", "/a", Body.EMPTY)) {
                assertThat(reply.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void tlsIsThatOfTheOptionsOrOfTheComponent(@TempDir Path directory) throws Exception {
        SSLContextParameters trusting = selfSigned(directory.resolve("keys.p12"));
        ServerSocket socket = trusting.createSSLContext(context).getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        byte[] content = new byte[3_000_000];
        try (SocketServer server = SocketServer.start(call -> {
            try (InputStream in = call.body().open()) {
                return HttpReply.of(200, Headers.NONE, "text/plain", "" + in.readAllBytes().length);
            } catch (IOException e) {
                return HttpReply.of(400, Headers.NONE);
            }
        }, socket)) {
            try (CamelHttpTransport transport = to(server.uri(), Map.of("sslContextParameters", trusting));
                    HttpReply reply = send(transport, "PUT", "//a%2Fb", Body.of(content))) {
                assertThat(reply.text(100)).isEqualTo("3000000");
            }
            try (CamelHttpTransport transport = to(server.uri(), Map.of())) {
                assertThatThrownBy(() -> send(transport, "GET", "/a", Body.EMPTY)).isInstanceOf(SSLException.class);
            }
            context.getComponent("https", HttpComponent.class).setSslContextParameters(trusting);
            try (CamelHttpTransport transport = to(server.uri(), Map.of()); HttpReply reply = send(transport, "GET", "/", Body.EMPTY)) {
                assertThat(reply.status()).isEqualTo(200);
            }
        }
    }

    private SSLContextParameters selfSigned(Path keyStore) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-alias", "server",
            "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-storepass", "changeit",
            "-keystore", keyStore.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keyStore);
        store.setPassword("changeit");
        store.setType("PKCS12");
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store);
        keys.setKeyPassword("changeit");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(keys);
        parameters.setTrustManagers(trust);
        return parameters;
    }

    private CamelHttpTransport to(URI endpoint, Map<String, Object> options) {
        return new CamelHttpTransport(context, endpoint, options);
    }

    private static HttpReply send(CamelHttpTransport transport, String method, String target, Body body) throws IOException {
        return transport.send(HttpCall.to(new HttpHead(method, "bucket.example", target, Headers.NONE), body));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
