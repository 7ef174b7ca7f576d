package io.github.chunkupload.springboot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies reach the handler as they are sent, when it asks for them, and uncached. */
class ServletBodyTest {

    private static final int MIB = 1 << 20;
    private static final String EXPECT = "Expect: 100-continue\r\n";

    private static Served server;
    private static volatile HttpHandler handler;

    @BeforeAll
    static void start() {
        server = Served.by(call -> handler.handle(call));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void clientIsToldToGoOnOnlyWhenTheBodyIsRead() throws Exception {
        CountDownLatch decided = new CountDownLatch(1);
        handler = call -> {
            await(decided);
            return text(new String(read(call), UTF_8));
        };
        try (Requests client = server.connect()) {
            client.send(put("/a", 5, EXPECT));
            assertThat(client.isSilent(Duration.ofMillis(300))).isTrue();
            decided.countDown();
            assertThat(client.reply().status()).isEqualTo(100);
            assertThat(client.send("hello").reply().text()).isEqualTo("hello");
            assertThat(client.send(put("/b", 2, "") + "on").reply().text()).isEqualTo("on");
        }
    }

    @Test
    void refusalAnswersWithoutTellingToGoOnAndEndsTheConnection() throws Exception {
        handler = call -> HttpReply.of(403, Headers.NONE);
        try (Requests client = server.connect()) {
            assertThat(client.send(put("/a", 5L * MIB, EXPECT)).reply().status()).isEqualTo(403);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void clientThatWritesBeforeItReadsSeesTheRefusalAndKeepsItsConnection() throws Exception {
        handler = call -> HttpReply.of(403, Headers.NONE);
        try (Requests client = server.connect()) {
            client.send(put("/a", 8L * MIB, "")).send(new byte[8 * MIB]);
            assertThat(client.reply().status()).isEqualTo(403);
            assertThat(client.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").reply().status()).isEqualTo(403);
        }
    }

    @Test
    void endlessBodyIsNotReadForEverAfterARefusal() throws Exception {
        handler = call -> HttpReply.of(403, Headers.NONE);
        try (Requests client = server.connect()) {
            client.send(put("/a", 1L << 40, ""));
            byte[] block = new byte[MIB];
            assertThatThrownBy(() -> {
                for (int i = 0; i < 256; i++) {
                    client.send(block);
                }
            }).isInstanceOf(IOException.class);
        }
    }

    @Test
    void firstBytesArriveBeforeTheLastAreSent() throws Exception {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        handler = call -> {
            try (InputStream in = call.body().open()) {
                first.complete(in.read());
                return text(String.valueOf(in.readAllBytes().length));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try (Requests client = server.connect()) {
            client.send(put("/a", 3, "") + "x");
            assertThat(first.get(20, SECONDS)).isEqualTo('x');
            assertThat(client.send("yz").reply().text()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT, multipart/form-data; boundary=b", "POST, multipart/form-data; boundary=b", "POST, application/x-www-form-urlencoded",
        "PUT, application/x-www-form-urlencoded", "DELETE, application/x-www-form-urlencoded", "PUT, text/xml;Charset=UTF-8"})
    void contentTypeDoesNotMatter(String method, String contentType) throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n" + "a=1&b=%2F\r\n".repeat(20_000)
            + "\r\n--b--\r\n";
        handler = call -> HttpReply.of(200, Headers.of("X-Type", call.head().header("Content-Type").orElse("-")),
            "application/octet-stream", new String(read(call), UTF_8));
        Reply reply = server.exchange(method + " /a HTTP/1.1\r\nHost: h\r\nContent-Type: " + contentType + "\r\nContent-Length: "
            + body.length() + "\r\n\r\n" + body);
        assertThat(reply.headers().first("X-Type")).contains(contentType);
        assertThat(reply.text()).isEqualTo(body);
    }

    @Test
    void headersArriveAllAndInOrder() throws Exception {
        handler = call -> text(call.head().headers().all("X-A") + " " + call.head().headers().all("Empty"));
        assertThat(server.exchange("GET /a HTTP/1.1\r\nHost: h\r\nx-a: 1\r\nX-A: 2,3\r\nEmpty:\r\nX-a: \r\nX-A: 4\r\n\r\n").text())
            .isEqualTo("[1, 2,3, , 4] []");
    }

    @Test
    void chunkedBodiesArriveWholeOneAfterTheOther() throws Exception {
        handler = call -> text(call.body().length() + " " + new String(read(call), UTF_8));
        try (Requests client = server.connect()) {
            String request = "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;e=1\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n";
            assertThat(client.send(request).reply().text()).isEqualTo("-1 hello 0123456789");
            assertThat(client.send(request).reply().text()).isEqualTo("-1 hello 0123456789");
        }
    }

    @Test
    void requestWithoutBodyHasAnEmptyOne() throws Exception {
        handler = call -> text(call.body().length() + " " + read(call).length);
        assertThat(server.exchange("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").text()).isEqualTo("0 0");
        assertThat(server.exchange(put("/a", 0, "")).text()).isEqualTo("0 0");
    }

    @Test
    void bodyCutShortIsAnIoException() throws Exception {
        BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
        Semaphore began = new Semaphore(0);
        handler = call -> {
            began.release();
            try {
                outcomes.add(read(call));
            } catch (UncheckedIOException e) {
                outcomes.add(e.getCause());
            }
            return text("");
        };
        String length = "Content-Length: 1000000\r\n\r\n";
        String chunked = "Transfer-Encoding: chunked\r\n\r\n";
        for (String sent : List.of(length, length + "x".repeat(300_000), length + "x".repeat(999_999), chunked, chunked + "100000\r\nhello",
                chunked + "5\r\nhello\r\n", chunked + "5\r\nhello\r\nzz\r\n")) {
            for (boolean reset : new boolean[] {false, true}) {
                try (Requests client = server.connect()) {
                    client.send("PUT /a HTTP/1.1\r\nHost: h\r\n" + sent);
                    assertThat(began.tryAcquire(20, SECONDS)).isTrue();
                    if (reset) {
                        client.reset();
                    }
                }
                assertThat(outcomes.poll(20, SECONDS)).as(sent.replaceAll("x+", "x…")).isInstanceOf(IOException.class);
            }
        }
    }

    private static byte[] read(HttpCall call) {
        try (InputStream in = call.body().open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpReply text(String text) {
        return HttpReply.of(200, Headers.NONE, "text/plain", text);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String put(String target, long length, String header) {
        return "PUT " + target + " HTTP/1.1\r\nHost: h\r\n" + header + "Content-Length: " + length + "\r\n\r\n";
    }
}
