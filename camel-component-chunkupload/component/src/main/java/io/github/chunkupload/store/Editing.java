package io.github.chunkupload.store;

import io.github.chunkupload.body.Body;

/**
 * The capability to change bytes of a finished object. Each call makes a new version of it at once for everybody; whoever reads the one
 * before reads it to the end. What an edit makes untrue is forgotten: the checksums of the object, and that it came from an upload.
 */
public interface Editing {

    /**
     * Overwrites bytes, whole or not at all. The object grows if they go beyond its end; what lies between reads as zeros.
     *
     * @param offset of the first byte
     * @return the receipt of the bytes taken
     * @throws UploadException with {@link Failure#NO_SUCH_OBJECT}, {@link Failure#DIGEST_MISMATCH}, {@link Failure#INVALID_ARGUMENT}
     */
    PartReceipt write(ObjectRef object, long offset, Body body, Checks checks);

    /**
     * Cuts an object, or lets it grow with zeros.
     *
     * @param size bytes it has afterwards
     * @throws UploadException with {@link Failure#NO_SUCH_OBJECT}, {@link Failure#INVALID_ARGUMENT}
     */
    void truncate(ObjectRef object, long size);
}
