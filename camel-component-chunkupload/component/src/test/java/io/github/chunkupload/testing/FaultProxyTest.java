package io.github.chunkupload.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class FaultProxyTest {

    private static final String BODY = "0123456789".repeat(200);
    private static final String REQUEST = "PUT /a?b=%20 HTTP/1.1\r\nHost: h\r\nContent-Length: 2000\r\n\r\n" + BODY;
    private static final String ANSWER = "HTTP/1.1 200 -\r\nContent-Type: text/plain\r\nContent-Length: 2000\r\n\r\n" + BODY;

    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
    private final SocketServer server = SocketServer.start(call -> {
        String body = read(call.body());
        arrived.add(call.head().target() + " " + body);
        return HttpReply.of(200, Headers.NONE, "text/plain", BODY);
    });
    private final FaultProxy proxy = FaultProxy.start(server.uri(), new FaultProxy.Refusals() {
        @Override
        public HttpReply busy(HttpHead head) {
            return HttpReply.of(429, Headers.of("Retry-After", "1"), "text/plain", "busy");
        }

        @Override
        public HttpReply failed(HttpHead head) {
            return HttpReply.of(500, Headers.NONE, "text/plain", "failed");
        }
    });

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    @Test
    void everythingPassesAsItIsWithoutFaults() throws IOException {
        assertThat(exchange()).isEqualTo(ANSWER);
        assertThat(arrived).containsExactly("/a?b=%20 " + BODY);
    }

    @ParameterizedTest
    @EnumSource(names = {"DELAY", "LOW_BANDWIDTH"})
    void whatIsSlowArrivesUnharmed(Fault fault) throws IOException {
        strike(fault);
        assertThat(exchange()).isEqualTo(ANSWER);
        assertThat(arrived).containsExactly("/a?b=%20 " + BODY);
    }

    @Test
    void oneBitOfTheBodyIsFlipped() throws IOException {
        strike(Fault.BIT_FLIP);
        exchange();
        String body = arrived.element().substring("/a?b=%20 ".length());
        assertThat(body).hasSameSizeAs(BODY);
        int bits = 0;
        for (int i = 0; i < body.length(); i++) {
            bits += Integer.bitCount(body.charAt(i) ^ BODY.charAt(i));
        }
        assertThat(bits).isEqualTo(1);
    }

    @Test
    void aRequestThatIsResetNeverArrivesWhole() {
        strike(Fault.RESET_IN_REQUEST);
        assertThat(exchange()).isEmpty();
        assertThat(arrived.stream().filter(request -> request.endsWith(" " + BODY))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"RESET_IN_REPLY", "TRUNCATED_REPLY"})
    void aReplyBreaksOffAfterTheRequestArrived(Fault fault) {
        strike(fault);
        assertThat(ANSWER).startsWith(exchange());
        assertThat(proxy.plan().struck()).containsExactly(fault);
        assertThat(arrived).containsExactly("/a?b=%20 " + BODY);
    }

    @Test
    void aHalfOpenConnectionStaysOpenAndSilent() throws IOException {
        strike(Fault.HALF_OPEN);
        try (Socket socket = connected()) {
            socket.setSoTimeout(200);
            assertThat(catchThrowable(() -> socket.getInputStream().read()))
                .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void refusalsAreMadeUpAndNothingArrives() {
        strike(Fault.REFUSAL);
        assertThat(exchange()).startsWith("HTTP/1.1 503 -\r\nRetry-After: 1\r\n").endsWith("busy");
        strike(Fault.ERROR_IN_200);
        assertThat(exchange()).startsWith("HTTP/1.1 200 -\r\n").endsWith("failed");
        assertThat(arrived).isEmpty();
    }

    @Test
    void theFirstReplyAfterTheObjectWasMadeIsLost() {
        proxy.play(new FaultPlan(1, Set.of(Fault.LOST_COMPLETE), 1, 1, 1, () -> !arrived.isEmpty()));
        assertThat(exchange()).isEmpty();
        assertThat(exchange()).isEqualTo(ANSWER);
        assertThat(arrived).hasSize(2);
    }

    private void strike(Fault fault) {
        proxy.play(new FaultPlan(7, Set.of(fault), 1, 1, 1, () -> false));
    }

    private Socket connected() throws IOException {
        URI uri = proxy.uri();
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Returns as much of a reply as comes. */
    private String exchange() {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        try (Socket socket = connected(); InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(10_000);
            socket.shutdownOutput();
            for (int b = in.read(); b >= 0; b = in.read()) {
                reply.write(b);
            }
        } catch (IOException e) {
            return reply.toString(StandardCharsets.ISO_8859_1);
        }
        return reply.toString(StandardCharsets.ISO_8859_1);
    }

    private static String read(Body body) {
        try (InputStream in = body.open()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "broken off";
        }
    }
}
