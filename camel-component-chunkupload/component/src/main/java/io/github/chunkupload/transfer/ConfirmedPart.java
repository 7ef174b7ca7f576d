package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import java.util.Objects;

/**
 * A part that the store has confirmed.
 *
 * @param slot where it belongs, with its real length; the offset may be unknown where only the index counts
 * @param etag the store's, opaque; empty where the protocol has none
 * @param sums checksums of the bytes as they were read from the source
 * @param proof how it is known that the store has these bytes
 */
public record ConfirmedPart(PartSlot slot, String etag, Checksums sums, Proof proof) {

    /** Refuses nulls and an unknown length. */
    public ConfirmedPart {
        Objects.requireNonNull(etag, "etag");
        Objects.requireNonNull(sums, "sums");
        Objects.requireNonNull(proof, "proof");
        if (slot.length() < 0) {
            throw new IllegalArgumentException("The length of a confirmed part is known");
        }
    }

    /** Returns this part with what a list of the store told of it. */
    ConfirmedPart provedBy(Proof better, String listed) {
        return new ConfirmedPart(slot, listed, sums, better);
    }

    /** Returns the receipt to complete with. */
    public PartReceipt receipt() {
        return PartReceipt.of(slot, etag, sums);
    }
}
