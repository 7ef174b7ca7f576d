package io.github.chunkupload.store;

import java.time.Instant;
import java.util.List;

/**
 * One page of what a store has of an upload.
 *
 * @param upload its name
 * @param phase how far it is
 * @param parts ascending by index (numbered parts) or offset, after the index asked for
 * @param truncated whether more parts follow the last one of this page
 * @param contiguous bytes from the start of the object without a gap; where offsets are not known, of the parts without a missing index;
 *     −1 when a server does not tell what others of its protocol do
 * @param metadata what was given at initiate
 * @param initiated when the upload was opened
 */
public record UploadState(UploadRef upload, Phase phase, List<StoredPart> parts, boolean truncated, long contiguous, Metadata metadata,
        Instant initiated) {

    /** How far an upload is. */
    public enum Phase {
        /** Takes parts. */
        OPEN,
        /** Assembled durably, being delivered, not visible yet. */
        ASSEMBLED,
        /** Became an object. */
        COMPLETED
    }

    /** Keeps a copy of the parts. */
    public UploadState {
        parts = List.copyOf(parts);
    }
}
