package io.github.chunkupload.store;

import io.github.chunkupload.checksum.Checksums;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The wish to make an object.
 *
 * @param object its name
 * @param size bytes, where known beforehand
 * @param partSize the part size the sender would like, in bytes
 * @param known checksums of the whole object that are known beforehand
 * @param metadata what travels with it
 * @param replace whether an object of that name may be replaced; if not, {@link Failure#ALREADY_EXISTS}
 * @param open what about uploads of that name that are open
 * @param access secrets of this request
 * @param instant whether the object may be made of bytes that another object has, by their size and checksum; a decorator that knows
 *     that the caller may not read all objects of the bucket says no
 */
public record UploadRequest(ObjectRef object, OptionalLong size, OptionalLong partSize, Checksums known, Metadata metadata,
        boolean replace, OpenUploads open, Access access, boolean instant) {

    /** Refuses nulls and negative sizes. */
    public UploadRequest {
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(known, "known");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(open, "open");
        Objects.requireNonNull(access, "access");
        if (size.orElse(0) < 0 || partSize.orElse(1) < 1) {
            throw new IllegalArgumentException("Sizes are not negative: size " + size + ", part size " + partSize);
        }
    }

    /** Returns the plain wish: size unknown, replacing, independent of other uploads. */
    public static UploadRequest of(ObjectRef object) {
        return new UploadRequest(object, OptionalLong.empty(), OptionalLong.empty(), Checksums.NONE, Metadata.NONE, true,
            OpenUploads.INDEPENDENT, Access.NONE, true);
    }

    /** Returns this wish for an object of {@code bytes} bytes. */
    public UploadRequest withSize(long bytes) {
        return new UploadRequest(object, OptionalLong.of(bytes), partSize, known, metadata, replace, open, access, instant);
    }

    /** Returns this wish with parts of {@code bytes} bytes. */
    public UploadRequest withPartSize(long bytes) {
        return new UploadRequest(object, size, OptionalLong.of(bytes), known, metadata, replace, open, access, instant);
    }

    /** Returns this wish with checksums known beforehand. */
    public UploadRequest withKnown(Checksums sums) {
        return new UploadRequest(object, size, partSize, sums, metadata, replace, open, access, instant);
    }

    /** Returns this wish with {@code data} to travel along. */
    public UploadRequest withMetadata(Metadata data) {
        return new UploadRequest(object, size, partSize, known, data, replace, open, access, instant);
    }

    /** Returns this wish, replacing an existing object or not. */
    public UploadRequest withReplace(boolean allowed) {
        return new UploadRequest(object, size, partSize, known, metadata, allowed, open, access, instant);
    }

    /** Returns this wish with secrets. */
    public UploadRequest withAccess(Access secrets) {
        return new UploadRequest(object, size, partSize, known, metadata, replace, open, secrets, instant);
    }

    /** Returns this wish with another rule about open uploads. */
    public UploadRequest withOpen(OpenUploads rule) {
        return new UploadRequest(object, size, partSize, known, metadata, replace, rule, access, instant);
    }

    /** Returns this wish, to be granted at once from known bytes or not. */
    public UploadRequest withInstant(boolean allowed) {
        return new UploadRequest(object, size, partSize, known, metadata, replace, open, access, allowed);
    }
}
