package io.github.chunkupload.component;

/** What of a client's doing becomes an exchange. */
public enum Receive {
    /** Each finished object. */
    OBJECTS,
    /** Each operation. */
    OPERATIONS
}
