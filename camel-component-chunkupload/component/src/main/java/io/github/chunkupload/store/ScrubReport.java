package io.github.chunkupload.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What looking for damage has come to.
 *
 * @param begun when the pass was begun; empty: none ever was
 * @param ended when it had read everything; empty: it has not
 * @param objects read in this pass, the damaged ones included
 * @param bytes of them
 * @param unproved how many of them are there and can be read, and nobody can tell more: they are encrypted with a customer's key
 * @param damaged what is damaged, the first thousand
 */
public record ScrubReport(Optional<Instant> begun, Optional<Instant> ended, long objects, long bytes, long unproved,
        List<Damage> damaged) {

    /** Nothing was looked at. */
    public static final ScrubReport NONE = new ScrubReport(Optional.empty(), Optional.empty(), 0, 0, 0, List.of());

    /** Keeps a copy of the list. */
    public ScrubReport {
        damaged = List.copyOf(damaged);
    }

    /** Returns whether a pass was begun and has not ended. */
    public boolean isUnderWay() {
        return begun.isPresent() && ended.isEmpty();
    }
}
