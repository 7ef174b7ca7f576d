package io.github.chunkupload.disk;

/** When bytes are forced to the disk: what an answer is worth when the power fails. */
public enum Fsync {

    /** Before each answer: no part, upload or object that was confirmed is lost. */
    PART,
    /** Before an object is confirmed; parts that were confirmed may be lost with the power, and are checked before they are used. */
    OBJECT,
    /** Left to the operating system: a power failure may lose or damage whatever was written last. */
    NEVER
}
