package io.github.chunkupload.springboot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/** Replies leave as the handler made them, or the client can tell that they did not. */
class ServletRepliesTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final byte[] BYTES = new byte[3 << 20];

    private static Served server;
    private static volatile HttpHandler handler;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        new Random(7).nextBytes(BYTES);
        server = Served.by(call -> handler.handle(call));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void headTellsTheLengthOfTheObjectAndHasNoBody() throws Exception {
        handler = call -> call.head().method().equals("HEAD")
            ? HttpReply.of(200, Headers.of("Content-Length", "123456789012").with("ETag", "\"x\"")) : text("next");
        try (Requests client = server.connect()) {
            Reply head = client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n" + GET).replyToHead();
            assertThat(head.headers().all("Content-Length")).containsExactly("123456789012");
            assertThat(client.reply().text()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void replyWithoutBodyLeavesTheConnectionInOrder(int status) throws Exception {
        handler = call -> call.head().method().equals("DELETE") ? HttpReply.of(status, Headers.of("ETag", "\"x\"")) : text("next");
        try (Requests client = server.connect()) {
            assertThat(client.send("DELETE /a HTTP/1.1\r\nHost: h\r\n\r\n" + GET).reply().status()).isEqualTo(status);
            assertThat(client.reply().text()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3145728", "1000, 65537", "3145727, 1", "5, 0"})
    void regionOfAFileIsSent(int offset, int length) throws Exception {
        try (FileChannel file = FileChannel.open(Files.write(directory.resolve("file"), BYTES))) {
            handler = call -> new HttpReply(206, Headers.NONE, new FileRegion(file, offset, length));
            assertThat(server.exchange(GET).body()).isEqualTo(Arrays.copyOfRange(BYTES, offset, offset + length));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 3 << 20})
    void streamIsSentWhole(long length) throws Exception {
        handler = call -> new HttpReply(200, Headers.of("Date", "Thu, 01 Jan 1970 00:00:00 GMT").with("X-A", "1").with("x-a", "2"),
            Body.once(new ByteArrayInputStream(BYTES), length));
        Reply reply = server.exchange(GET);
        assertThat(reply.body()).isEqualTo(BYTES);
        assertThat(reply.headers().all("X-A")).containsExactly("1", "2");
        assertThat(reply.headers().all("Date")).containsExactly("Thu, 01 Jan 1970 00:00:00 GMT");
    }

    @ParameterizedTest
    @CsvSource({"-1, 300000", "1000000, 300000", "3145728, 3145727"})
    void bodyThatEndsInTheMiddleIsNoWholeReply(long length, int good) throws Exception {
        handler = call -> new HttpReply(200, Headers.NONE, Body.once(length < 0 ? new FailingStream(BYTES, good)
            : new ByteArrayInputStream(BYTES, 0, good), length));
        assertThatThrownBy(() -> server.exchange(GET)).isInstanceOf(IOException.class);
    }

    private static final class FailingStream extends ByteArrayInputStream {

        FailingStream(byte[] bytes, int good) {
            super(bytes, 0, good);
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            int read = super.read(bytes, offset, count);
            if (read < 0) {
                throw new IllegalStateException("The disk is gone");
            }
            return read;
        }
    }

    @Test
    void handlerThatThrowsIs500WithoutAWord() throws Exception {
        handler = call -> {
            throw new IllegalStateException("secret");
        };
        Reply reply = server.exchange(GET);
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text() + reply.headers().fields()).doesNotContain("secret").doesNotContain("Whitelabel");
    }

    @Test
    void requestBeyondTheLimitIsToldSoInTheFormOfTheHandlerAndStopLetsTheOthersEnd() throws Exception {
        Gate gate = new Gate();
        try (Served small = Served.by(1, gate); Requests one = small.connect()) {
            one.send(GET);
            assertThat(gate.entered.tryAcquire(20, SECONDS)).isTrue();
            assertThat(small.exchange(GET).text()).isEqualTo("no room for GET /a");
            CompletableFuture<Void> closing = CompletableFuture.runAsync(small.mount()::close);
            gate.open.countDown();
            assertThat(one.reply().text()).isEqualTo("served");
            closing.get(20, SECONDS);
            await().until(() -> small.exchange(GET).status() == 503);
            small.mount().close();
        }
    }

    private static final class Gate implements HttpHandler {

        private final Semaphore entered = new Semaphore(0);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public HttpReply handle(HttpCall call) {
            entered.release();
            try {
                assertThat(open.await(20, SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return text("served");
        }

        @Override
        public HttpReply busy(HttpHead head, String peer) {
            return HttpReply.of(503, Headers.of("Retry-After", "7"), "text/plain", "no room for " + head);
        }
    }

    @Test
    void servletWithoutGatewayTellsClientsToComeBack() throws Exception {
        try (ServletWebServerApplicationContext application = Served.start()) {
            Reply reply = Requests.exchange(Served.uri(application), GET);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers().first("Retry-After")).contains("5");
        }
    }

    @Test
    void contextPathIsRefusedBecauseSignaturesCoverIt() {
        assertThatThrownBy(() -> Served.start("server.servlet.context-path=/x").close())
            .hasStackTraceContaining("below the context path /x");
    }

    private static HttpReply text(String text) {
        return HttpReply.of(200, Headers.NONE, "text/plain", text);
    }
}
