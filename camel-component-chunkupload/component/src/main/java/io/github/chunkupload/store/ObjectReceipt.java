package io.github.chunkupload.store;

import io.github.chunkupload.checksum.Checksums;
import java.util.Objects;
import java.util.Optional;

/**
 * What the store answered for a finished object.
 *
 * @param object its name
 * @param size bytes, or −1 where the store does not tell
 * @param etag opaque, without quotes; empty where the protocol has none
 * @param sums checksums the store told of the whole object
 * @param location where the object can be read, as the store wrote it
 */
public record ObjectReceipt(ObjectRef object, long size, String etag, Checksums sums, Optional<String> location) {

    /** Refuses nulls. */
    public ObjectReceipt {
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(etag, "etag");
        Objects.requireNonNull(sums, "sums");
        Objects.requireNonNull(location, "location");
    }
}
