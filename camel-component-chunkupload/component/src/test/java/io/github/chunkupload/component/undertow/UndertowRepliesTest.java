package io.github.chunkupload.component.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies leave as the handler made them, or the client can tell that they did not. */
class UndertowRepliesTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final byte[] BYTES = new byte[3 << 20];

    static {
        new Random(7).nextBytes(BYTES);
    }

    @TempDir
    private Path directory;

    @Test
    void headTellsTheLengthOfTheObjectAndHasNoBody() throws Exception {
        try (Mounted server = Mounted.on(call -> call.head().method().equals("HEAD")
                ? HttpReply.of(200, Headers.of("Content-Length", "123456789012").with("ETag", "\"x\"")) : Mounted.text("next"));
                Requests client = server.connect()) {
            Reply head = client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n" + GET).replyToHead();
            assertThat(head.headers().all("Content-Length")).containsExactly("123456789012");
            assertThat(head.headers().all("ETag")).containsExactly("\"x\"");
            assertThat(client.reply().text()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void replyWithoutBodyLeavesTheConnectionInOrder(int status) throws Exception {
        try (Mounted server = Mounted.on(call -> call.head().method().equals("DELETE") ? HttpReply.of(status, Headers.of("ETag", "\"x\""))
                : Mounted.text("next")); Requests client = server.connect()) {
            Reply reply = client.send("DELETE /a HTTP/1.1\r\nHost: h\r\n\r\n" + GET).reply();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.headers().has("ETag")).isTrue();
            assertThat(client.reply().text()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3145728", "1000, 1000", "1000, 65536", "1000, 65537", "1000000, 2000000", "3145727, 1", "5, 0"})
    void regionIsSentFromItsOwnOffsetWhateverThePositionOfTheChannel(int offset, int length) throws Exception {
        try (FileChannel file = FileChannel.open(file(BYTES)); Mounted server = Mounted.on(call ->
                new HttpReply(206, Headers.of("Content-Range", "bytes"), new FileRegion(file, offset, length)));
                Requests client = server.connect()) {
            file.position(77);
            for (int i = 0; i < 2; i++) {
                Reply reply = client.send(GET).reply();
                assertThat(reply.status()).isEqualTo(206);
                assertThat(reply.headers().all("Content-Length")).containsExactly(String.valueOf(length));
                assertThat(Arrays.equals(reply.body(), 0, length, BYTES, offset, offset + length)).isTrue();
            }
            assertThat(file.position()).isEqualTo(77);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 3 << 20})
    void streamIsSentWhole(long length) throws Exception {
        try (Mounted server = Mounted.on(call -> new HttpReply(200, Headers.NONE,
                Body.once(new ByteArrayInputStream(BYTES), length))); Requests client = server.connect()) {
            for (int i = 0; i < 2; i++) {
                Reply reply = client.send(GET).reply();
                assertThat(reply.body()).isEqualTo(BYTES);
                assertThat(reply.headers().all("Transfer-Encoding")).hasSize(length < 0 ? 1 : 0);
                assertThat(reply.headers().all("Content-Length")).hasSize(length < 0 ? 0 : 1);
            }
        }
    }

    @Test
    void headersLeaveAllAndInOrder() throws Exception {
        Headers headers = Headers.of("X-A", "1").with("Date", "Thu, 01 Jan 1970 00:00:00 GMT").with("x-a", "2").with("Server", "me");
        try (Mounted server = Mounted.on(call -> HttpReply.of(200, headers, "a/b", "text"))) {
            Reply reply = server.exchange(GET);
            assertThat(reply.headers().all("X-A")).containsExactly("1", "2");
            assertThat(reply.headers().all("Date")).containsExactly("Thu, 01 Jan 1970 00:00:00 GMT");
            assertThat(reply.headers().all("Server")).containsExactly("me");
            assertThat(reply.headers().all("Content-Type")).containsExactly("a/b");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "-1, 300000", "1000000, 0", "1000000, 10", "1000000, 300000"})
    void bodyThatFailsInTheMiddleIsNoWholeReply(long length, int good) throws Exception {
        try (Mounted server = Mounted.on(call -> new HttpReply(200, Headers.NONE, Body.once(failingAfter(good), length)))) {
            assertThatThrownBy(() -> server.exchange(GET)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void bodyThatEndsEarlyIsNoWholeReply() throws Exception {
        try (Mounted server = Mounted.on(call -> new HttpReply(200, Headers.NONE, new Short(10)))) {
            assertThatThrownBy(() -> server.exchange(GET)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 100_000, 2_000_000})
    void fileThatIsTooShortIsNoWholeReply(int size) throws Exception {
        try (FileChannel file = FileChannel.open(file(Arrays.copyOf(BYTES, size)));
                Mounted server = Mounted.on(call -> new HttpReply(200, Headers.NONE, new FileRegion(file, 500, size)))) {
            assertThatThrownBy(() -> server.exchange(GET)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void replyIsClosedOnceAlsoWhenItsClientIsGone() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, 1, call -> new HttpReply(200, Headers.NONE, new Endless(closed)))) {
            try (Requests client = server.connect()) {
                client.send(GET);
                assertThat(client.isSilent(Duration.ofSeconds(10))).isFalse();
                client.reset();
            }
            await().until(() -> closed.get() == 1);
        }
        assertThat(closed).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handlerThatThrowsIs500WithoutAWord(boolean reads) throws Exception {
        try (Mounted server = Mounted.on(call -> {
            if (call.head().target().equals("/b")) {
                return Mounted.text("next");
            }
            if (reads) {
                Mounted.read(call);
            }
            throw new IllegalStateException("secret");
        }); Requests client = server.connect()) {
            Reply reply = client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc").reply();
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text() + reply.headers().fields()).doesNotContain("secret");
            assertThat(client.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").reply().text()).isEqualTo("next");
        }
    }

    @Test
    void handlerThatThrowsInTheMiddleOfABodyIs500() throws Exception {
        try (Mounted server = Mounted.on(call -> {
            try (InputStream in = call.body().open()) {
                throw new AssertionError("after byte " + in.read());
            } catch (IOException e) {
                return Mounted.text("wrong");
            }
        })) {
            assertThat(server.exchange("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000)).status())
                .isEqualTo(500);
        }
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("file"), bytes);
    }

    private static InputStream failingAfter(int good) {
        return new SequenceInputStream(new ByteArrayInputStream(BYTES, 0, good), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("The disk is gone");
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                throw new IOException("The disk is gone");
            }
        });
    }

    private record Short(long length) implements Body {

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(BYTES, 0, (int) length - 1);
        }
    }

    private record Endless(AtomicInteger closed) implements Body {

        @Override
        public long length() {
            return -1;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            return new InputStream() {
                @Override
                public int read() {
                    return 7;
                }

                @Override
                public int read(byte[] bytes, int offset, int count) {
                    return count;
                }
            };
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
