package io.github.chunkupload.disk;

/** The first field of every record; the order is part of the format. */
enum RecordKind {
    /** An object: {@link ObjectRecord}. */
    OBJECT,
    /** The head of an upload's log: {@link UploadHeader}. */
    UPLOAD,
    /** A part in an upload's log: {@link PartRecord}. */
    PART,
    /** What remains of a finished upload: {@link Tombstones}. */
    FINISHED,
    /** A bucket that somebody made: {@link BucketRecord}. */
    BUCKET,
    /** How far a look for damage is: {@link ScrubRecord}. */
    SCRUB
}
