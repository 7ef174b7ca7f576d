package io.github.chunkupload.gateway;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadException;

/**
 * The bytes that one bucket may have. What was found in it when it was last looked at, and all that was admitted since, is more than
 * there can be; only when that reaches the quota is it looked at again. So a request costs an addition, and what is deleted counts when
 * it matters. Thread-safe.
 */
final class Quota {

    private final Upkeep upkeep;
    private final String bucket;
    private final long most;
    private long atMost;
    private long onTheirWay;

    Quota(Upkeep upkeep, String bucket, long most) {
        this.upkeep = upkeep;
        this.bucket = bucket;
        this.most = most;
        this.atMost = upkeep.used(bucket);
    }

    /** Bytes that were admitted and are being stored. Closed when the store counts them, or when they did not come. */
    final class Room implements AutoCloseable {

        private long bytes;

        /**
         * Admits more of them.
         *
         * @throws UploadException with {@link Failure#STORAGE_FULL}
         */
        void grow(long more) {
            take(more);
            bytes += more;
        }

        @Override
        public void close() {
            leave(bytes);
        }
    }

    /**
     * Admits bytes.
     *
     * @throws UploadException with {@link Failure#STORAGE_FULL}
     */
    Room admit(long bytes) {
        Room room = new Room();
        room.grow(bytes);
        return room;
    }

    private synchronized void take(long bytes) {
        if (atMost + bytes > most) {
            atMost = upkeep.used(bucket) + onTheirWay;
        }
        if (atMost + bytes > most) {
            throw UploadException.of(Failure.STORAGE_FULL, "The bucket may have " + most + " bytes, and would have more");
        }
        atMost += bytes;
        onTheirWay += bytes;
    }

    private synchronized void leave(long bytes) {
        onTheirWay -= bytes;
    }
}
