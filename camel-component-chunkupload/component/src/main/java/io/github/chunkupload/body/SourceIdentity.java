package io.github.chunkupload.body;

/**
 * Which version of which file this is.
 *
 * @param size bytes
 * @param modified last modification, nanoseconds since 1970
 * @param changed last change of the inode, nanoseconds since 1970; a rename changes it too; 0 where the file system has none
 * @param fileKey device and inode, or what else names the file whatever its path; empty where the file system has none
 */
public record SourceIdentity(long size, long modified, long changed, String fileKey) {

    /** What two looks at a source show. */
    public enum Comparison {
        /** Nothing changed. */
        SAME,
        /** Renamed, linked, another owner or mode, or bytes changed and the clock of the file set back: only the bytes can tell. */
        TOUCHED,
        /** Another file, or other bytes. */
        OTHER
    }

    /** Compares this with what was seen at another time. */
    public Comparison compare(SourceIdentity other) {
        if (size != other.size || modified != other.modified || !fileKey.equals(other.fileKey)) {
            return Comparison.OTHER;
        }
        return changed == other.changed ? Comparison.SAME : Comparison.TOUCHED;
    }
}
