package io.github.chunkupload.transfer;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A limit in bytes per second that may depend on the time of day.
 *
 * @param otherwise the limit where no slot says else; empty: none
 * @param slots the first one that has the time counts
 * @param zone where it is that time of day
 */
public record Bandwidth(OptionalLong otherwise, List<Slot> slots, ZoneId zone) {

    /** No limit. */
    public static final Bandwidth UNLIMITED = new Bandwidth(OptionalLong.empty(), List.of(), ZoneId.systemDefault());

    /**
     * A part of each day.
     *
     * @param from its first moment
     * @param to its end; not later than {@code from}: on the next day
     * @param bytesPerSecond the limit then
     */
    public record Slot(LocalTime from, LocalTime to, long bytesPerSecond) {

        /** Refuses a limit that lets nothing pass. */
        public Slot {
            positive(bytesPerSecond);
        }

        boolean has(LocalTime time) {
            boolean begun = !time.isBefore(from);
            boolean before = time.isBefore(to);
            return from.isBefore(to) ? begun && before : begun || before;
        }
    }

    /** Keeps a copy of the slots; refuses a limit that lets nothing pass. */
    public Bandwidth {
        slots = List.copyOf(slots);
        Objects.requireNonNull(zone, "zone");
        otherwise.ifPresent(Bandwidth::positive);
    }

    private static void positive(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("A bandwidth must let at least 1 byte per second pass, not " + bytesPerSecond);
        }
    }

    /** Returns the same limit all day. */
    public static Bandwidth of(long bytesPerSecond) {
        return new Bandwidth(OptionalLong.of(bytesPerSecond), List.of(), ZoneId.systemDefault());
    }

    /** Returns the limit at {@code time}; empty: none. */
    OptionalLong at(LocalTime time) {
        for (Slot slot : slots) {
            if (slot.has(time)) {
                return OptionalLong.of(slot.bytesPerSecond());
            }
        }
        return otherwise;
    }

    boolean isUnlimited() {
        return slots.isEmpty() && otherwise.isEmpty();
    }
}
