package io.github.chunkupload.store;

import io.github.chunkupload.checksum.Checksums;
import java.util.Objects;
import java.util.Optional;

/**
 * What the store answered for a part.
 *
 * @param slot which part, with its real length
 * @param etag opaque, without quotes; empty where the protocol has none
 * @param sums checksums the store told of the part
 * @param missing bytes still to come of the declared size, or {@link PartSlot#UNKNOWN}; of several writers exactly one sees 0
 * @param finished the object, where this part was the last and the store finishes by itself
 */
public record PartReceipt(PartSlot slot, String etag, Checksums sums, long missing, Optional<ObjectReceipt> finished) {

    /** Refuses nulls. */
    public PartReceipt {
        Objects.requireNonNull(slot, "slot");
        Objects.requireNonNull(etag, "etag");
        Objects.requireNonNull(sums, "sums");
        Objects.requireNonNull(finished, "finished");
    }

    /** Returns the receipt of a part in an upload that ends by {@link ObjectStore#complete}. */
    public static PartReceipt of(PartSlot slot, String etag, Checksums sums) {
        return new PartReceipt(slot, etag, sums, PartSlot.UNKNOWN, Optional.empty());
    }
}
