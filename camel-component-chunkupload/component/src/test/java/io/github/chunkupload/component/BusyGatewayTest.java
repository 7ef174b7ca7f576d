package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that has as much in work as it may have: it tells others so in their own form, and our own clients come again. */
@Timeout(60)
class BusyGatewayTest {

    @TempDir
    private Path directory;
    private final CountDownLatch open = new CountDownLatch(1);
    private Node node;

    @AfterEach
    void stop() {
        open.countDown();
        node.close();
    }

    private CompletableFuture<Exchange> sending(String options) {
        return CompletableFuture.supplyAsync(() -> node.send(node.to(options), "some bytes", Map.of()));
    }

    private Requests connect() throws Exception {
        return Requests.to(URI.create("http://127.0.0.1:" + node.port()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cos       |                               | PUT /photos-1250000000/b           | application/xml  | <Code>SlowDown</Code>",
        "cdcs      |                               | PUT /photos-1250000000/b           | application/json | \"SlowDown\"",
        "qingstor  |                               | PUT /photos-1250000000/b           | application/json | too_many_requests",
        "cos-slice |                               | POST /files/v1/1250000000/photos/b | application/json | \"code\":-71",
        "cos-slice | &protocol.dialect=v2          | POST /files/v2/1250000000/photos/b | application/json | \"code\":-71",
        "cayman    |                               | POST /api/cayman/store/object/read | application/json | \"busy\""})
    void clientsAreToldSoInTheirOwnFormAndOursComeAgain(String protocol, String dialect, String request, String type, String code)
            throws Exception {
        node = new Node(directory, protocol);
        String options = dialect == null ? "" : dialect;
        CountDownLatch entered = new CountDownLatch(1);
        node.receive("&maxRequests=1", exchange -> {
            entered.countDown();
            assertThat(open.await(50, TimeUnit.SECONDS)).isTrue();
        });
        CompletableFuture<Exchange> holds = sending(options + "&key=a");
        assertThat(entered.await(50, TimeUnit.SECONDS)).isTrue();

        try (Requests connection = connect()) {
            Reply reply = connection.send(request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n").reply();
            assertThat(reply.status()).as(reply.text()).isEqualTo(503);
            assertThat(reply.headers().first("Retry-After")).contains("1");
            assertThat(reply.headers().first("Content-Type").orElse("")).startsWith(type);
            assertThat(reply.text()).contains(code);
        }
        long refused = node.consumer().getRequestsRefused();
        CompletableFuture<Exchange> comesAgain = sending(options + "&key=b");
        await().until(() -> node.consumer().getRequestsRefused() > refused);
        open.countDown();
        assertThat(holds.get(50, TimeUnit.SECONDS).getException()).isNull();
        assertThat(comesAgain.get(50, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void aClientWithoutAConnectionWaitsForOne() throws Exception {
        node = new Node(directory).receive("&maxConnections=3", exchange -> { });
        List<Requests> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Requests connection = connect();
            held.add(connection);
            assertThat(connection.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").reply().status()).isEqualTo(403);
        }
        await().untilAsserted(() -> assertThat(node.consumer().getRequests()).isEqualTo(held.size()));
        CompletableFuture<Exchange> waits = sending("&key=a");
        try (Requests another = connect()) {
            another.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(waits).isNotDone();
            assertThat(node.consumer().getRequests()).isEqualTo(held.size());
            for (Requests each : held) {
                each.close();
            }
            assertThat(waits.get(50, TimeUnit.SECONDS).getException()).isNull();
        }
    }
}
