package io.github.chunkupload.protocol;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often somebody guessed wrong. After some wrong guesses in a row each further one has to wait, twice as long every time; a right one,
 * or an hour without any, ends that. While one has to wait nothing is looked at, so a right guess does not tell itself. The 10,000 latest
 * are remembered. Thread-safe.
 */
public final class Guesses {

    private static final int KEPT = 10_000;
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final Clock clock;
    private final int free;
    private final Map<String, Wrong> wrong = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Wrong> eldest) {
            return size() > KEPT;
        }
    };

    private record Wrong(int count, Instant last) {
    }

    /** Lets everybody guess wrong {@code free} times without a wait. */
    public Guesses(Clock clock, int free) {
        this.clock = clock;
        this.free = free;
    }

    /**
     * Refuses {@code who} as long as it has to wait.
     *
     * @throws UploadException with {@link Failure#BUSY}
     */
    public synchronized void admit(String who) {
        Wrong before = wrong.get(who);
        if (before == null) {
            return;
        }
        Instant now = clock.instant();
        Duration left = Duration.between(now, before.last().plus(pause(before.count())));
        if (!left.isNegative() && !left.isZero()) {
            throw UploadException.builder(Failure.BUSY, "Too many wrong guesses; wait before the next")
                .retryAfter(Duration.ofSeconds(left.toSeconds() + 1)).build();
        }
        if (now.isAfter(before.last().plus(FORGOTTEN))) {
            wrong.remove(who);
        }
    }

    private Duration pause(int count) {
        if (count < free) {
            return Duration.ZERO;
        }
        Duration pause = SHORTEST.multipliedBy(1L << Math.min(30, count - free));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /** Notes a wrong guess of {@code who}. */
    public synchronized void wrong(String who) {
        int count = wrong.containsKey(who) ? wrong.get(who).count() : 0;
        wrong.put(who, new Wrong(count + 1, clock.instant()));
    }

    /** Forgets the wrong guesses of {@code who}, who guessed right. */
    public synchronized void right(String who) {
        wrong.remove(who);
    }
}
