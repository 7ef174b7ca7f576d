package io.github.chunkupload.disk;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;

/** Encrypted bytes are not those that were stored; the cause has the name of that. */
final class DamagedBytesException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedBytesException(String message) {
        super(message, UploadException.of(Failure.CORRUPT, message));
    }

    UploadException named() {
        return (UploadException) getCause();
    }
}
