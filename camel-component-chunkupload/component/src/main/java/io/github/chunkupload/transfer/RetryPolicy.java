package io.github.chunkupload.transfer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to try again, and how long to wait before. The wait is drawn evenly between zero and a ceiling that doubles with each attempt
 * ("full jitter"), so that many who failed together do not come back together.
 *
 * @param attempts most attempts of one request, the first included
 * @param budget retries that a whole transfer has to begin with; ten parts confirmed earn one more, up to this number
 * @param refusedBase the ceiling after a first refusal (busy, unavailable)
 * @param brokenBase the ceiling after a first broken connection or damaged part, which concerns nobody else
 * @param longest the greatest ceiling
 */
public record RetryPolicy(int attempts, int budget, Duration refusedBase, Duration brokenBase, Duration longest) {

    /** Six attempts, fifty retries, from one second (refused) or 100 ms (broken) up to 30 s. */
    public static final RetryPolicy DEFAULT =
        new RetryPolicy(6, 50, Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(30));

    /** One attempt. */
    public static final RetryPolicy NEVER = new RetryPolicy(1, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Refuses what makes no sense. */
    public RetryPolicy {
        if (attempts < 1 || budget < 0 || refusedBase.isNegative() || brokenBase.isNegative() || longest.isNegative()) {
            throw new IllegalArgumentException("A retry policy has at least one attempt and no negative number: " + attempts
                + " attempts, " + budget + " retries, " + refusedBase + ", " + brokenBase + ", " + longest);
        }
    }

    /**
     * Draws the wait before another attempt.
     *
     * @param base the ceiling after the first failure
     * @param failures how often it has failed, from 1
     */
    Duration jitter(Duration base, int failures, RandomGenerator random) {
        long most = longest.toNanos();
        long ceiling = base.toNanos();
        for (int i = 1; i < failures && ceiling < most; i++) {
            ceiling *= 2;
        }
        ceiling = Math.min(ceiling, most);
        return Duration.ofNanos(ceiling == 0 ? 0 : random.nextLong(ceiling + 1));
    }
}
