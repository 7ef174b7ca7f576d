package io.github.chunkupload.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketServerTest {

    private static final HttpHandler ECHO =
        call -> HttpReply.of(200, Headers.of("X-Target", call.head().target()), "text/plain", read(call));

    @ParameterizedTest
    @ValueSource(strings = {"/a%2Fb", "//a//b", "/.%2F..", "/a%25b", "/a;b", "/?uploads", "/a%5Cb?x=%2f&y", "/../etc"})
    void takesTheTargetByteForByte(String target) throws Exception {
        try (SocketServer server = SocketServer.start(ECHO)) {
            Requests.Reply reply = Requests.exchange(server.uri(), "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(reply.headers().first("X-Target")).hasValue(target);
        }
    }

    @Test
    void splitsAnAbsoluteTargetIntoAuthorityAndPath() throws Exception {
        try (SocketServer server = SocketServer.start(call -> HttpReply.of(200, Headers.of("X-Authority", call.head().authority())))) {
            Requests.Reply reply = Requests.exchange(server.uri(), "GET http://b.example:81//a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(reply.headers().first("X-Authority")).hasValue("b.example:81");
        }
    }

    @Test
    void servesOneRequestAfterTheOtherOnOneConnection() throws Exception {
        try (SocketServer server = SocketServer.start(ECHO); Requests requests = Requests.to(server.uri())) {
            requests.send("PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nonePUT /2 HTTP/1.1\r\nHost: h\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\ntw\r\n1\r\no\r\n0\r\nT: t\r\n\r\n");
            assertThat(requests.reply().text()).isEqualTo("one");
            assertThat(requests.reply().text()).isEqualTo("two");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void sendsContinueOnlyWhenTheBodyIsOpened() throws Exception {
        String expecting = " HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
        try (SocketServer server = SocketServer.start(call -> call.head().target().equals("/no")
            ? HttpReply.of(403, Headers.NONE) : ECHO.handle(call)); Requests requests = Requests.to(server.uri())) {
            requests.send("PUT /yes" + expecting);
            assertThat(requests.reply().status()).isEqualTo(100);
            requests.send("abc");
            assertThat(requests.reply().text()).isEqualTo("abc");
            requests.send("PUT /no" + expecting);
            assertThat(requests.reply().status()).isEqualTo(403);
            assertThat(requests.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"})
    void tellsTheHandlerOfABodyThatEndsTooEarly(String framedBody) throws Exception {
        BlockingQueue<String> seen = new ArrayBlockingQueue<>(1);
        try (SocketServer server = SocketServer.start(call -> {
            try (InputStream in = call.body().open()) {
                seen.add("read " + in.readAllBytes().length);
            } catch (IOException e) {
                seen.add("failed");
            }
            return HttpReply.of(400, Headers.NONE);
        }); Requests requests = Requests.to(server.uri())) {
            requests.send("PUT /a HTTP/1.1\r\nHost: h\r\n" + framedBody).endSending();
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("failed");
        }
    }

    @Test
    void aBodyLeftUnreadCostsTheConnectionButNotTheReply() throws Exception {
        try (SocketServer server = SocketServer.start(call -> HttpReply.of(403, Headers.NONE, "text/plain", "no"));
                Requests requests = Requests.to(server.uri())) {
            requests.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n").send(new byte[200_000]);
            Requests.Reply reply = requests.reply();
            assertThat(reply.text()).isEqualTo("no");
            assertThat(reply.headers().first("Connection")).hasValue("close");
            assertThat(requests.isEnded()).isTrue();
        }
    }

    @Test
    void sendsNoBodyWhereNoneBelongs() throws Exception {
        HttpHandler handler = call -> switch (call.head().target()) {
            case "/204" -> HttpReply.of(204, Headers.NONE);
            case "/304" -> HttpReply.of(304, Headers.NONE);
            default -> HttpReply.of(200, Headers.of("Content-Length", "12345"));
        };
        try (SocketServer server = SocketServer.start(handler); Requests requests = Requests.to(server.uri())) {
            requests.send("GET /204 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(requests.reply().headers().has("Content-Length")).isFalse();
            requests.send("GET /304 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(requests.reply().status()).isEqualTo(304);
            requests.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(requests.replyToHead().headers().first("Content-Length")).hasValue("12345");
            requests.send("GET /204 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(requests.reply().status()).isEqualTo(204);
        }
    }

    @Test
    void chunksAReplyOfUnknownLength() throws Exception {
        Body body = Body.once(new ByteArrayInputStream("streamed".getBytes(StandardCharsets.US_ASCII)), -1);
        try (SocketServer server = SocketServer.start(call -> new HttpReply(200, Headers.NONE, body))) {
            Requests.Reply reply = Requests.exchange(server.uri(), "GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(reply.headers().first("Transfer-Encoding")).hasValue("chunked");
            assertThat(reply.text()).isEqualTo("streamed");
        }
    }

    @Test
    void cutsTheConnectionWhenAReplyEndsTooEarlyOrTheHandlerHangsUp() throws Exception {
        try (SocketServer server = SocketServer.start(call -> {
            if (call.head().target().equals("/hangup")) {
                throw SocketServer.hangUp();
            }
            return new HttpReply(200, Headers.NONE, Body.once(new ByteArrayInputStream(new byte[5]), 10));
        }); Requests requests = Requests.to(server.uri()); Requests other = Requests.to(server.uri())) {
            assertThat(other.send("GET /hangup HTTP/1.1\r\nHost: h\r\n\r\n").isEnded()).isTrue();
            requests.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThatThrownBy(requests::reply).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET a HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost : h\r\n\r\n",
        "PUT /a HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "PUT /a HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET /a HTTP/1.1\nHost: h\n\n"})
    void refusesWhatIsNotHttp(String request) throws Exception {
        try (SocketServer server = SocketServer.start(ECHO)) {
            assertThat(Requests.exchange(server.uri(), request).status()).isEqualTo(400);
        }
    }

    @Test
    void aHandlerThatThrowsFailsTheTest() throws Exception {
        SocketServer server = SocketServer.start(call -> {
            throw new IllegalStateException("broken");
        });
        assertThat(Requests.exchange(server.uri(), "GET /a HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(500);
        assertThatThrownBy(server::close).isInstanceOf(AssertionError.class).hasRootCauseMessage("broken");
    }

    @Test
    void endsEveryThreadWhenItIsClosed() throws Exception {
        SocketServer server = SocketServer.start(ECHO);
        try (Requests idle = Requests.to(server.uri()); Requests amidst = Requests.to(server.uri())) {
            assertThat(idle.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").reply().status()).isEqualTo(200);
            amidst.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(amidst.reply().status()).isEqualTo(100);
            String prefix = "socket-server-" + server.port();
            server.close();
            assertThat(Thread.getAllStackTraces().keySet()).noneMatch(t -> t.getName().startsWith(prefix));
        }
    }

    @Test
    void recordsRequestsAsTheyStoodOnTheWire() throws Exception {
        String first = "PUT http://x/a%2Fb HTTP/1.1\r\nhost:  h \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        String second = "GET /b?uploads HTTP/1.1\r\nHost: h\r\n\r\n";
        try (RecordingServer server = RecordingServer.start(RecordingServer.ok()); Requests requests = Requests.to(server.uri())) {
            requests.send(first).reply();
            requests.send(second).reply();
            RecordingServer.Recorded put = server.requests().get(0);
            assertThat(put.wireText()).isEqualTo(first);
            assertThat(put.target()).isEqualTo("http://x/a%2Fb");
            assertThat(put.headerLines()).containsExactly("host:  h ", "Transfer-Encoding: chunked");
            assertThat(put.body()).asString().isEqualTo("abc");
            assertThat(server.last().wireText()).isEqualTo(second);
        }
    }

    private static String read(HttpCall call) {
        try (InputStream in = call.body().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "the body ended too early";
        }
    }
}
