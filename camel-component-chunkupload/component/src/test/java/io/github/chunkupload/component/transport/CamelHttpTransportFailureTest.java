package io.github.chunkupload.component.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers before the body, connections that break, sources that fail. */
@Timeout(60)
class CamelHttpTransportFailureTest {

    private static final CamelContext CONTEXT = new DefaultCamelContext();
    private static final Headers EXPECT = Headers.of("Expect", "100-continue");

    @BeforeAll
    static void start() {
        CONTEXT.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CONTEXT.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 503, 302, 200, 417})
    void aBodyThatTheServerDoesNotAskForIsNeverOpened(int status) throws Exception {
        Zeros body = new Zeros(500, 500);
        try (SocketServer server = SocketServer.start(call -> HttpReply.of(status, Headers.NONE, "text/plain", "no"));
                CamelHttpTransport transport = to(server.uri()); HttpReply reply = put(transport, EXPECT, body)) {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.text(10)).isEqualTo("no");
            assertThat(body.opened).hasValue(0);
        }
    }

    @Test
    void aConnectionWhoseServerMayStillWaitForABodyIsNotUsedAgain() throws Exception {
        Queue<Socket> kept = new ConcurrentLinkedQueue<>();
        try (ServerSocket listener = listener();
                CamelHttpTransport transport = new CamelHttpTransport(CONTEXT, uri(listener), Map.of("soTimeout", "5000"))) {
            Thread server = new Thread(() -> {
                readAndAnswer(listener, 80, "403", kept);
                readAndAnswer(listener, 80, "201", kept);
            });
            server.start();
            assertThat(status(put(transport, EXPECT, new Zeros(1000, 1000)))).isEqualTo(403);
            assertThat(status(send(transport, "DELETE", Headers.of("x-padding", "p".repeat(80)), Body.EMPTY))).isEqualTo(201);
        } finally {
            for (Socket socket : kept) {
                socket.close();
            }
        }
    }

    @Test
    void aBodyThatTheServerAsksForIsSentAndTheConnectionServesAgain() throws Exception {
        try (SocketServer server = SocketServer.start(lengthOfBody()); CamelHttpTransport transport = to(server.uri())) {
            assertThat(text(put(transport, EXPECT, new Zeros(500_000, 500_000)))).isEqualTo("500000");
            assertThat(text(put(transport, EXPECT, new Zeros(-1, 500_000)))).isEqualTo("500000");
            assertThat(text(put(transport, EXPECT, Body.EMPTY))).isEqualTo("0");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatDoesNotKnowExpectGetsTheBodyAfterAWhile() throws Exception {
        try (ServerSocket listener = listener(); CamelHttpTransport transport = to(uri(listener))) {
            Thread server = new Thread(() -> readAndAnswer(listener, 300, "201"));
            server.start();
            try (HttpReply reply = put(transport, EXPECT, new Zeros(1000, 1000))) {
                assertThat(reply.status()).isEqualTo(201);
            } finally {
                server.join();
            }
        }
    }

    @Test
    void aRefusalAmidTheBodyIsReturnedAndTheRestIsNotSent() throws Exception {
        long tebibyte = 1L << 40;
        Zeros body = new Zeros(tebibyte, tebibyte);
        try (SocketServer server = SocketServer.start(call -> HttpReply.of(403, Headers.NONE, "text/plain", "no"));
                CamelHttpTransport transport = to(server.uri())) {
            assertThat(text(put(transport, Headers.NONE, body))).isEqualTo("no");
            assertThat(body.read.get()).isLessThan(tebibyte / 2);
            assertThat(text(put(transport, Headers.NONE, new Zeros(3, 3)))).isEqualTo("no");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20_000_000, -1})
    void aRefusalOfAServerThatClosesWithoutReadingIsNotLost(long length) throws Exception {
        try (ServerSocket listener = listener(); CamelHttpTransport transport = to(uri(listener))) {
            Thread server = new Thread(() -> readAndAnswer(listener, 1_000_000, "403"));
            server.start();
            try (HttpReply reply = put(transport, Headers.NONE, new Zeros(length, 20_000_000))) {
                assertThat(reply.status()).isEqualTo(403);
            } finally {
                server.join();
            }
        }
    }

    @Test
    void aConnectionThatIsCutIsAnErrorAndNothingIsSentAgain() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (SocketServer server = SocketServer.start(call -> {
            requests.incrementAndGet();
            throw SocketServer.hangUp();
        }); CamelHttpTransport transport = to(server.uri())) {
            for (String method : new String[] {"GET", "PUT", "POST", "DELETE"}) {
                Body body = method.equals("PUT") ? new Zeros(1000, 1000) : Body.EMPTY;
                assertThatThrownBy(() -> send(transport, method, Headers.NONE, body)).isInstanceOf(IOException.class);
            }
            assertThat(requests).hasValue(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "GET"})
    void aReplyThatEndsWithinItsHeadIsAnError(String method) throws Exception {
        try (ServerSocket listener = listener(); CamelHttpTransport transport = to(uri(listener))) {
            Thread server = new Thread(() -> answerHalfAHead(listener));
            server.start();
            assertThatThrownBy(() -> send(transport, method, Headers.NONE, method.equals("PUT") ? new Zeros(10, 10) : Body.EMPTY))
                .isInstanceOf(IOException.class);
            server.join();
        }
    }

    private static void answerHalfAHead(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.getInputStream().read(new byte[100_000]);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nETag: \"0123".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000,999", "100000000,4000000", "-1,100"})
    void aReplyThatEndsTooEarlyIsAnError(long length, int given) throws Exception {
        try (SocketServer server = SocketServer.start(call -> new HttpReply(200, Headers.NONE, failing(length, given)));
                CamelHttpTransport transport = to(server.uri()); HttpReply reply = send(transport, "GET", Headers.NONE, Body.EMPTY);
                InputStream in = reply.body().open()) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,0", "-1,10", "-1,1000000", "1000000,10", "1000000,999999"})
    void aSourceThatFailsIsNeverTakenForAWholeBody(long length, int given) throws Exception {
        Queue<String> whole = new ConcurrentLinkedQueue<>();
        try (SocketServer server = SocketServer.start(call -> {
            HttpReply reply = lengthOfBody().handle(call);
            if (reply.status() == 200) {
                whole.add(textOf(reply));
            }
            return reply;
        }); CamelHttpTransport transport = to(server.uri())) {
            assertThatThrownBy(() -> put(transport, Headers.NONE, failing(length, given))).isInstanceOf(IOException.class)
                .hasMessage("disk error");
            assertThat(text(put(transport, Headers.NONE, new Zeros(3, 3)))).isEqualTo("3");
        }
        assertThat(whole).containsExactly("3");
    }

    @Test
    void aBodyShorterThanItsLengthIsAnErrorAndNotAWait() throws Exception {
        try (SocketServer server = SocketServer.start(lengthOfBody()); CamelHttpTransport transport = to(server.uri())) {
            assertThatThrownBy(() -> put(transport, Headers.NONE, new Zeros(1000, 999))).isInstanceOf(IOException.class)
                .hasMessage("The body ended 1 bytes too early");
        }
    }

    @Test
    void anErrorOfOneSourceLeavesTheTransportUsable() throws Exception {
        Body broken = new Zeros(10, 10) {
            @Override
            public InputStream open() {
                throw new StackOverflowError("test");
            }
        };
        try (SocketServer server = SocketServer.start(lengthOfBody()); CamelHttpTransport transport = to(server.uri())) {
            assertThatThrownBy(() -> put(transport, Headers.NONE, broken)).isInstanceOf(IOException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
            assertThat(text(put(transport, Headers.NONE, new Zeros(3, 3)))).isEqualTo("3");
        }
    }

    @Test
    void aServerThatIsNotThereIsAnError() throws Exception {
        URI gone;
        try (SocketServer server = SocketServer.start(RecordingServer.ok())) {
            gone = server.uri();
        }
        try (CamelHttpTransport transport = to(gone)) {
            assertThatThrownBy(() -> send(transport, "GET", Headers.NONE, Body.EMPTY)).isInstanceOf(IOException.class);
        }
    }

    private static HttpHandler lengthOfBody() {
        return call -> {
            try (InputStream in = call.body().open()) {
                long length = in.transferTo(OutputStream.nullOutputStream());
                return HttpReply.of(200, Headers.NONE, "text/plain", Long.toString(length));
            } catch (IOException e) {
                return HttpReply.of(400, Headers.NONE);
            }
        };
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static URI uri(ServerSocket listener) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Reads some bytes, answers, and closes; what is unread by then makes the close a reset. */
    private static void readAndAnswer(ServerSocket listener, int bytes, String status) {
        Queue<Socket> one = new ConcurrentLinkedQueue<>();
        readAndAnswer(listener, bytes, status, one);
        try {
            one.remove().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readAndAnswer(ServerSocket listener, int bytes, String status, Queue<Socket> kept) {
        try {
            Socket socket = listener.accept();
            kept.add(socket);
            socket.getInputStream().readNBytes(bytes);
            socket.getOutputStream().write(("HTTP/1.1 " + status + " -\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Body failing(long length, int given) {
        InputStream zeros = new ByteArrayInputStream(new byte[given]);
        return Body.once(new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                int read = zeros.read(bytes, offset, count);
                if (read < 0) {
                    throw new IOException("disk error");
                }
                return read;
            }
        }, length);
    }

    private static int status(HttpReply reply) throws IOException {
        try (reply) {
            return reply.status();
        }
    }

    private static String text(HttpReply reply) throws IOException {
        try (reply) {
            return reply.text(100);
        }
    }

    private static String textOf(HttpReply reply) {
        try {
            return reply.text(100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpReply put(CamelHttpTransport transport, Headers headers, Body body) throws IOException {
        return send(transport, "PUT", headers, body);
    }

    private static HttpReply send(CamelHttpTransport transport, String method, Headers headers, Body body) throws IOException {
        return transport.send(HttpCall.to(new HttpHead(method, "h", "/a", headers), body));
    }

    private static CamelHttpTransport to(URI endpoint) {
        return new CamelHttpTransport(CONTEXT, endpoint, Map.of());
    }

    /** Says a length, gives as many zeros as it was told, and counts. */
    private static class Zeros implements Body {

        private final AtomicInteger opened = new AtomicInteger();
        private final AtomicLong read = new AtomicLong();
        private final long length;
        private final long given;

        Zeros(long length, long given) {
            this.length = length;
            this.given = given;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            opened.incrementAndGet();
            return new InputStream() {
                @Override
                public int read() {
                    return read(new byte[1], 0, 1) < 0 ? -1 : 0;
                }

                @Override
                public int read(byte[] bytes, int offset, int count) {
                    int now = (int) Math.min(count, given - read.get());
                    read.addAndGet(now);
                    return now == 0 ? -1 : now;
                }
            };
        }
    }
}
