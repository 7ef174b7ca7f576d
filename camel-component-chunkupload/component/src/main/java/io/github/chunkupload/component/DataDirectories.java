package io.github.chunkupload.component;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The disk stores of the consumers of one context: one for each directory, open as long as a consumer needs it. Each bucket of a
 * directory belongs to one consumer, because after a restart its undelivered objects must go to one route. Thread-safe.
 */
final class DataDirectories {

    private static final String ALL = "*";

    private final Map<Path, Shared> open = new HashMap<>();

    private static final class Shared {

        private final DiskStore store;
        private final Set<String> buckets = new LinkedHashSet<>();

        Shared(DiskStore store) {
            this.store = store;
        }

        private void claim(String bucket) {
            boolean taken = buckets.contains(bucket) || !buckets.isEmpty() && bucket.equals(ALL) || buckets.contains(ALL);
            if (taken) {
                throw new IllegalArgumentException("Another consumer keeps the bucket " + buckets + " in the same dataDirectory: give "
                    + "each its own directory, so that undelivered objects find their route after a restart");
            }
            buckets.add(bucket);
        }
    }

    /**
     * Opens a directory, or joins the consumers that have it open.
     *
     * @param bucket whose objects the caller delivers; *: all
     * @return a store whose close gives the bucket back and closes the directory after the last
     * @throws IllegalArgumentException when another consumer has that bucket there
     */
    synchronized ObjectStore open(Path directory, DiskSettings settings, String bucket) throws IOException {
        Files.createDirectories(directory);
        Path real = directory.toRealPath();
        Shared shared = open.get(real);
        if (shared == null) {
            shared = new Shared(DiskStore.open(real, settings));
            open.put(real, shared);
        }
        shared.claim(bucket);
        return bucket.equals(ALL) ? new WholeClaim(real, shared) : new Claim(real, shared, bucket);
    }

    private synchronized void release(Path directory, Shared shared, String bucket) {
        if (shared.buckets.remove(bucket) && shared.buckets.isEmpty()) {
            open.remove(directory);
            shared.store.close();
        }
    }

    /** The store as one consumer sees it: its bucket. */
    private final class Claim extends OneBucketStore {

        private final Path directory;
        private final Shared shared;
        private final String bucket;

        Claim(Path directory, Shared shared, String bucket) {
            super(shared.store, bucket);
            this.directory = directory;
            this.shared = shared;
            this.bucket = bucket;
        }

        @Override
        public void close() {
            release(directory, shared, bucket);
        }
    }

    /** The store as the only consumer of its directory sees it: all of it. */
    private final class WholeClaim extends ForwardingStore {

        private final Path directory;
        private final Shared shared;

        WholeClaim(Path directory, Shared shared) {
            super(shared.store);
            this.directory = directory;
            this.shared = shared;
        }

        @Override
        public void close() {
            release(directory, shared, ALL);
        }
    }
}
