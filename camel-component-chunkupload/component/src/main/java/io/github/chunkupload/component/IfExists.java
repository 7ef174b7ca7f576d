package io.github.chunkupload.component;

/** What to do when an object of the key exists. */
public enum IfExists {
    /** Replace it. */
    REPLACE,
    /** Fail with {@link io.github.chunkupload.store.Failure#ALREADY_EXISTS}. */
    FAIL,
    /** Send nothing and go on. */
    SKIP
}
