package io.github.chunkupload.store;

import java.util.Optional;

/** The capability to find the one upload of a key that may be open, where a store cannot list uploads. */
public interface OpenUpload {

    /** Returns the upload of {@code object} that is open, if there is one. */
    Optional<UploadInfo> of(ObjectRef object);
}
