package io.github.chunkupload.store;

import java.util.Optional;

/** The capability to find an upload that is whole and not delivered yet by its object, for clients that have no other name for it. */
public interface Undelivered {

    /** Returns what was assembled last of the uploads that are to become {@code object}. */
    Optional<Staging.Staged> undelivered(ObjectRef object);
}
