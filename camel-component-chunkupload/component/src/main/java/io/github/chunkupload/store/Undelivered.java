package io.github.chunkupload.store;

import java.util.Optional;

/** The capability to find an upload that is whole and not delivered yet by its object, for protocols that have no other name for it. */
public interface Undelivered {

    /** Returns the upload that was assembled last of those that are to become {@code object}. */
    Optional<UploadRef> undelivered(ObjectRef object);
}
