package io.github.chunkupload.gateway;

/** When a client is told that its object is finished. In both cases the object is visible only after it was delivered. */
public enum Acknowledge {

    /**
     * After the delivery succeeded. A client that is told of a failure asks again; an upload that waits for that is delivered at the
     * next start too. An object sent in one piece is thrown away before its client is told that it failed.
     */
    ROUTE,

    /**
     * As soon as the object is durable. It is delivered afterwards, as often as it takes, restarts included, and in the order of
     * assembly for each key: one that fails holds back those of the same key behind it. Until then a client that was told success
     * does not find the object, or finds the one before it.
     */
    STORED
}
