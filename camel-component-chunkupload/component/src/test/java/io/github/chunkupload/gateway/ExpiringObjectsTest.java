package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.PATIENT;
import static io.github.chunkupload.gateway.Gateway.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.store.Aging;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.UploadRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Delivered objects that are kept for some time only. */
@Timeout(60)
class ExpiringObjectsTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    private Path directory;

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    private DiskStore disk(Instant time) {
        return DiskStore.open(directory, new DiskSettings(Fsync.NEVER, at(time)));
    }

    private static void put(DiskStore disk, String key, String text) {
        disk.put(UploadRequest.of(object(key)), Body.of(text.getBytes()), Checks.NONE);
    }

    @Test
    void whatIsOldGoesAndWhatIsYoungStays() {
        try (DiskStore disk = disk(NOW.minus(Duration.ofDays(7)).minusSeconds(1))) {
            IntStream.range(0, 1001).forEach(i -> put(disk, "old-" + i, "x"));
            put(disk, "written again", "x");
        }
        try (DiskStore disk = disk(NOW.minus(Duration.ofDays(7)))) {
            put(disk, "written again", "y");
            put(disk, "young", "x");

            assertThat(new KeptObjects(disk, Duration.ofDays(7), at(NOW)).expire()).isEqualTo(1001);

            assertThat(Gateway.read(disk, "old-0")).isNull();
            assertThat(Gateway.read(disk, "written again")).isEqualTo("y");
            assertThat(Gateway.read(disk, "young")).isEqualTo("x");
        }
    }

    @Test
    void anObjectThatWasReplacedSinceItWasListedStays() {
        try (DiskStore disk = disk(NOW)) {
            put(disk, "a", "new");

            assertThat(disk.capability(Aging.class).orElseThrow().deleteOlder(object("a"), NOW)).isFalse();
            assertThat(Gateway.read(disk, "a")).isEqualTo("new");
            assertThat(disk.capability(Aging.class).orElseThrow().deleteOlder(object("a"), NOW.plusMillis(1))).isTrue();
            assertThat(disk.capability(Aging.class).orElseThrow().deleteOlder(object("a"), NOW.plusMillis(1))).isFalse();
        }
    }

    @Test
    void aGatewayDeletesByItselfWhatItHasKeptLongEnough() {
        RecordingRoute route = new RecordingRoute();
        try (Gateway gateway = Gateway.open(directory, route, PATIENT.withKeptFor(Duration.ofMillis(200)))) {
            gateway.put("a", "text");
            assertThat(gateway.read("a")).isIn("text", null);

            await().until(() -> gateway.read("a") == null);
        }
    }

    @Test
    void whatIsNotKeptCannotBeKeptForSomeTime() {
        assertThatThrownBy(() -> PATIENT.withKeptFor(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PATIENT.withKeptFor(Duration.ofDays(1)).withAfterDelivery(AfterDelivery.DELETE))
            .isInstanceOf(IllegalArgumentException.class);
    }
}
