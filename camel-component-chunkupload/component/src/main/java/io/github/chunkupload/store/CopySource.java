package io.github.chunkupload.store;

import java.util.Objects;

/**
 * Where bytes to be copied come from.
 *
 * @param object the object
 * @param range which of its bytes
 * @param etag the ETag it must have, without quotes; empty: any
 * @param access the secret that opens it
 */
public record CopySource(ObjectRef object, ByteRange range, String etag, Access access) {

    /** Refuses nulls. */
    public CopySource {
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(etag, "etag");
        Objects.requireNonNull(access, "access");
    }

    /** Returns the whole of {@code object}. */
    public static CopySource of(ObjectRef object) {
        return new CopySource(object, ByteRange.ALL, "", Access.NONE);
    }
}
