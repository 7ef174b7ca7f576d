package io.github.chunkupload.store;

/**
 * Where a part belongs. A field that the caller cannot know is {@link #UNKNOWN}: the offset of a numbered part, the length of a
 * chunked body, the index of a block.
 *
 * @param index from 0, in the order of the object
 * @param offset of the first byte in the object, in bytes
 * @param length in bytes
 */
public record PartSlot(int index, long offset, long length) {

    /** Not known. */
    public static final int UNKNOWN = -1;

    /** Refuses numbers below {@link #UNKNOWN} and a range that overflows. */
    public PartSlot {
        if (index < UNKNOWN || offset < UNKNOWN || length < UNKNOWN || offset > 0 && length > Long.MAX_VALUE - offset) {
            throw new IllegalArgumentException("Not a part: index " + index + ", offset " + offset + ", length " + length);
        }
    }

    /** Returns the slot of a part known by its number only. */
    public static PartSlot numbered(int index, long length) {
        return new PartSlot(index, UNKNOWN, length);
    }

    /** Returns this slot with the length that the body turned out to have. */
    public PartSlot withLength(long actual) {
        return new PartSlot(index, offset, actual);
    }
}
