package io.github.chunkupload.disk;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoredPart;
import java.time.Instant;
import java.util.Optional;

/**
 * A part that an upload has: a record of its log.
 *
 * @param slot which part, with its real length
 * @param extent where its bytes lie
 * @param stride distance between parts in the shared data file; −1: not decided
 * @param etag opaque
 * @param sums checksums of its bytes
 * @param modified when it was stored
 * @param seal how to find out whether its bytes survived: their CRC-32C, where they were not forced before this record; −1: they were
 * @param sequence position of the record in the log: of two records for the same bytes the greater counts
 */
record PartRecord(PartSlot slot, Extent extent, long stride, String etag, Checksums sums, Instant modified, long seal, long sequence) {

    static final long FORCED = -1;

    static PartRecord decode(byte[] payload, long sequence) throws DamagedRecordException {
        return Decoder.read(payload, RecordKind.PART, in -> {
            PartSlot slot = new PartSlot(in.count(), in.number(), in.number());
            Extent extent = new Extent(in.count(), in.number(), slot.length());
            return new PartRecord(slot, extent, in.number(), in.text(), in.sums(), in.time(), in.number(), sequence);
        });
    }

    byte[] encode() {
        return new Encoder().number(RecordKind.PART.ordinal()).number(slot.index()).number(slot.offset()).number(slot.length())
            .number(extent.file()).number(extent.offset()).number(stride).text(etag).sums(sums).time(modified).number(seal).bytes();
    }

    PartRecord at(long position) {
        return new PartRecord(slot, extent, stride, etag, sums, modified, seal, position);
    }

    boolean isForced() {
        return seal == FORCED;
    }

    boolean hasOffset() {
        return slot.offset() >= 0;
    }

    long length() {
        return slot.length();
    }

    /** Returns the byte after the last, in the object. */
    long end() {
        return slot.offset() + slot.length();
    }

    /** Returns whether every byte of {@code earlier} is in this part too. */
    boolean covers(PartRecord earlier) {
        return slot.offset() <= earlier.slot.offset() && earlier.end() <= end();
    }

    PartReceipt receipt(long missing) {
        return new PartReceipt(slot, etag, sums, missing, Optional.empty());
    }

    /** Returns this as an item of a list, under the number {@code index}. */
    StoredPart listed(int index) {
        PartSlot numbered = new PartSlot(index, slot.offset(), slot.length());
        return new StoredPart(PartReceipt.of(numbered, etag, sums), modified);
    }
}
