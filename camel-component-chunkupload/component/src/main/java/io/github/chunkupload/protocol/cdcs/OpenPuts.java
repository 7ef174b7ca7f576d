package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The keys that simple uploads are being written to. One such upload counts as open as much as one in parts does; the store behind the
 * server sees to it that only one object comes to be, this that the others are refused before their bytes are sent. Thread-safe.
 */
final class OpenPuts {

    private final Set<ObjectRef> open = ConcurrentHashMap.newKeySet();

    /**
     * Runs {@code put} while its key is taken.
     *
     * @throws UploadException with {@link Failure#UPLOAD_OPEN} when it is taken already
     */
    HttpReply alone(ObjectRef object, Supplier<HttpReply> put) {
        if (!open.add(object)) {
            throw taken();
        }
        try {
            return put.get();
        } finally {
            open.remove(object);
        }
    }

    /**
     * Refuses a key that is taken.
     *
     * @throws UploadException with {@link Failure#UPLOAD_OPEN}
     */
    void refuse(ObjectRef object) {
        if (open.contains(object)) {
            throw taken();
        }
    }

    private static UploadException taken() {
        return UploadException.of(Failure.UPLOAD_OPEN, "An object of that name is being uploaded");
    }
}
