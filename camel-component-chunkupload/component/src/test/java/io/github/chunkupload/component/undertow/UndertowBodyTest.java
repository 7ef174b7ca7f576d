package io.github.chunkupload.component.undertow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies reach the handler as they are sent, when it asks for them, and uncached. */
class UndertowBodyTest {

    private static final int MIB = 1 << 20;
    private static final String EXPECT = "Expect: 100-continue\r\n";

    @Test
    void clientIsToldToGoOnOnlyWhenTheBodyIsOpened() throws Exception {
        CountDownLatch decided = new CountDownLatch(1);
        try (Mounted server = Mounted.on(call -> {
            awaitLatch(decided);
            return Mounted.text(new String(Mounted.read(call), UTF_8));
        }); Requests client = server.connect()) {
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
        try (Mounted server = Mounted.on(call -> HttpReply.of(403, Headers.NONE)); Requests client = server.connect()) {
            assertThat(client.send(put("/a", 5L * MIB, EXPECT)).reply().status()).isEqualTo(403);
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void refusalComesBeforeTheBodyIsSent() throws Exception {
        try (Mounted server = Mounted.on(call -> HttpReply.of(403, Headers.NONE)); Requests client = server.connect()) {
            assertThat(client.send(put("/a", 5L * MIB, "")).reply().status()).isEqualTo(403);
        }
    }

    @Test
    void clientThatWritesBeforeItReadsSeesTheRefusalAndKeepsItsConnection() throws Exception {
        try (Mounted server = Mounted.on(call -> HttpReply.of(403, Headers.NONE)); Requests client = server.connect()) {
            client.send(put("/a", 8L * MIB, "")).send(new byte[8 * MIB]);
            assertThat(client.reply().status()).isEqualTo(403);
            assertThat(client.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").reply().status()).isEqualTo(403);
        }
    }

    @Test
    void endlessBodyIsNotReadForEverAfterARefusal() throws Exception {
        try (Mounted server = Mounted.on(call -> HttpReply.of(403, Headers.NONE)); Requests client = server.connect()) {
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
        try (Mounted server = Mounted.on(call -> {
            try (InputStream in = call.body().open()) {
                first.complete(in.read());
                return Mounted.text(String.valueOf(in.readAllBytes().length));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }); Requests client = server.connect()) {
            client.send(put("/a", 3, "") + "x");
            assertThat(first.get(10, SECONDS)).isEqualTo('x');
            assertThat(client.send("yz").reply().text()).isEqualTo("2");
        }
    }

    @Test
    void clientStallsWhileTheHandlerDoesNotRead() throws Exception {
        int mebibytes = 96;
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicLong sent = new AtomicLong();
        try (Mounted server = Mounted.on(call -> {
            try (InputStream in = call.body().open()) {
                in.read();
                awaitLatch(goOn);
                return Mounted.text(String.valueOf(1 + in.transferTo(OutputStream.nullOutputStream())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }); Requests client = server.connect()) {
            client.send(put("/a", (long) mebibytes * MIB, ""));
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendBlocks(client, mebibytes * 16, sent));
            long[] before = {-1};
            await().pollInterval(Duration.ofMillis(200)).until(() -> before[0] == (before[0] = sent.get()) && before[0] > 0);
            assertThat(sent.get()).as("in the buffers of two sockets").isLessThan(32L * MIB);
            goOn.countDown();
            sending.get(10, SECONDS);
            assertThat(client.reply().text()).isEqualTo(String.valueOf((long) mebibytes * MIB));
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT, multipart/form-data; boundary=b", "POST, multipart/form-data; boundary=b", "POST, application/x-www-form-urlencoded",
        "PUT, application/x-www-form-urlencoded", "DELETE, application/x-www-form-urlencoded", "POST, application/x-java-serialized-object",
        "PUT, text/xml;Charset=UTF-8"})
    void contentTypeDoesNotMatter(String method, String contentType) throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n" + "a=1&b=%2F\r\n".repeat(20_000)
            + "\r\n--b--\r\n";
        try (Mounted server = Mounted.on(call -> HttpReply.of(200, Headers.of("X-Type", call.head().header("Content-Type").orElse("-")),
                "application/octet-stream", new String(Mounted.read(call), UTF_8)))) {
            Reply reply = server.exchange(method + " /a HTTP/1.1\r\nHost: h\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(reply.headers().first("X-Type")).contains(contentType);
            assertThat(reply.text()).isEqualTo(body);
        }
    }

    @Test
    void headersArriveAllAndInOrder() throws Exception {
        try (Mounted server = Mounted.on(call -> Mounted.text(call.head().headers().all("X-A") + " "
                + call.head().headers().all("Content-Type") + " " + call.head().headers().all("Empty")))) {
            assertThat(server.exchange("GET /a HTTP/1.1\r\nHost: h\r\nx-a: 1\r\nContent-Type: a/b\r\nX-A: 2,3\r\nEmpty:\r\nX-a: \r\n"
                + "Content-Type: c/d\r\nX-A: 4\r\n\r\n").text()).isEqualTo("[1, 2,3, , 4] [a/b, c/d] []");
        }
    }

    @Test
    void chunkedBodiesArriveWholeOneAfterTheOther() throws Exception {
        try (Mounted server = Mounted.on(call -> Mounted.text(call.body().length() + " " + new String(Mounted.read(call), UTF_8)));
                Requests client = server.connect()) {
            String request = "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;e=1\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n";
            assertThat(client.send(request).reply().text()).isEqualTo("-1 hello 0123456789");
            assertThat(client.send(request).reply().text()).isEqualTo("-1 hello 0123456789");
        }
    }

    @Test
    void bodyWithTwoFramingsNeverBecomesTwoRequests() throws Exception {
        try (Mounted server = Mounted.on(call -> Mounted.text(call.body().length() + " " + new String(Mounted.read(call), UTF_8)))) {
            Reply reply = server.exchange("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n0\r\n\r\n");
            assertThat(reply.status() == 400 || reply.text().equals("-1 hello")).as("%s %s", reply.status(), reply.text()).isTrue();
        }
    }

    @Test
    void requestWithoutBodyHasAnEmptyOne() throws Exception {
        try (Mounted server = Mounted.on(call -> Mounted.text(call.body().length() + " " + Mounted.read(call).length))) {
            assertThat(server.exchange("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").text()).isEqualTo("0 0");
            assertThat(server.exchange(put("/a", 0, "")).text()).isEqualTo("0 0");
        }
    }

    @Test
    void bodyCanBeOpenedOnce() throws Exception {
        try (Mounted server = Mounted.on(call -> {
            Mounted.read(call);
            assertThatThrownBy(() -> call.body().open()).isInstanceOf(IllegalStateException.class);
            return Mounted.text("refused");
        })) {
            assertThat(server.exchange(put("/a", 2, "") + "ab").text()).isEqualTo("refused");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodyCutShortIsAnIoException(Cut cut) throws Exception {
        BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
        Semaphore began = new Semaphore(0);
        try (Mounted server = Mounted.on(call -> {
            began.release();
            try {
                outcomes.add(Mounted.read(call));
            } catch (UncheckedIOException e) {
                outcomes.add(e.getCause());
            }
            return Mounted.text("");
        })) {
            for (String sent : cutBodies()) {
                try (Requests client = server.connect()) {
                    client.send("PUT /a HTTP/1.1\r\nHost: h\r\n" + sent);
                    assertThat(began.tryAcquire(10, SECONDS)).isTrue();
                    cut.apply(client);
                    assertThat(outcomes.poll(10, SECONDS)).as(sent.replaceAll("x+", "x…")).isInstanceOf(IOException.class);
                }
            }
        }
    }

    private static List<String> cutBodies() {
        String length = "Content-Length: 1000000\r\n\r\n";
        String chunked = "Transfer-Encoding: chunked\r\n\r\n";
        return List.of(length, length + "x".repeat(300_000), length + "x".repeat(999_999), chunked, chunked + "100000\r\nhello",
            chunked + "5\r\nhello\r\n", chunked + "5\r\nhello\r\n0\r\n", chunked + "5\r\nhello\r\nzz\r\n");
    }

    private enum Cut {
        FIN, RESET, HALF_CLOSE;

        void apply(Requests client) throws IOException {
            if (this == HALF_CLOSE) {
                client.endSending();
            } else if (this == RESET) {
                client.reset();
            } else {
                client.close();
            }
        }
    }

    private static void sendBlocks(Requests client, int blocks, AtomicLong sent) {
        byte[] block = new byte[64 * 1024];
        try {
            for (int i = 0; i < blocks; i++) {
                client.send(block);
                sent.addAndGet(block.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String put(String target, long length, String header) {
        return "PUT " + target + " HTTP/1.1\r\nHost: h\r\n" + header + "Content-Length: " + length + "\r\n\r\n";
    }
}
