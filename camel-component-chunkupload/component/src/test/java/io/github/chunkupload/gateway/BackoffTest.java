package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    private LongSummaryStatistics waits(int failures) {
        Random random = new Random(failures);
        return LongStream.range(0, 2000).map(i -> backoff.wait(failures, random).toMillis()).summaryStatistics();
    }

    @Test
    void waitsAnythingUpToTheDoubledBase() {
        LongSummaryStatistics third = waits(3);
        assertThat(third.getMin()).isBetween(1L, 100L);
        assertThat(third.getMax()).isBetween(3900L, 4000L);
        assertThat(third.getAverage()).isBetween(1800.0, 2200.0);
    }

    @Test
    void neverWaitsLongerThanTheCap() {
        for (int failures : new int[] {10, 53, 54, 55, 63, 64, 65, 1000, Integer.MAX_VALUE}) {
            assertThat(waits(failures).getMax()).isBetween(290_000L, 300_000L);
        }
    }

    @Test
    void refusesWaitsThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
