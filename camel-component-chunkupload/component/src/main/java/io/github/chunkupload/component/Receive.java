package io.github.chunkupload.component;

/** What of a client's doing becomes an exchange. */
public enum Receive {
    /** Each finished object. */
    OBJECTS,
    /** Each operation. */
    OPERATIONS,
    /** Nothing: objects are stored and served, and the route is never called. */
    NONE
}
