package io.github.chunkupload.gateway;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure, with full jitter: evenly between nothing and {@code base · 2^(failures − 1)}, at most {@code cap}.
 *
 * @param base longest wait after the first failure
 * @param cap longest wait
 */
public record Backoff(Duration base, Duration cap) {

    /** Refuses waits that are not positive. */
    public Backoff {
        if (base.toMillis() < 1 || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException("A back-off begins with at least 1 ms and ends with no less: " + base + ", " + cap);
        }
    }

    /** Returns the wait after {@code failures} failures in a row, at least 1 ms. */
    Duration wait(int failures, RandomGenerator random) {
        long longest = cap.toMillis();
        int doublings = failures - 1;
        if (doublings < Long.numberOfLeadingZeros(base.toMillis()) - 1) {
            longest = Math.min(longest, base.toMillis() << doublings);
        }
        return Duration.ofMillis(random.nextLong(1, longest + 1));
    }
}
