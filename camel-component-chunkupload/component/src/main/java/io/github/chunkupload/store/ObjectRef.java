package io.github.chunkupload.store;

import java.util.Objects;

/**
 * The name of an object.
 *
 * @param bucket the bucket as the protocol spells it, for COS with the application id ({@code name-1250000000})
 * @param key the key, decoded, without the slash that separates it from the host
 */
public record ObjectRef(String bucket, String key) {

    /** Refuses nulls. */
    public ObjectRef {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(key, "key");
    }

    @Override
    public String toString() {
        return bucket + "/" + key;
    }
}
