package io.github.chunkupload.store;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that is no longer what was stored.
 *
 * @param name bucket and key of an object; of one whose own record is damaged, the name of that record
 * @param what is wrong, without a path of the machine
 * @param found when
 */
public record Damage(String name, String what, Instant found) {

    /** Refuses nulls. */
    public Damage {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(found, "found");
    }
}
