package io.github.chunkupload.transfer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Time and chance, so that tests need neither wait nor guess. All three are thread-safe.
 *
 * @param clock tells the time; only differences count
 * @param random draws the jitter
 * @param sleeper waits
 */
public record Timing(InstantSource clock, RandomGenerator random, Sleeper sleeper) {

    /** Those of the machine. */
    public static final Timing SYSTEM = new Timing(steady(), new PerThread(), Timing::sleepNow);

    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {

        /**
         * Returns after {@code duration}.
         *
         * @throws InterruptedException when interrupted meanwhile
         */
        void sleep(Duration duration) throws InterruptedException;
    }

    /** A clock that nobody can set back. */
    private static InstantSource steady() {
        Instant start = Instant.now();
        long nanos = System.nanoTime();
        return () -> start.plusNanos(System.nanoTime() - nanos);
    }

    private static void sleepNow(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis(), (int) (duration.toNanos() % 1_000_000));
    }

    private static final class PerThread implements RandomGenerator {

        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
