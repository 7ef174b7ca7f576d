package io.github.chunkupload.disk;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;
import java.util.Optional;

/** Names what the disk reports. The messages of the system tell paths and stay in the cause. */
final class Failures {

    /** What may fail on the disk. */
    interface Work<T> {

        T run() throws IOException;
    }

    private Failures() {
    }

    static <T> T named(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw name(e);
        }
    }

    static UploadException name(IOException e) {
        if (e instanceof DamagedRecordException) {
            return UploadException.of(Failure.CORRUPT, "The store's own record is damaged: " + e.getMessage(), e);
        }
        if (e instanceof PlantedLinkException) {
            return UploadException.of(Failure.INTERNAL, e.getMessage(), e);
        }
        if (e instanceof DamagedBytesException damaged) {
            return damaged.named();
        }
        if (e instanceof ClosedByInterruptException) {
            return UploadException.of(Failure.CANCELLED, "The thread was interrupted", e);
        }
        return isFull(e) ? UploadException.of(Failure.STORAGE_FULL, "No space is left on the disk of the store", e)
            : UploadException.of(Failure.INTERNAL, "The disk of the store failed", e);
    }

    /** Throws {@code failure}, if there is one. */
    static void raise(Optional<UploadException> failure) {
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private static boolean isFull(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded") || text.contains("not enough space");
    }

    static UploadException noSuchUpload() {
        return UploadException.of(Failure.NO_SUCH_UPLOAD, "There is no such upload: never opened, finished, or given up");
    }

    static UploadException noSuchObject() {
        return UploadException.of(Failure.NO_SUCH_OBJECT, "There is no object of that name");
    }

    static UploadException exists() {
        return UploadException.of(Failure.ALREADY_EXISTS, "There is an object of that name, and it may not be replaced");
    }

    static UploadException invalidArgument(String message) {
        return UploadException.of(Failure.INVALID_ARGUMENT, message);
    }

    static UploadException invalidPart(String message) {
        return UploadException.of(Failure.INVALID_PART, message);
    }
}
