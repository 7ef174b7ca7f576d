package io.github.chunkupload.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Lets so many bytes per second pass, for everybody who uses it together. Who asks first goes first, and each transfer has only one
 * request waiting: so a huge transfer with many parts on their way gets no more than a small one beside it. Thread-safe.
 */
public final class Throttle {

    private static final long SECOND = 1_000_000_000L;

    private final Timing timing;
    private volatile Bandwidth limit;
    private Instant free = Instant.MIN;

    /** Makes a throttle by the clock of the machine. */
    public Throttle(Bandwidth limit) {
        this(limit, Timing.SYSTEM);
    }

    Throttle(Bandwidth limit, Timing timing) {
        this.limit = limit;
        this.timing = timing;
    }

    /** Returns the limit. */
    public Bandwidth limit() {
        return limit;
    }

    /** Changes the limit, for transfers under way too. */
    public void limit(Bandwidth now) {
        limit = now;
    }

    /** Waits until {@code bytes} bytes may pass. */
    void pass(int bytes) throws InterruptedException {
        Duration wait = reserve(bytes);
        if (!wait.isZero()) {
            timing.sleeper().sleep(wait);
        }
    }

    /** Who has not sent for a while saves nothing up. */
    private synchronized Duration reserve(int bytes) {
        Instant now = timing.clock().instant();
        OptionalLong rate = limit.isUnlimited() ? OptionalLong.empty() : limit.at(now.atZone(limit.zone()).toLocalTime());
        if (rate.isEmpty()) {
            free = Instant.MIN;
            return Duration.ZERO;
        }
        Instant begin = free.isBefore(now) ? now : free;
        free = begin.plusNanos(Math.round((double) bytes * SECOND / rate.getAsLong()));
        return Duration.between(now, free);
    }
}
