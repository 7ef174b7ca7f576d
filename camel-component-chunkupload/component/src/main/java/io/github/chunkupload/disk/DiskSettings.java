package io.github.chunkupload.disk;

import java.time.Clock;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * How a {@link DiskStore} works.
 *
 * @param fsync when bytes are forced to the disk
 * @param clock tells the times that parts, uploads and objects carry
 * @param forced hears, on the thread that waited, how many nanoseconds each forcing of a file or directory took
 */
public record DiskSettings(Fsync fsync, Clock clock, LongConsumer forced) {

    /** Forces every part; the clock of the system; nobody hears how long it took. */
    public static final DiskSettings DEFAULT = new DiskSettings(Fsync.PART, Clock.systemUTC());

    /** Makes settings whose forcing nobody hears of. */
    public DiskSettings(Fsync fsync, Clock clock) {
        this(fsync, clock, nanos -> { });
    }

    /** Refuses nulls. */
    public DiskSettings {
        Objects.requireNonNull(fsync, "fsync");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(forced, "forced");
    }

    /** Returns these settings with another rule for forcing. */
    public DiskSettings withFsync(Fsync rule) {
        return new DiskSettings(rule, clock, forced);
    }

    /** Returns these settings with another clock. */
    public DiskSettings withClock(Clock other) {
        return new DiskSettings(fsync, other, forced);
    }

    /** Returns these settings with another listener to the time that forcing takes. */
    public DiskSettings withForced(LongConsumer listener) {
        return new DiskSettings(fsync, clock, listener);
    }
}
