package io.github.chunkupload.transfer;

import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.Objects;

/**
 * What another process needs to know of an open upload to {@linkplain Transfer#join take part} in it. Holds no secret. The part
 * {@code index} covers the bytes from {@code index * partSize}, and only the last is shorter.
 *
 * @param upload its name
 * @param tag our mark in the metadata of the object; empty: it has none
 * @param size bytes of the object
 * @param partSize bytes of every part but the last
 * @param source which version of which file is being sent
 */
public record UploadTicket(UploadRef upload, String tag, long size, long partSize, SourceIdentity source) {

    /** Refuses nulls, and sizes that make no parts. */
    public UploadTicket {
        Objects.requireNonNull(upload, "upload");
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(source, "source");
        if (size < 0 || partSize < 1 || size / partSize >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException(size + " bytes in parts of " + partSize + " are no upload");
        }
    }

    /** Returns how many parts the object has. */
    public int parts() {
        return (int) Math.max(1, size / partSize + (size % partSize == 0 ? 0 : 1));
    }

    /**
     * Returns which bytes part {@code index} has.
     *
     * @throws UploadException with {@link Failure#INVALID_PART} when there is no such part
     */
    public PartSlot slot(int index) {
        if (index < 0 || index >= parts()) {
            throw UploadException.of(Failure.INVALID_PART, "There is no part " + index + " in an upload of " + parts() + " parts");
        }
        long offset = index * partSize;
        return new PartSlot(index, offset, Math.min(partSize, size - offset));
    }

    /**
     * Returns whether {@code seen} is the very source, maybe looked at from another machine: which names the device of a shared directory
     * in its own way, but not the file on it.
     */
    public boolean isOf(SourceIdentity seen) {
        boolean sameFile = source.fileKey().isEmpty() || seen.fileKey().isEmpty() || file(source).equals(file(seen));
        return sameFile && source.size() == seen.size() && source.modified() == seen.modified() && source.changed() == seen.changed();
    }

    private static String file(SourceIdentity identity) {
        return identity.fileKey().substring(identity.fileKey().indexOf(",ino=") + 1);
    }
}
