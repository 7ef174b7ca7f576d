package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** What a browser is told when a page of another origin wants to use a gateway. */
@Timeout(60)
class CrossOriginTest {

    private static final String APP = "https://app.example.com";

    @TempDir
    private Path directory;

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory, "any");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void gateway(String options) throws Exception {
        node.route(node.gateway("*", "&token=t0ken" + options), "gateway", exchange -> { });
    }

    private Reply send(String method, String target, String headers) throws IOException {
        String text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" + headers + "\r\n";
        return Requests.exchange(URI.create("http://127.0.0.1:" + node.port()), text);
    }

    private Reply preflight(String target, String origin, String method) throws IOException {
        return send("OPTIONS", target, "Origin: " + origin + "\r\nAccess-Control-Request-Method: " + method
            + "\r\nAccess-Control-Request-Headers: access-token,authorization\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/cayman/store/object/write", "/photos-1250000000/key?uploadId=1&partNumber=1", "/coffer/key?uploads",
        "/files/v2/1250000000/photos/key", "/files/v1/1250000000/photos/key", "/bucket/key", "/"})
    void aPreflightOfAnAllowedPageIsAnsweredForEveryProtocol(String target) throws Exception {
        gateway("&corsOrigins=http://localhost:3000," + APP);
        Reply reply = preflight(target, APP, "PUT");
        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.headers().first("Access-Control-Allow-Origin")).contains(APP);
        assertThat(reply.headers().first("Access-Control-Allow-Methods").orElseThrow()).contains("PUT", "POST", "DELETE");
        assertThat(reply.headers().first("Access-Control-Allow-Headers")).contains("access-token, authorization");
        assertThat(reply.headers().all("Vary")).contains("Origin");
        assertThat(reply.headers().has("Access-Control-Allow-Credentials")).isFalse();

        Reply refused = preflight(target, "https://evil.example.com", "PUT");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers().has("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void anAllowedPageMayReadRepliesWithAllTheirHeadersAlsoRefusals() throws Exception {
        gateway("&corsOrigins=" + APP);
        Reply reply = send("POST", "/api/cayman/store/bucket/list", "ACCESS-TOKEN: t0ken\r\nOrigin: " + APP + "\r\n");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("Access-Control-Allow-Origin")).contains(APP);
        assertThat(reply.headers().first("Access-Control-Expose-Headers")).contains("*");
        assertThat(reply.headers().has("X-Request-Id")).isTrue();

        Reply refused = send("GET", "/photos-1250000000/key", "Authorization: q-sign-algorithm=sha1\r\nOrigin: " + APP + "\r\n");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers().first("Access-Control-Allow-Origin")).contains(APP);
        assertThat(send("POST", "/api/cayman/store/bucket/list", "ACCESS-TOKEN: t0ken\r\nOrigin: https://evil.example.com\r\n")
            .headers().has("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void withoutTheOptionNoReplyHasAnythingOfIt() throws Exception {
        gateway("");
        assertThat(preflight("/api/cayman/store/object/write", APP, "POST").status()).isGreaterThanOrEqualTo(400);
        Reply reply = send("POST", "/api/cayman/store/bucket/list", "ACCESS-TOKEN: t0ken\r\nOrigin: " + APP + "\r\n");
        assertThat(reply.headers().fields()).noneMatch(field -> field.getKey().startsWith("Access-Control"));
        assertThat(reply.headers().has("Vary")).isFalse();
    }

    @Test
    void aStarLetsAllPagesIn() throws Exception {
        gateway("&corsOrigins=*");
        assertThat(preflight("/bucket/key", "null", "GET").headers().first("Access-Control-Allow-Origin")).contains("*");
        assertThat(preflight("/bucket/key", APP, "GET").status()).isEqualTo(204);
    }

    @Test
    void namesOfHeadersThatAreNoneAreNotRepeated() throws Exception {
        gateway("&corsOrigins=*");
        Reply reply = send("OPTIONS", "/bucket/key", "Origin: " + APP + "\r\nAccess-Control-Request-Method: PUT\r\n"
            + "Access-Control-Request-Headers: a b,\u00e9,x-ok\r\n");
        assertThat(reply.headers().first("Access-Control-Allow-Headers")).contains("x-ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.com/page", "app.example.com", "ftp://a", "https://a b"})
    void whatIsNoOriginIsRefusedBeforeAnythingListens(String origin) {
        assertThatThrownBy(() -> gateway("&corsOrigins=RAW(" + origin + ")")).rootCause()
            .hasMessageContaining("is no origin: write scheme, host and port without a path");
    }
}
