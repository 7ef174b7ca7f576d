package io.github.chunkupload.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of a store, as far as it is known: that of this machine, corrected by what a refusal told of the store's. Whoever signs by
 * it signs as the store counts time, however wrong this machine is. Thread-safe.
 */
public final class ServerClock extends Clock {

    /** The {@code Date} of an answer has no fractions. */
    private static final Duration PRECISION = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ServerClock.class);

    private final Clock machine;
    private final AtomicReference<Duration> ahead;

    /** Makes a clock that agrees with {@code machine} until it learns better. */
    public ServerClock(Clock machine) {
        this(machine, new AtomicReference<>(Duration.ZERO));
    }

    private ServerClock(Clock machine, AtomicReference<Duration> ahead) {
        this.machine = machine;
        this.ahead = ahead;
    }

    /** Sets this clock by the time that the store told just now. */
    public void learn(Instant told) {
        Duration found = Duration.between(machine.instant(), told);
        Duration before = ahead.get();
        if (found.minus(before).abs().compareTo(PRECISION) > 0 && ahead.compareAndSet(before, found)) {
            LOG.warn("The clock of the store is {} s ahead of that of this machine; requests are signed by it", found.toSeconds());
        }
    }

    /** Returns how far the store is ahead of this machine; negative: behind. */
    public Duration ahead() {
        return ahead.get();
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return machine.getZone();
    }

    /** Returns this clock for another zone; what one learns the other knows. */
    @Override
    public Clock withZone(ZoneId zone) {
        return new ServerClock(machine.withZone(zone), ahead);
    }
}
