package io.github.chunkupload.component.undertow;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.gateway.Dispatcher;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.undertow.server.HttpServerExchange;
import java.net.ConnectException;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.camel.component.undertow.CamelUndertowHttpHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a mount begins, fills and ends. */
class UndertowMountTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    /** Answers when it is let, and tells in a form of its own that it is full. */
    private static final class Gate implements HttpHandler {

        private final Semaphore entered = new Semaphore(0);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public HttpReply handle(HttpCall call) {
            entered.release();
            try {
                assertThat(open.await(10, SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Mounted.text("served");
        }

        @Override
        public HttpReply busy(HttpHead head, String peer) {
            return HttpReply.of(503, Headers.of("Retry-After", "7"), "text/plain", "no room for " + head);
        }

        void awaitRequests(int count) throws InterruptedException {
            assertThat(entered.tryAcquire(count, 10, SECONDS)).isTrue();
        }
    }

    @Test
    void requestBeyondTheLimitIsToldSoInTheFormOfTheHandlerAndServedLater() throws Exception {
        Gate gate = new Gate();
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, 2, gate); Requests one = server.connect(); Requests two = server.connect();
                Requests three = server.connect(); Requests four = server.connect()) {
            one.send(GET);
            two.send(GET);
            gate.awaitRequests(2);
            Reply busy = three.send("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n").send(new byte[3_000_000]).reply();
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.headers().first("Retry-After")).contains("7");
            assertThat(busy.text()).isEqualTo("no room for PUT /b");
            Reply unsent = four.send("PUT /b HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 30\r\n\r\n").reply();
            assertThat(unsent.status()).isEqualTo(503);
            gate.open.countDown();
            assertThat(one.reply().text()).isEqualTo("served");
            assertThat(two.reply().text()).isEqualTo("served");
            await().until(() -> three.send(GET).reply().text().equals("served"));
        }
    }

    @Test
    void connectionThatSendsOneRequestAfterTheOtherNeedsOnePlace() throws Exception {
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, 1, call -> Mounted.text("served")); Requests client = server.connect()) {
            for (int i = 0; i < 2000; i++) {
                assertThat(client.send(GET).reply().status()).as("request %s", i).isEqualTo(200);
            }
        }
    }

    @Test
    void gatewayThatIsFullSaysSoAsTheStoreWould() throws Exception {
        Gate gate = new Gate();
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.mount(new CosProtocol(), new ServerSettings(CredentialSource.of(), true, Set.of(), "", Set.of(), "", Map.of(),
            OptionalLong.empty(), Clock.systemUTC()), gate);
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, 1, dispatcher); Requests one = server.connect()) {
            one.send(GET);
            gate.awaitRequests(1);
            Reply busy = server.exchange(GET);
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.headers().first("Retry-After")).contains("1");
            assertThat(busy.text()).contains("<Code>");
            gate.open.countDown();
            assertThat(one.reply().text()).isEqualTo("served");
        }
    }

    @Test
    void handlerWithoutAFormOfItsOwnAnswersBusyWithRetryAfter() throws Exception {
        Gate gate = new Gate();
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, 1, gate::handle); Requests one = server.connect()) {
            one.send(GET);
            gate.awaitRequests(1);
            Reply busy = server.exchange(GET);
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.headers().number("Retry-After").getAsLong()).isPositive();
            assertThat(server.exchange("GET * HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(503);
            gate.open.countDown();
            assertThat(one.reply().text()).isEqualTo("served");
        }
    }

    @Test
    void replyUnderWayCountsAsARequest() throws Exception {
        byte[] large = new byte[64 << 20];
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, 1, call -> call.head().target().equals("/large")
                ? new HttpReply(200, Headers.NONE, Body.of(large)) : Mounted.text("small"))) {
            try (Requests slow = server.connect()) {
                slow.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
                await().until(() -> server.exchange(GET).status() == 503);
            }
            await().until(() -> server.exchange(GET).status() == 200);
        }
    }

    @Test
    void clientThatStillOwesABodyAfterItsReplyTakesNoPlace() throws Exception {
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, 1, call -> HttpReply.of(403, Headers.NONE)); Requests owing = server.connect()) {
            owing.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
            assertThat(owing.reply().status()).isEqualTo(403);
            await().until(() -> server.exchange(GET).status() == 403);
        }
    }

    @Test
    void stopLetsARunningRequestEndAndTakesNoOther() throws Exception {
        Gate gate = new Gate();
        try (Mounted server = Mounted.on(gate); Requests running = server.connect(); Requests late = server.connect()) {
            running.send(GET);
            gate.awaitRequests(1);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server.mount()::close);
            await().until(() -> {
                try (Requests other = server.connect()) {
                    return other.send("GET * HTTP/1.1\r\nHost: h\r\n\r\n").reply().status() == 503;
                }
            });
            assertThat(late.send(GET).reply().text()).isEqualTo("no room for GET /a");
            assertThat(closing).isNotDone();
            gate.open.countDown();
            assertThat(running.reply().text()).isEqualTo("served");
            closing.get(10, SECONDS);
            assertThatThrownBy(server::connect).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void secondCloseDoesNothing() throws Exception {
        try (Mounted server = Mounted.on(call -> Mounted.text("a"))) {
            int port = server.mount().port();
            server.mount().close();
            server.mount().close();
            assertThat(server.mount().port()).isEqualTo(port).isPositive();
        }
    }

    @Test
    void mountsOfOnePortLessUriListenOnPortsOfTheirOwn() throws Exception {
        try (Mounted one = Mounted.on(call -> Mounted.text("one")); Mounted two = Mounted.on(call -> Mounted.text("two"))) {
            assertThat(one.uri()).isNotEqualTo(two.uri()).hasScheme("http").hasHost("127.0.0.1").hasPort(one.mount().port());
            assertThat(one.exchange(GET).text()).isEqualTo("one");
            one.mount().close();
            assertThat(two.exchange(GET).text()).isEqualTo("two");
        }
    }

    @Test
    void addressThatIsTakenIsNamed() throws Exception {
        try (Mounted first = Mounted.on(call -> Mounted.text("first"))) {
            String address = "127.0.0.1:" + first.mount().port();
            assertThatThrownBy(() -> Mounted.on("undertow:http://" + address, 1, call -> Mounted.text("second")))
                .hasMessageContaining("Cannot listen on " + address);
            assertThat(first.exchange(GET).text()).isEqualTo("first");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"undertow:http://127.0.0.1:0/path", "undertow:ws://127.0.0.1:0", "undertow:https://127.0.0.1:0"})
    void uriThatCannotBeServedIsRefused(String uri) {
        assertThatThrownBy(() -> Mounted.on(uri, 1, call -> Mounted.text("never"))).hasMessageContaining("serverUri");
    }

    @Test
    void numberOfRequestsMustBePositive() {
        assertThatThrownBy(() -> Mounted.on(Mounted.ANY_PORT, 0, call -> Mounted.text("never"))).hasMessageContaining("maxRequests");
    }

    @Test
    void requestThatNeverReachesTheHandlerIsNoSuccess() throws Exception {
        try (Mounted server = Mounted.on(Mounted.ANY_PORT + "?handlers=lost", 1, call -> Mounted.text("never"),
                Map.of("lost", new LosesRequests()))) {
            assertThat(server.exchange(GET).status()).isEqualTo(500);
            await().untilAsserted(() -> assertThat(
                server.exchange("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc").status())
                .as("the only place is free again soon after the answer").isEqualTo(500));
        }
    }

    private static final class LosesRequests implements CamelUndertowHttpHandler {

        @Override
        public void setNext(io.undertow.server.HttpHandler next) {
        }

        @Override
        public void handleRequest(HttpServerExchange exchange) {
        }
    }

    @Test
    void startLeavesNoSystemPropertyBehind() throws Exception {
        try (Mounted server = Mounted.on(call -> Mounted.text("a"))) {
            assertThat(server.exchange("GET /a;b,c HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(200);
            assertThat(System.getProperties().stringPropertyNames()).noneMatch(name -> name.startsWith("io.undertow"));
        }
    }
}
