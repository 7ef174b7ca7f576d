package io.github.chunkupload.store;

import java.time.Instant;

/** The capability to delete an object that has grown old, and never a newer one that has just taken its place. */
public interface Aging {

    /**
     * Deletes an object if it became what it is before {@code limit}.
     *
     * @return whether it did; false also when there is no such object
     */
    boolean deleteOlder(ObjectRef object, Instant limit);
}
