package io.github.chunkupload.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.cdcs.CdcsProtocol;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.protocol.cosslice.CosSliceProtocol;
import io.github.chunkupload.protocol.qingstor.QingStorProtocol;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClockSkewTest extends TransferTestBase {

    private static final ObjectRef OBJECT = new ObjectRef(Wire.BUCKET, "object");

    private void upload(Wire wire, Timing time, Site site, TransferSettings.Builder settings) throws Exception {
        Path file = file(5000);
        try (Source source = Source.of(file)) {
            Transfer.on(wire.client()).endpoint(ENDPOINT).settings(settings.build()).journal(journal).executor(pool).timing(time)
                .site(site).build().upload(UploadRequest.of(OBJECT), source);
        }
        assertThat(disk.head(OBJECT, Access.NONE).size()).isEqualTo(5000);
    }

    static Stream<Arguments> protocolsThatSignTheTime() {
        return Stream.of(Arguments.of(new CosProtocol(), -2), Arguments.of(new CosProtocol(), 2), Arguments.of(new CdcsProtocol(), -2),
            Arguments.of(new CdcsProtocol(), 2), Arguments.of(new QingStorProtocol(), -2), Arguments.of(new QingStorProtocol(), 2),
            Arguments.of(new CosSliceProtocol(), -24 * 40));
    }

    @ParameterizedTest(name = "{0} {1} h")
    @MethodSource("protocolsThatSignTheTime")
    void aWrongClockIsSetByTheRefusalAndRefusedOnce(Protocol protocol, int hours) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        Site site = new Site(new RefusalGate(), new ServerClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(hours))));
        try (Wire wire = new Wire(protocol, Map.of(), disk, handler -> counting(handler, refused), site.clock(), Clock.systemUTC())) {
            upload(wire, timing, site, TransferSettings.builder().parallelParts(1));
        }
        assertThat(refused).hasValue(1);
        assertThat(site.clock().ahead()).isBetween(Duration.ofHours(-hours).minusSeconds(3), Duration.ofHours(-hours).plusSeconds(3));
    }

    private static HttpHandler counting(HttpHandler handler, AtomicInteger refused) {
        return call -> {
            HttpReply reply = handler.handle(call);
            refused.addAndGet(reply.status() >= 400 ? 1 : 0);
            return reply;
        };
    }

    @Test
    void requestsAreSignedWhenTheyAreSentAndNotWhenTheyAreQueued() throws Exception {
        Moving clock = new Moving();
        Timing slow = new Timing(clock::instant, new Random(1), clock::pass);
        AtomicInteger parts = new AtomicInteger();
        Site site = new Site(new RefusalGate(), new ServerClock(clock));
        HttpReply later = new HttpReply(503, Headers.builder().add("Retry-After", "86400").build(), Body.EMPTY);
        try (Wire wire = new Wire(new CosProtocol(), Map.of(), disk, handler -> call -> call.head().query().has("partNumber")
                && parts.incrementAndGet() == 1 ? later : handler.handle(call), site.clock(), clock)) {
            upload(wire, slow, site, settings().parallelParts(1));
        }
        assertThat(clock.passed()).as("the other parts waited for a day").isGreaterThanOrEqualTo(Duration.ofDays(1));
        assertThat(site.clock().ahead()).as("no refusal for the time").isZero();
    }

    static Stream<Arguments> protocolsWhoseSignaturesGetOld() {
        return Stream.of(Arguments.of(new CosProtocol(), "partNumber"), Arguments.of(new CdcsProtocol(), "partNumber"),
            Arguments.of(new QingStorProtocol(), "part_number"));
    }

    /** Two parts are signed, one gets the only connection and keeps it for a day. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("protocolsWhoseSignaturesGetOld")
    void aRequestWhoseSignatureGrewOldWhileItWaitedForAConnectionIsSignedAnew(Protocol protocol, String partNumber) throws Exception {
        Moving clock = new Moving();
        Moving.Seen seen = clock.seen();
        AtomicInteger parts = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Site site = new Site(new RefusalGate(), new ServerClock(seen));
        Map<String, Object> oneConnection = Map.of("maxTotalConnections", "1", "connectionsPerRoute", "1");
        try (Wire wire = new Wire(protocol, Map.of(), oneConnection, disk, handler -> counting(call -> {
            HttpReply reply = handler.handle(call);
            if (call.head().query().has(partNumber) && parts.incrementAndGet() == 1) {
                await().until(() -> seen.byThreads() >= 3);
                clock.pass(Duration.ofDays(1));
            }
            return reply;
        }, refused), site.clock(), clock)) {
            upload(wire, new Timing(clock::instant, new Random(1), wait -> { }), site, settings().parallelParts(2));
        }
        assertThat(refused).as("requests that came too late").hasValue(1);
        assertThat(parts).hasValue(6);
    }

    /** A clock that only waiting moves. */
    private static final class Moving extends Clock {

        private final Instant start = Instant.now();
        private final AtomicReference<Instant> now = new AtomicReference<>(start);

        void pass(Duration duration) {
            now.updateAndGet(time -> time.plus(duration));
        }

        /** Returns the same clock, to be read by whoever signs. */
        Seen seen() {
            return new Seen(this);
        }

        Duration passed() {
            return Duration.between(start, now.get());
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        /** Notes which threads read it. */
        private static final class Seen extends Clock {

            private final Clock clock;
            private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

            Seen(Clock clock) {
                this.clock = clock;
            }

            int byThreads() {
                return threads.size();
            }

            @Override
            public Instant instant() {
                threads.add(Thread.currentThread());
                return clock.instant();
            }

            @Override
            public ZoneId getZone() {
                return clock.getZone();
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        }
    }
}
