package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser may make of documents that somebody has stored. */
@Timeout(60)
class SandboxTest {

    @TempDir
    private Path directory;

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
        node.route("chunkupload:cos:" + Node.BUCKET + "?serverUri=undertow:http://127.0.0.1:0&dataDirectory=" + directory.resolve("data")
            + "&receive=none&anonymous=true", "gateway", exchange -> { });
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Reply send(String method, String headers, String body) throws IOException {
        String text = method + " /" + Node.BUCKET + "/page HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n"
            + headers + "\r\n" + body;
        return Requests.exchange(URI.create("http://127.0.0.1:" + node.port()), text);
    }

    private Reply stored(String type) throws IOException {
        assertThat(send("PUT", "Content-Type: " + type + "\r\n", "<script>alert(1)</script>").status()).isEqualTo(200);
        return send("GET", "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/svg+xml", "application/xml", "nothing/known"})
    void aStoredDocumentRunsNoScriptInTheOriginOfTheGateway(String type) throws Exception {
        Reply reply = stored(type);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().all("Content-Type")).containsExactly(type);
        assertThat(reply.headers().all("Content-Security-Policy")).containsExactly("sandbox");
        assertThat(reply.headers().all("X-Content-Type-Options")).containsExactly("nosniff");
    }

    @Test
    void aPdfIsShown() throws Exception {
        Reply reply = stored("application/pdf");
        assertThat(reply.headers().has("Content-Security-Policy")).isFalse();
        assertThat(reply.headers().all("X-Content-Type-Options")).containsExactly("nosniff");
    }
}
