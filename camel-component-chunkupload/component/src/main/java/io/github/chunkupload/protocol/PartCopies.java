package io.github.chunkupload.protocol;

import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;

/** Copies of parts that a server makes, whatever the store behind it can do. */
public final class PartCopies {

    private PartCopies() {
    }

    /**
     * Returns the copies that {@code store} makes itself, or else ones that read the source and write the part, a buffer at a time. Both
     * happen with the rights that the store gives its caller.
     *
     * @param checks what to take of the bytes where they are read and written
     */
    public static PartCopy of(ObjectStore store, Checks checks) {
        return store.capability(PartCopy.class).orElseGet(() -> (upload, slot, source, access) -> {
            try (Download download = store.get(source.object(), source.range(), source.access())) {
                check(source, download);
                return store.putPart(upload, slot.withLength(download.body().length()), new SourceBody(download.body()), checks, access);
            } catch (IOException e) {
                throw UploadException.of(Failure.INTERNAL, "The source of the copy could not be closed", e);
            }
        });
    }

    /** Copies of one version only: the source may have been replaced since its conditions were looked at. */
    private static void check(CopySource source, Download download) {
        if (!source.etag().isEmpty() && !source.etag().equals(download.info().etag())) {
            throw UploadException.of(Failure.PRECONDITION_FAILED, "The source of the copy has another ETag");
        }
    }
}
