package io.github.chunkupload.store;

import java.util.Optional;

/** The capability to find an upload whose object went with its delivery, by its object, for clients that have no other name for it. */
@FunctionalInterface
public interface Retired {

    /** Returns which upload was to become {@code object} and was {@linkplain Staging#retire retired} last, for as long as that is known. */
    Optional<UploadRef> retired(ObjectRef object);
}
