package io.github.chunkupload.component.undertow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.ServerLimits;
import io.github.chunkupload.testing.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take places and give nothing. */
@Timeout(60)
class SlowClientsTest {

    private static final long GIB = 1 << 30;

    private static final ServerLimits HASTY = ServerLimits.of(1, 3, 1_000_000).withSlowAfter(Duration.ofMillis(50));

    @TempDir
    private Path directory;

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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatDoesNotReadItsReplyLosesItsConnectionAndGivesItsPlaceBack(boolean file) throws Exception {
        ServerLimits limits = ServerLimits.of(1, 8, 1L << 40).withSlowAfter(Duration.ofMillis(50));
        Path sparse = directory.resolve("sparse");
        try (FileChannel channel = FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), GIB - 1);
            Supplier<Body> large = () -> file ? new FileRegion(channel, 0, GIB) : Body.once(new Endless(), GIB);
            try (Mounted server = Mounted.on(Mounted.ANY_PORT, limits, call -> call.head().rawPath().equals("/large")
                    ? new HttpReply(200, Headers.NONE, large.get()) : Mounted.text("here"), Map.of());
                    Requests idle = server.connect()) {
                idle.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
                await().atMost(Duration.ofSeconds(50)).untilAsserted(() -> assertThat(server.exchange(
                    "GET /small HTTP/1.1\r\nHost: h\r\n\r\n").text()).isEqualTo("here"));
                assertThatThrownBy(idle::reply).isInstanceOf(IOException.class);
            }
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

    @Test
    void aClientThatSendsNothingIsNotWaitedForUntilAMinuteIsOver() throws Exception {
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, HASTY, call -> Mounted.text(Mounted.read(call).length + " bytes"), Map.of());
                Requests idle = server.connect()) {
            idle.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
            await().atMost(Duration.ofSeconds(50)).untilAsserted(() -> assertThat(server.exchange(
                "PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok").text()).isEqualTo("2 bytes"));
        }
    }

    @Test
    void aRequestThatTakesTooLongInAllIsEndedHoweverSteadyItsClient() throws Exception {
        ServerLimits limits = ServerLimits.of(1, 8, 0).withRequestTimeout(Duration.ofMillis(200));
        CountDownLatch failed = new CountDownLatch(1);
        try (Mounted server = Mounted.on(Mounted.ANY_PORT, limits, call -> {
            try {
                return Mounted.text(Mounted.read(call).length + " bytes");
            } catch (UncheckedIOException e) {
                assertThat(e).hasStackTraceContaining("The request takes longer than PT0.2S");
                failed.countDown();
                return HttpReply.of(400, Headers.NONE);
            }
        }, Map.of()); Requests steady = server.connect()) {
            steady.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n");
            while (!failed.await(10, TimeUnit.MILLISECONDS)) {
                trickle(steady);
            }
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
