package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.gateway.AccessLog;
import io.github.chunkupload.testing.Requests;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the access log has of requests over real sockets. */
@Timeout(60)
class AccessLogLinesTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream stderr = System.err;
    private Node node;

    @BeforeEach
    void capture() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(stderr);
        if (node != null) {
            node.close();
        }
    }

    private List<String> lines() {
        return log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(AccessLog.LOGGER)).toList();
    }

    private void gateway(String protocol, String options) throws Exception {
        node = new Node(directory, protocol);
        node.receive(options, exchange -> { });
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + node.port());
    }

    @Test
    void aRequestTurnedAwayBecauseTooManyAreInWorkHasItsPeer() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        node = new Node(directory).receive("&maxRequests=1", exchange -> {
            entered.countDown();
            open.await(30, TimeUnit.SECONDS);
        });
        CompletableFuture<Exchange> holds = CompletableFuture.supplyAsync(() -> node.send(node.to("&key=a"), "a", Map.of()));
        try {
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            Requests.exchange(uri(), "GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
            await().untilAsserted(() -> assertThat(lines()).anySatisfy(line ->
                assertThat(line).contains("peer=127.0.0.1 key=- protocol=cos method=GET path=/x status=503 failure=BUSY ")));
        } finally {
            open.countDown();
        }
        assertThat(holds.get(30, TimeUnit.SECONDS).getException()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"cos,x-cos-request-id,/photos-1250000000/a", "cdcs,x-cdcs-request-id,/photos-1250000000/a",
        "qingstor,x-qs-request-id,/photos-1250000000/a", "cos-slice,x-cos-request-id,/files/v1/1250000000/photos/a",
        "cayman,x-request-id,/objectstorage/object/info"})
    void theReplyOfEveryProtocolHasTheIdOfItsLine(String protocol, String header, String path) throws Exception {
        gateway(protocol, "");
        HttpResponse<String> refusal = HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(uri().resolve(path + "?token=hidden")).build(), BodyHandlers.ofString());

        String id = refusal.headers().firstValue(header).orElseThrow();
        await().until(() -> lines().size() == 1);
        assertThat(lines().get(0)).contains("id=" + id + " ").contains(" protocol=" + protocol + " method=GET path=" + path + " ")
            .contains(" key=- ").doesNotContain("failure=- ").doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({"cos", "cdcs", "qingstor", "cos-slice", "cayman"})
    void anUploadIsALineForEachRequestWithItsBytesAndItsKey(String protocol) throws Exception {
        gateway(protocol, "&defaultBucket=" + Node.BUCKET);
        byte[] body = new byte[1000];
        node.call(node.to("&key=a"), body, Map.of());

        await().until(() -> !lines().isEmpty());
        assertThat(lines()).allMatch(line -> line.contains(" key=me ") && line.contains(" protocol=" + protocol + " "));
        assertThat(lines()).filteredOn(line -> line.contains(" failure=- ")).anyMatch(line -> bytesIn(line) >= body.length);
        assertThat(lines()).noneMatch(line -> line.contains("s3cr") || line.contains("signature"));
    }

    private static long bytesIn(String line) {
        return Long.parseLong(line.replaceAll(".* in=([0-9]+) .*", "$1"));
    }

    @Test
    void whateverAClientSendsIsOneLine() throws Exception {
        gateway("cos", "");
        List<String> requests = List.of(
            "GET /%0d%0aid=forged/x HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a%e2%80%a8b HTTP/1.1\r\nHost: a\r\nX-Any: \u00e9\u00ff\r\n\r\n",
            "GET //..//%2e%2e/%00 HTTP/1.1\r\nHost: a\r\n\r\n",
            "PUT /x?sign=abc&q-signature=abc HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            "GET *nopath HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST http://b/" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
            "BREW /pot HTTP/1.1\r\nHost: a\r\nAuthorization: q-sign-algorithm=sha1&q-signature=hidden\r\n\r\n");
        for (int i = 0; i < requests.size(); i++) {
            int expected = i + 1;
            int status = Requests.exchange(uri(), requests.get(i)).status();
            await().untilAsserted(() -> assertThat(lines()).as("status " + status).hasSize(expected));
            assertThat(lines().get(i)).contains(" status=" + status + " ").matches(".* - id=[!-~]+( [!-~]+){10}");
        }
        assertThat(lines()).noneMatch(line -> line.contains("sign=") || line.contains("hidden")).allMatch(line -> line.length() < 2000);
    }

    @Test
    void aDownloadThatTheClientBreaksOffIsALineWithLessThanTheObject() throws Exception {
        node = new Node(directory);
        node.receive("&anonymous=true", exchange -> { });
        int size = 64 << 20;
        node.call(node.to("&key=large"), new byte[size], Map.of());
        int before = lines().size();
        try (Requests client = Requests.to(uri())) {
            client.send("GET /" + Node.BUCKET + "/large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            await().until(() -> node.consumer().getRequestsInWork() == 1);
        }
        await().untilAsserted(() -> assertThat(lines()).hasSize(before + 1));
        String line = lines().get(before);
        long out = Long.parseLong(line.replaceAll(".* out=([0-9]+) .*", "$1"));
        assertThat(out).as(line).isBetween(1L, (long) size - 1);
    }
}
