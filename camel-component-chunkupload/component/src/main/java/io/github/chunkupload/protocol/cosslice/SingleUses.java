package io.github.chunkupload.protocol.cosslice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The single-use signatures that were used. Each is remembered as long as its time could still be accepted; those of an earlier process
 * are not known. Thread-safe.
 */
final class SingleUses {

    private final Clock clock;
    private final Duration kept;
    private final Map<String, Instant> used = new ConcurrentHashMap<>();

    /**
     * Makes an empty memory.
     *
     * @param skew how far the time of such a signature may be from ours, either way
     */
    SingleUses(Clock clock, Duration skew) {
        this.clock = clock;
        this.kept = skew.multipliedBy(2).plusSeconds(1);
    }

    /** Takes the one use of {@code sign}; of several at once one succeeds. */
    void take(CosSliceSign sign) {
        Instant now = clock.instant();
        used.values().removeIf(until -> until.isBefore(now));
        if (used.putIfAbsent(sign.identity(), now.plus(kept)) != null) {
            throw CosSliceError.SINGLE_USE_AGAIN.failure("The signature was used already");
        }
    }

    /** Gives the use back: what was asked for was not done. */
    void giveBack(CosSliceSign sign) {
        used.remove(sign.identity());
    }
}
