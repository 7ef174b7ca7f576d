package io.github.chunkupload.store;

/** The capability to list the objects of a bucket. */
public interface Listing {

    /**
     * Returns one page. Objects that are made or deleted while a list is paged through may be in it or not; all others are in it once.
     * {@link Page#next()} has the key to go on {@linkplain ObjectQuery#after after}, and no upload id.
     *
     * @throws UploadException with {@link Failure#NO_SUCH_BUCKET} where the store knows its buckets; a bucket that need not be made is
     *     empty instead
     */
    Page<ObjectInfo> objects(ObjectQuery query);
}
