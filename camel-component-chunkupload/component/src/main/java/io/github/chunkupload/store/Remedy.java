package io.github.chunkupload.store;

/** What to do about a {@link Failure}. */
public enum Remedy {

    /** Send the same part again. */
    RESEND_PART,
    /** Begin a new upload. */
    RESTART_UPLOAD,
    /** Set the clock by the server's date and sign again. */
    FIX_CLOCK,
    /** Hold off, everyone who talks to this endpoint, then try again. */
    BACK_OFF,
    /** Make a new connection and try again; it concerns nobody else. */
    RECONNECT,
    /** Ask for the state, then decide. */
    ASK,
    /** Trying again does not help. */
    GIVE_UP
}
