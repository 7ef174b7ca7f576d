package io.github.chunkupload.component.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.Requests;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take places and give nothing. */
@Timeout(60)
class SlowClientsTest {

    private static final ServerLimits HASTY = new ServerLimits(1, 3, 1_000_000, Duration.ofMillis(50));

    @Test
    void aBodyThatTricklesInLosesItsConnectionAndGivesItsPlaceBack() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, HASTY, call -> {
            try {
                return Mounted.text(Mounted.read(call).length + " bytes");
            } catch (RuntimeException e) {
                failed.countDown();
                return HttpReply.of(400, Headers.NONE);
            }
        }, Map.of())) {
            try (Requests slow = server.connect()) {
                slow.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
                while (!failed.await(10, TimeUnit.MILLISECONDS)) {
                    trickle(slow);
                }
            }
            await().untilAsserted(() -> assertThat(server.exchange("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok").text())
                .isEqualTo("2 bytes"));
        }
    }

    private static void trickle(Requests slow) {
        try {
            slow.send("x");
        } catch (IOException closed) {
            assertThat(closed).isNotNull();
        }
    }

    @Test
    void onlyTheTimeThatIsSpentWaitingForTheClientCounts() {
        assertThat(HASTY.isTooSlow(0, Duration.ofMillis(49).toNanos())).isFalse();
        assertThat(HASTY.isTooSlow(99_999, Duration.ofMillis(100).toNanos())).isTrue();
        assertThat(HASTY.isTooSlow(100_000, Duration.ofMillis(100).toNanos())).isFalse();
        assertThat(ServerLimits.of(1, 1, 0).isTooSlow(0, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void aConnectionTooManyWaitsUntilAnotherEnds() throws Exception {
        ServerLimits limits = ServerLimits.of(8, 3, 0);
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, limits, call -> Mounted.text("here"), Map.of())) {
            Requests[] open = new Requests[limits.maxConnections()];
            for (int i = 0; i < open.length; i++) {
                open[i] = server.connect();
                assertThat(get(open[i]).reply().status()).isEqualTo(200);
            }
            try (Requests another = server.connect()) {
                get(another);
                assertThat(another.isSilent(Duration.ofMillis(300))).isTrue();
                open[0].close();
            }
            try (Requests next = server.connect()) {
                assertThat(get(next).reply().text()).isEqualTo("here");
            }
            for (Requests each : open) {
                each.close();
            }
        }
    }

    private static Requests get(Requests requests) throws IOException {
        return requests.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    }
}
