package io.github.chunkupload.store;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** The capability to tell how full a store is, and to clear away what nobody will finish. */
public interface Upkeep {

    /**
     * Returns the bytes that count for a bucket: of its objects, of those that are assembled and not visible yet, and of its open
     * uploads, where the declared size counts even if less has come. Takes time proportional to the number of open uploads, and
     * once after the opening to the number of objects.
     */
    long used(String bucket);

    /** Returns the bytes that the place where the store lies has free for it; {@link Long#MAX_VALUE} where that is not known. */
    long free();

    /** Returns the bytes that open uploads have declared and not sent yet; takes time proportional to the number of such uploads. */
    long owed();

    /** Returns the bytes of the parts that an upload has; 0 when it is not open. */
    long stored(UploadRef upload);

    /** Returns the size that an upload has declared; 0 when it has not, or is not open. */
    long declared(UploadRef upload);

    /** Returns whether an upload is open; cheap. */
    boolean isOpen(UploadRef upload);

    /** Returns how many uploads are open; cheap. */
    int openUploads();

    /**
     * Aborts uploads to which nothing was sent since {@code before} and to which nothing is being sent now.
     *
     * @param which those that may be aborted
     * @return those that were
     */
    List<UploadInfo> expire(Predicate<UploadRef> which, Instant before);
}
