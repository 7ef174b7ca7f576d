package io.github.chunkupload.store;

import java.nio.file.Path;

/** The capability to copy what a store keeps while it is being used. */
public interface Backup {

    /**
     * What a copy has.
     *
     * @param objects finished ones
     * @param waiting those that are assembled and not delivered
     * @param bytes of all these
     * @param damaged those left out because their record or their bytes are damaged; the log names them
     */
    record Copied(long objects, long waiting, long bytes, long damaged) {
    }

    /**
     * Makes a copy that can be opened as a store. It has every object that was finished when this was called, or what replaced it since,
     * and what waits to be delivered. What clients do meanwhile goes on, and is in it or is not, but never half. Open uploads are not in
     * it: their clients are told that there is no such upload.
     *
     * <p>On the file system of the store the copy shares the bytes (hard links), and takes as little space as time. That is safe even when
     * it is opened where it lies, because bytes of objects do not change; it is no help when that disk is lost.
     *
     * @param directory absent or empty, and not inside the store
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT} when it is not; with {@link Failure#STORAGE_FULL} and others when the
     *     copy fails, of which nothing is left then
     */
    Copied copyTo(Path directory);
}
