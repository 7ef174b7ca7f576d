package io.github.chunkupload.protocol;

import java.time.Duration;
import java.util.Optional;

/**
 * When a signature is accepted, and so for how long somebody who got hold of one could send its request again.
 *
 * @param skew how far the clock of a client may be ahead, and where a signature tells only when it was made, how far behind; empty: as far
 *     as the protocol says
 * @param life the longest time that a signature may be made for; empty: as long as it says itself
 */
public record SignatureWindow(Optional<Duration> skew, Optional<Duration> life) {

    /** What each protocol says. */
    public static final SignatureWindow OF_PROTOCOL = new SignatureWindow(Optional.empty(), Optional.empty());

    /** Returns how far a clock may be off. */
    public Duration skew(Duration usual) {
        return skew.orElse(usual);
    }

    /** Returns whether a signature may be made for that long; for a negative time it may. */
    public boolean allows(Duration made) {
        return life.filter(most -> made.compareTo(most) > 0).isEmpty();
    }
}
