package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.UploadException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/**
 * How a body is cut into parts; immutable. It is made after the initiate, because some stores answer with their own part size or with
 * bytes that they have already. Its slots cover the object from {@link #start()} to its end exactly, without gap or overlap; an empty
 * object is one slot of no bytes.
 *
 * <p>Where the size is known, all parts but the last are equally long. Where it is not, the plan is endless: each slot is as long as a
 * part of that number may be, and the stream ends somewhere within one. Part sizes then double every so many parts, so that the
 * greatest number of parts reaches {@value #REACH} bytes and yet the first parts stay small.
 */
public final class PartPlan implements Iterable<PartSlot> {

    /** The part size unless told otherwise: 8 MiB. */
    public static final long DEFAULT_PART_SIZE = 8L << 20;

    /** What a stream of unknown length can reach: 5 TiB. */
    public static final long REACH = 5L << 40;

    private static final long ROUND = 1L << 20;

    private final OptionalLong size;
    private final long start;
    private final int firstIndex;
    private final PartSizes sizes;

    private PartPlan(OptionalLong size, long start, int firstIndex, PartSizes sizes) {
        this.size = size;
        this.start = start;
        this.firstIndex = firstIndex;
        this.sizes = sizes;
    }

    /**
     * Cuts an object.
     *
     * @param size its bytes; empty: unknown
     * @param wanted the part size the sender would like, in bytes; it grows where the object would have too many parts
     * @param traits the facts about the store
     * @param admission what the store answered to the initiate; its part size overrules {@code wanted}
     * @throws UploadException with {@link Failure#TOO_LARGE} when the store cannot hold that many bytes in parts, with
     *     {@link Failure#INVALID_ARGUMENT} when {@code wanted} is outside the limits of the store
     */
    public static PartPlan of(OptionalLong size, long wanted, StoreTraits traits, Admission.Open admission) {
        boolean fixed = admission.partSize() > 0;
        if (!fixed) {
            checkPartSize(wanted, traits);
        }
        long first = fixed ? admission.partSize() : roundUp(wanted, traits.alignment());
        long unit = fixed ? first : traits.alignment();
        long start = traits.by() == Addressing.OFFSET ? startAfter(admission.contiguous(), size, unit) : 0;
        if (size.isEmpty()) {
            PartSizes sizes = fixed ? PartSizes.equal(first) : PartSizes.growing(first, traits.maxParts(), maxAligned(traits), REACH);
            return new PartPlan(size, start, start == 0 ? 0 : Math.toIntExact(ceilDiv(start, first)), sizes);
        }
        long rest = Math.max(0, size.getAsLong() - start);
        long partSize = fixed ? fixedSize(first, rest, traits) : grown(first, rest, traits);
        return new PartPlan(size, start, start == 0 ? 0 : Math.toIntExact(ceilDiv(start, partSize)), PartSizes.equal(partSize));
    }

    /**
     * Refuses a part size that the store does not take, before any byte moves.
     *
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT}
     */
    public static void checkPartSize(long wanted, StoreTraits traits) {
        if (wanted < Math.max(1, traits.minPart()) || wanted > traits.maxPart()) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "A part size of " + wanted + " bytes is outside the limits of the store: "
                + Math.max(1, traits.minPart()) + " to " + traits.maxPart());
        }
    }

    /** Returns the default part size, or the nearest that the store takes. */
    public static long defaultPartSize(StoreTraits traits) {
        return Math.max(Math.max(1, traits.minPart()), Math.min(DEFAULT_PART_SIZE, traits.maxPart()));
    }

    private static long startAfter(long contiguous, OptionalLong size, long unit) {
        return size.isPresent() && contiguous >= size.getAsLong() ? size.getAsLong() : contiguous / unit * unit;
    }

    private static long fixedSize(long partSize, long rest, StoreTraits traits) {
        if (ceilDiv(rest, partSize) > traits.maxParts()) {
            throw tooLarge(rest, partSize, traits);
        }
        return partSize;
    }

    private static long grown(long first, long rest, StoreTraits traits) {
        long needed = ceilDiv(rest, traits.maxParts());
        if (needed <= first) {
            return first;
        }
        long greatest = maxAligned(traits);
        long aligned = roundUp(needed, traits.alignment());
        if (aligned > greatest) {
            throw tooLarge(rest, greatest, traits);
        }
        long round = roundUp(aligned, ROUND);
        return round % traits.alignment() == 0 && round <= greatest ? round : aligned;
    }

    private static UploadException tooLarge(long bytes, long partSize, StoreTraits traits) {
        return UploadException.of(Failure.TOO_LARGE,
            bytes + " bytes do not fit into " + traits.maxParts() + " parts of " + partSize + " bytes, the most this store takes");
    }

    private static long maxAligned(StoreTraits traits) {
        return traits.maxPart() / traits.alignment() * traits.alignment();
    }

    private static long roundUp(long value, long unit) {
        return ceilDiv(value, unit) * unit;
    }

    private static long ceilDiv(long value, long unit) {
        return value / unit + (value % unit == 0 ? 0 : 1);
    }

    /** Returns the bytes of the object; empty: unknown, and the plan is endless. */
    public OptionalLong size() {
        return size;
    }

    /** Returns the offset of the first slot: the bytes before it are at the store already. */
    public long start() {
        return start;
    }

    /** Returns the length of the first parts, in bytes. */
    public long partSize() {
        return sizes.first();
    }

    /** Returns how many slots there are; for an endless plan, the most it can have. */
    public int parts() {
        if (size.isEmpty()) {
            return sizes.most();
        }
        long rest = Math.max(0, size.getAsLong() - start);
        return rest == 0 ? (start == 0 ? 1 : 0) : Math.toIntExact(ceilDiv(rest, sizes.first()));
    }

    /** Returns the slot of the part {@code index}, where {@link #contains} says that there is one. */
    public PartSlot slot(int index) {
        if (!contains(index)) {
            throw new IndexOutOfBoundsException("Part " + index + " of " + parts() + " from " + firstIndex);
        }
        int ordinal = index - firstIndex;
        long offset = start + sizes.offset(ordinal);
        long full = sizes.length(ordinal);
        return new PartSlot(index, offset, size.isEmpty() ? full : Math.min(full, size.getAsLong() - offset));
    }

    /** Returns whether the plan has a part of that index. */
    public boolean contains(int index) {
        return index >= firstIndex && index - firstIndex < parts();
    }

    /** Returns whether both have the same slots, but for those at the beginning that one of them needs not send. */
    boolean isCutAs(PartPlan other) {
        return size.equals(other.size) && partSize() == other.partSize() && isAligned() && other.isAligned();
    }

    private boolean isAligned() {
        return start % partSize() == 0;
    }

    /** Returns the slots in the order of the object. */
    @Override
    public Iterator<PartSlot> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < parts();
            }

            @Override
            public PartSlot next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return slot(firstIndex + next++);
            }
        };
    }

    @Override
    public String toString() {
        return size.isEmpty() ? "parts of " + sizes.first() + " bytes and more" : parts() + " parts of " + sizes.first() + " bytes";
    }
}
