package io.github.chunkupload.store;

import java.util.List;
import java.util.function.Predicate;

/** The capability to tell how the store itself is, for those who watch over it. Cheap enough to be asked every few seconds. */
public interface Vitals {

    /** Returns how many uploads are open in the buckets that {@code which} takes. */
    int openUploads(Predicate<String> which);

    /** Returns how far open uploads in those buckets are: the latest opened first, and at most {@code most}. */
    List<UploadProgress> progress(Predicate<String> which, int most);

    /** Returns how many more bytes could be stored now, as far as can be known. */
    long usableSpace();

    /**
     * Writes a byte, durably, and takes it away again.
     *
     * @throws UploadException when that failed
     */
    void probe();
}
