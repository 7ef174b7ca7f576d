package io.github.chunkupload.store;

/** The capability to take bytes from another object of the same store, without sending them. */
public interface PartCopy {

    /**
     * Stores a part as {@link ObjectStore#putPart} does.
     *
     * @param slot its length may be unknown
     * @throws UploadException as for a part and, about the source, {@link Failure#NO_SUCH_OBJECT}, {@link Failure#INVALID_RANGE},
     *     {@link Failure#PRECONDITION_FAILED}
     */
    PartReceipt copyPart(UploadRef upload, PartSlot slot, CopySource source, Access access);
}
