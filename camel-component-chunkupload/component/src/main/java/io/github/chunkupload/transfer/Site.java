package io.github.chunkupload.transfer;

import java.time.Clock;
import java.util.Objects;

/**
 * What is known of one endpoint at this moment, shared by everybody here who talks to it.
 *
 * @param gate holds everybody off while the endpoint refuses
 * @param clock the time as the endpoint counts it
 */
public record Site(RefusalGate gate, ServerClock clock) {

    /** Refuses nulls. */
    public Site {
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(clock, "clock");
    }

    /** Returns a site of which nothing is known yet. */
    public static Site unknown() {
        return new Site(new RefusalGate(), new ServerClock(Clock.systemUTC()));
    }
}
