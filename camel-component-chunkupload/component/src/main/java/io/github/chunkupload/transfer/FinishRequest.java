package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.UploadRef;
import java.util.Objects;

/**
 * The wish to finish an upload.
 *
 * @param upload its name
 * @param ledger its parts
 * @param known checksums of the whole object that are known beside those that follow from its parts
 * @param tag our mark in the metadata of the object, by which it is recognised when an answer was lost; empty: there is none
 * @param access secrets of the object
 * @param replace whether an object of that name may be replaced
 * @param asked whether complete was asked for before, by somebody who does not know the outcome
 */
public record FinishRequest(UploadRef upload, Ledger ledger, Checksums known, String tag, Access access, boolean replace, boolean asked) {

    /** The name under which our mark travels in the user's metadata of an object. */
    public static final String TAG = Metadata.NOTE + "tag";

    /** Refuses nulls. */
    public FinishRequest {
        Objects.requireNonNull(upload, "upload");
        Objects.requireNonNull(ledger, "ledger");
        Objects.requireNonNull(known, "known");
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(access, "access");
    }

    /** Returns the plain wish: replacing, nothing known but the parts. */
    public static FinishRequest of(UploadRef upload, Ledger ledger) {
        return new FinishRequest(upload, ledger, Checksums.NONE, "", Access.NONE, true, false);
    }

    /** Returns every checksum the object must have. */
    Checksums whole() {
        return known.and(ledger.whole());
    }
}
