package io.github.chunkupload.store;

import java.util.List;
import java.util.Optional;

/**
 * The capability to make, list and remove buckets. A store may take objects into buckets that nobody made: such a bucket is there as
 * long as something is in it.
 */
public interface Buckets {

    /** Returns the buckets in the order of their names. */
    List<BucketInfo> buckets();

    /** Tells of one bucket; empty: it is not there. */
    Optional<BucketInfo> bucket(String name);

    /**
     * Makes a bucket.
     *
     * @throws UploadException with {@link Failure#BUCKET_EXISTS}, {@link Failure#INVALID_BUCKET}
     */
    void createBucket(String name);

    /**
     * Removes a bucket that has neither objects nor open uploads.
     *
     * @throws UploadException with {@link Failure#NO_SUCH_BUCKET}, {@link Failure#BUCKET_NOT_EMPTY}
     */
    void deleteBucket(String name);
}
