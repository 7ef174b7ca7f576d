package io.github.chunkupload.disk;

import java.io.IOException;
import java.io.Serial;

/** A record does not have its checksum, or does not say what it must. */
final class DamagedRecordException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    DamagedRecordException(String message) {
        super(message);
    }
}
