package io.github.chunkupload.protocol;

import io.github.chunkupload.store.ObjectStore;

/** The store behind a server, as each caller may see it. */
@FunctionalInterface
public interface Backend {

    /** Returns the store with the rights of {@code caller}; cheap, called once for each request. */
    ObjectStore as(Caller caller);
}
