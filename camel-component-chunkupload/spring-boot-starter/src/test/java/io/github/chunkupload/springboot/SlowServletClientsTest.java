package io.github.chunkupload.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.ServerLimits;
import io.github.chunkupload.testing.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of a gateway in a servlet container that take places and give nothing, and what the gateway hears of the others. */
@Timeout(60)
class SlowServletClientsTest {

    private static final Duration SOON = Duration.ofMillis(50);
    private static final String PUT = "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";

    private static HttpReply text(String text) {
        return HttpReply.of(200, Headers.NONE, "text/plain", text);
    }

    /** Sends a byte now and then until the server has had enough of it. */
    private static void trickle(ServerLimits limits, String why) throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Served server = Served.by(limits, call -> {
            try (InputStream in = call.body().open()) {
                return text(in.readAllBytes().length + " bytes");
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(why);
                failed.countDown();
                return HttpReply.of(400, Headers.NONE);
            }
        })) {
            try (Requests slow = server.connect()) {
                slow.send(PUT);
                while (!failed.await(10, TimeUnit.MILLISECONDS)) {
                    goOn(slow);
                }
                readReply(slow);
                assertThat(slow.isEnded()).isTrue();
            }
            await().untilAsserted(() -> assertThat(server.exchange("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok").text())
                .isEqualTo("2 bytes"));
        }
    }

    private static void goOn(Requests slow) {
        try {
            slow.send("x");
        } catch (IOException ended) {
            assertThat(ended).isNotNull();
        }
    }

    /** A reply may be lost with a connection that is ended while bytes are on their way. */
    private static void readReply(Requests slow) {
        try {
            assertThat(slow.reply().status()).isEqualTo(400);
        } catch (IOException lost) {
            assertThat(lost).isNotNull();
        }
    }

    @Test
    void aBodyThatTricklesInLosesItsConnectionAndGivesItsPlaceBack() throws Exception {
        trickle(ServerLimits.of(1, 1, 1_000_000).withSlowAfter(SOON), "less than 1000000 bytes a second");
    }

    @Test
    void aRequestThatTakesTooLongInAllIsEndedHoweverSteadyItsClient() throws Exception {
        trickle(ServerLimits.of(1, 1, 0).withRequestTimeout(SOON), "longer than PT0.05S");
    }

    @Test
    void aReplyThatIsTakenTooSlowlyIsBrokenOff() throws Exception {
        try (Served server = Served.by(ServerLimits.of(1, 1, 1L << 40).withSlowAfter(SOON), call ->
                call.head().rawPath().equals("/large") ? new HttpReply(200, Headers.NONE, Body.once(new Endless(), 8L << 30))
                    : text("here"));
                Requests slow = server.connect()) {
            slow.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThatThrownBy(slow::skipReply).isInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(server.exchange("GET /small HTTP/1.1\r\nHost: h\r\n\r\n").text()).isEqualTo("here"));
        }
    }

    private static final class Endless extends InputStream {

        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            return count;
        }
    }

    /** Notes what it hears. */
    private static final class Hearing implements HttpHandler {

        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public HttpReply handle(HttpCall call) {
            return text("0123456789");
        }

        @Override
        public void sent(HttpReply reply, long bytes) {
            heard.add(reply.status() + " " + bytes);
        }
    }

    @Test
    void theGatewayHearsHowMuchOfAReplyWentOut() throws Exception {
        Hearing handler = new Hearing();
        try (Served server = Served.by(handler)) {
            server.exchange("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            await().untilAsserted(() -> assertThat(handler.heard).containsExactly("200 10"));
        }
    }
}
