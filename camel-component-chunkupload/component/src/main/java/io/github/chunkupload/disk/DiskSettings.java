package io.github.chunkupload.disk;

import java.time.Clock;
import java.util.Objects;

/**
 * How a {@link DiskStore} works.
 *
 * @param fsync when bytes are forced to the disk
 * @param clock tells the times that parts, uploads and objects carry
 */
public record DiskSettings(Fsync fsync, Clock clock) {

    /** Forces every part; the clock of the system. */
    public static final DiskSettings DEFAULT = new DiskSettings(Fsync.PART, Clock.systemUTC());

    /** Refuses nulls. */
    public DiskSettings {
        Objects.requireNonNull(fsync, "fsync");
        Objects.requireNonNull(clock, "clock");
    }

    /** Returns these settings with another rule for forcing. */
    public DiskSettings withFsync(Fsync rule) {
        return new DiskSettings(rule, clock);
    }

    /** Returns these settings with another clock. */
    public DiskSettings withClock(Clock other) {
        return new DiskSettings(fsync, other);
    }
}
