package io.github.chunkupload.disk;

/** The place that one part being written has to itself. */
final class Placement {

    /** Number of the data file that the parts of an upload share. */
    static final int SHARED = 0;

    private final int file;
    private final long position;
    private final long length;
    private boolean recorded;

    Placement(int file, long position, long length) {
        this.file = file;
        this.position = position;
        this.length = length;
    }

    int file() {
        return file;
    }

    long position() {
        return position;
    }

    /** Returns the byte after the last; only the parts of a shared file need one. */
    long end() {
        return position + length;
    }

    boolean isShared() {
        return file == SHARED;
    }

    boolean meets(long from, long to) {
        return isShared() && position < to && from < end();
    }

    /** Notes whether the log may tell of these bytes: then nobody else may ever write here. */
    void recorded(boolean possibly) {
        recorded = possibly;
    }

    boolean isRecorded() {
        return recorded;
    }
}
