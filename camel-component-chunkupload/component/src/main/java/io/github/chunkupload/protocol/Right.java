package io.github.chunkupload.protocol;

/** What a caller may do with the objects of a bucket. */
public enum Right {

    /** Read the bytes of objects, have their checksums taken, and copy from them. */
    READ,
    /** Make, replace and edit objects, with everything that belongs to an upload; and be told of an object, but not its bytes. */
    WRITE,
    /** List objects and open uploads. */
    LIST,
    /** Delete objects, and abort uploads. */
    DELETE
}
