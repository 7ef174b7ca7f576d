package io.github.chunkupload.disk;

/**
 * Bytes of an object that lie together in one data file.
 *
 * @param file number of the data file within its version
 * @param offset of the first byte in the file
 * @param length in bytes
 */
record Extent(int file, long offset, long length) {

    /** Returns the byte after the last one in the file. */
    long end() {
        return offset + length;
    }

    /** Returns whether {@code next} goes on where this ends. */
    boolean meets(Extent next) {
        return file == next.file && end() == next.offset;
    }

    /** Returns this with {@code more} bytes. */
    Extent and(long more) {
        return new Extent(file, offset, length + more);
    }
}
