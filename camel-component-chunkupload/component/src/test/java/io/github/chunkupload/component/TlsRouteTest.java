package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.TlsKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose HTTP server speaks TLS, by that server's own configuration. */
@Timeout(60)
class TlsRouteTest {

    @TempDir
    private Path directory;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        TlsKeys keys = TlsKeys.make(directory, "keys");
        node = new Node(directory);
        node.context().getRegistry().bind("tls", keys.server());
        node.context().getRegistry().bind("trusting", keys.trusting());
        node.context().getRegistry().bind("others", TlsKeys.make(directory, "others").trusting());
        node.route("chunkupload:cos:" + Node.BUCKET + "?serverUri=RAW(undertow:https://127.0.0.1:0?sslContextParameters=#tls)&" + Node.KEYS
            + "&dataDirectory=" + directory.resolve("data"), "gateway",
            exchange -> received.add(exchange.getMessage().getBody(String.class)));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private String to(String scheme, String options) {
        return node.to(options).replace("http://", scheme + "://");
    }

    @Test
    void anObjectArrivesEncryptedFromAClientThatTrustsTheCertificate() throws Exception {
        String body = "x".repeat(3 << 20);
        node.call(to("https", "&key=a&partSize=1MB&http.sslContextParameters=#trusting"), body, Map.of());
        assertThat(received).containsExactly(body);
    }

    @Test
    void aClientThatTrustsOthersSendsNothing() {
        assertThatThrownBy(() -> node.call(to("https", "&key=a&maxAttempts=1&http.sslContextParameters=#others"), "secret", Map.of()))
            .hasRootCauseInstanceOf(Exception.class).satisfies(e -> assertThat(causes(e)).anyMatch(SSLException.class::isInstance));
        assertThat(received).isEmpty();
    }

    @Test
    void plainHttpIsRefusedOnThatPort() throws Exception {
        URI port = URI.create("http://127.0.0.1:" + node.port());
        assertThatThrownBy(() -> Requests.exchange(port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> node.call(to("http", "&key=a&maxAttempts=1"), "secret".getBytes(StandardCharsets.UTF_8), Map.of()))
            .isInstanceOf(Exception.class);
        assertThat(received).isEmpty();
    }

    private static List<Throwable> causes(Throwable e) {
        List<Throwable> causes = new CopyOnWriteArrayList<>();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
