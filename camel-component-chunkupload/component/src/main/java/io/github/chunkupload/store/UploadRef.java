package io.github.chunkupload.store;

import java.util.Objects;

/**
 * The name of an upload.
 *
 * @param object what the upload will become
 * @param uploadId the store's own word, opaque; empty where the protocol has none and the object itself names the upload
 */
public record UploadRef(ObjectRef object, String uploadId) {

    /** Refuses nulls. */
    public UploadRef {
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(uploadId, "uploadId");
    }

    @Override
    public String toString() {
        return object + "#" + uploadId;
    }
}
