package io.github.chunkupload.store;

/**
 * What an initiate does about uploads of the same key that are open already. A {@link ObjectStore#put put} asked to refuse does so too;
 * otherwise it does not care.
 */
public enum OpenUploads {

    /** Opens another one beside them. */
    INDEPENDENT,
    /** Refuses with {@link Failure#UPLOAD_OPEN}. */
    REFUSE,
    /** Joins the one of the same size and digest; one with another digest is aborted and a new one opened. */
    JOIN
}
