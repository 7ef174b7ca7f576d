package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Crc64;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What of an upload is done: which bytes are covered, by which parts, with which checksums. Parts come in any order, from any thread,
 * and more than once; one that comes again counts once, and its later receipt is the one to complete with. Thread-safe.
 */
public final class Ledger {

    private final NavigableMap<Long, ConfirmedPart> parts = new TreeMap<>();
    private long start;
    private OptionalLong size;
    private long bytes;

    /**
     * Bytes that are not covered.
     *
     * @param offset of the first one
     * @param length {@link PartSlot#UNKNOWN}: up to an end that is not known yet
     */
    public record Gap(long offset, long length) {

        @Override
        public String toString() {
            return length < 0 ? "from byte " + offset : length + " bytes from " + offset;
        }
    }

    /**
     * Begins a ledger.
     *
     * @param size bytes of the object; empty: {@linkplain #endsAt not known yet}
     */
    public Ledger(OptionalLong size) {
        this(0, size);
    }

    /** Begins a ledger of an object whose first {@code start} bytes the store has already. */
    Ledger(long start, OptionalLong size) {
        this.start = start;
        this.size = size;
    }

    /** Returns the ledger of {@code receipts}, which are all parts of an object in its order, with known lengths. */
    public static Ledger of(List<PartReceipt> receipts) {
        Ledger ledger = new Ledger(OptionalLong.empty());
        long offset = 0;
        for (PartReceipt receipt : receipts) {
            long length = receipt.slot().length();
            if (length < 0) {
                throw UploadException.of(Failure.INVALID_PART, "The length of part " + receipt.slot().index() + " is not known");
            }
            PartSlot slot = new PartSlot(receipt.slot().index(), offset, length);
            ledger.confirm(new ConfirmedPart(slot, receipt.etag(), receipt.sums(), Proof.SIZE_ONLY));
            offset += length;
        }
        ledger.endsAt(offset);
        return ledger;
    }

    /**
     * Enters a part. One of bytes that the store had before is known already.
     *
     * @return whether it was missing; false: it is known already and counts once
     * @throws UploadException with {@link Failure#INVALID_PART} when it overlaps another part or lies outside the object
     */
    public synchronized boolean confirm(ConfirmedPart part) {
        PartSlot slot = part.slot();
        if (isBefore(slot)) {
            return false;
        }
        if (slot.offset() < start || size.isPresent() && end(slot) > size.getAsLong()) {
            throw UploadException.of(Failure.INVALID_PART, "Part " + slot.index() + " lies outside the object");
        }
        ConfirmedPart known = parts.get(slot.offset());
        if (known != null && known.slot().length() == slot.length()) {
            parts.put(slot.offset(), part);
            return false;
        }
        Map.Entry<Long, ConfirmedPart> before = parts.lowerEntry(slot.offset());
        Map.Entry<Long, ConfirmedPart> after = parts.ceilingEntry(slot.offset());
        if (before != null && end(before.getValue().slot()) > slot.offset() || after != null && after.getKey() < Math.max(end(slot), 1)) {
            throw UploadException.of(Failure.INVALID_PART, "Part " + slot.index() + " overlaps another part");
        }
        parts.put(slot.offset(), part);
        bytes += slot.length();
        return true;
    }

    /** Takes back what was entered for {@code slot}: it has to be sent again. */
    synchronized void withdraw(PartSlot slot) {
        ConfirmedPart known = parts.remove(slot.offset());
        bytes -= known == null ? 0 : known.slot().length();
    }

    /** Begins anew, for another upload of the same object, whose first {@code contiguous} bytes the store has already. */
    synchronized void restart(long contiguous) {
        parts.clear();
        bytes = 0;
        start = contiguous;
    }

    /** Enters the size, once it is known. */
    public synchronized void endsAt(long objectSize) {
        if (!parts.isEmpty() && end(parts.lastEntry().getValue().slot()) > objectSize) {
            throw new IllegalArgumentException("There are parts behind byte " + objectSize);
        }
        size = OptionalLong.of(objectSize);
    }

    private static long end(PartSlot slot) {
        return slot.offset() + slot.length();
    }

    /** Returns the bytes of the object, where known. */
    public synchronized OptionalLong size() {
        return size;
    }

    private boolean isBefore(PartSlot slot) {
        return start > 0 && end(slot) <= start;
    }

    /** Returns whether the bytes of {@code slot} are covered. */
    public synchronized boolean has(PartSlot slot) {
        return isBefore(slot) || get(slot).isPresent();
    }

    /** Returns the part that covers the bytes of {@code slot}. */
    synchronized Optional<ConfirmedPart> get(PartSlot slot) {
        return Optional.ofNullable(parts.get(slot.offset())).filter(part -> part.slot().length() == slot.length());
    }

    /** Returns the bytes that are covered, those included that the store had before. */
    public synchronized long bytes() {
        return start + bytes;
    }

    /** Returns the parts in the order of the object. */
    public synchronized List<ConfirmedPart> parts() {
        return List.copyOf(parts.values());
    }

    /** Returns the receipts to complete with, in the order of the object. */
    public List<PartReceipt> receipts() {
        return parts().stream().map(ConfirmedPart::receipt).toList();
    }

    /** Returns what is missing, in the order of the object. */
    public synchronized List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        long covered = start;
        for (ConfirmedPart part : parts.values()) {
            if (part.slot().offset() > covered) {
                gaps.add(new Gap(covered, part.slot().offset() - covered));
            }
            covered = end(part.slot());
        }
        if (size.isEmpty()) {
            gaps.add(new Gap(covered, PartSlot.UNKNOWN));
        } else if (covered < size.getAsLong()) {
            gaps.add(new Gap(covered, size.getAsLong() - covered));
        } else if (parts.isEmpty() && start == 0) {
            gaps.add(new Gap(0, 0));
        }
        return gaps;
    }

    /** Returns whether nothing is missing; of an empty object, whether its one empty part is there. */
    public boolean isWhole() {
        return gaps().isEmpty();
    }

    /** Returns the checksums of the whole object that follow from those of its parts: CRC64, where every part has it. */
    public synchronized Checksums whole() {
        if (start > 0 || !isWhole()) {
            return Checksums.NONE;
        }
        long crc = new Crc64().value();
        for (ConfirmedPart part : parts.values()) {
            String value = part.sums().get(Digest.CRC64).orElse(null);
            if (value == null) {
                return Checksums.NONE;
            }
            crc = Crc64.combine(crc, Long.parseUnsignedLong(value), part.slot().length());
        }
        return Checksums.of(Digest.CRC64, Long.toUnsignedString(crc));
    }

    /** Returns what can be said of all parts. */
    public synchronized Proof proof() {
        Proof weakest = start > 0 || parts.isEmpty() ? Proof.SIZE_ONLY : Proof.SHA1;
        for (ConfirmedPart part : parts.values()) {
            weakest = weakest.weaker(part.proof());
        }
        return weakest;
    }
}
