package io.github.chunkupload.protocol.cayman;

/**
 * How a request names an object. In the generations before the current one, and in Datrix 3 which wraps it, the server makes the names,
 * and there are no buckets: what the field {@code bucket} says there is the number of a user.
 */
enum Generation {

    /** By bucket and object id. */
    CURRENT,
    /** By {@code fileid}. */
    CLUSTER,
    /** By {@code objid}, which its requests call by four names. */
    DATRIX;

    /** Returns the generation of {@code path}. */
    static Generation of(String path) {
        if (path.startsWith("/api/sw/")) {
            return DATRIX;
        }
        boolean current = path.startsWith("/api/cayman/") || path.startsWith("/api/v2/");
        return current ? CURRENT : CLUSTER;
    }

    /** Returns whether others may have {@code path} too: two paths of the first generation say nothing of Cayman. */
    static boolean isCommon(String path) {
        return !path.startsWith("/api/");
    }
}
