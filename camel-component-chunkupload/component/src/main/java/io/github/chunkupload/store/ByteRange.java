package io.github.chunkupload.store;

/**
 * A range of bytes asked for (RFC 9110 §14.1.2).
 *
 * @param first first byte, or −1: the last {@code last} bytes
 * @param last last byte, inclusive; {@link Long#MAX_VALUE}: to the end
 */
public record ByteRange(long first, long last) {

    /** The whole object. */
    public static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

    /** Refuses ranges that end before they begin; only {@code 0} to {@code -1} stands for no byte at all. */
    public ByteRange {
        boolean nothing = first == 0 && last == -1;
        if (!nothing && (first < -1 || last < 0 || first > last)) {
            throw new IllegalArgumentException("Not a byte range: " + first + "-" + last);
        }
    }

    /** Returns the range that leaves out the first {@code offset} bytes. */
    public static ByteRange from(long offset) {
        return new ByteRange(offset, Long.MAX_VALUE);
    }

    /**
     * Returns the bytes that this range covers of an object of {@code size} bytes: first and last both exist, except for the whole of
     * an empty object, which is the range of {@link #length()} 0.
     *
     * @throws UploadException with {@link Failure#INVALID_RANGE} when the object has none of them
     */
    public ByteRange within(long size) {
        if (size == 0 && equals(ALL)) {
            return new ByteRange(0, -1);
        }
        long start = first < 0 ? Math.max(0, size - last) : first;
        long end = first < 0 ? size - 1 : Math.min(last, size - 1);
        if (start > end) {
            throw UploadException.of(Failure.INVALID_RANGE, "The object has " + size + " bytes; the range begins at " + start);
        }
        return new ByteRange(start, end);
    }

    /** Returns how many bytes a range {@linkplain #within within} an object has. */
    public long length() {
        return last - first + 1;
    }
}
