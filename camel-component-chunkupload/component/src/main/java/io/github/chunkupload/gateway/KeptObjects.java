package io.github.chunkupload.gateway;

import io.github.chunkupload.store.Aging;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Objects that were delivered and are kept for some time: looks through all of them now and then, and deletes the old ones. */
final class KeptObjects {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveringStore.class);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Buckets buckets;
    private final Listing listing;
    private final Aging aging;
    private final Duration keptFor;
    private final Clock clock;

    /**
     * Looks after the objects of {@code store}.
     *
     * @throws IllegalArgumentException when it cannot list its objects, or cannot delete those that have grown old
     */
    KeptObjects(ObjectStore store, Duration keptFor, Clock clock) {
        this.buckets = need(store, Buckets.class);
        this.listing = need(store, Listing.class);
        this.aging = need(store, Aging.class);
        this.keptFor = keptFor;
        this.clock = clock;
    }

    private static <C> C need(ObjectStore store, Class<C> type) {
        return store.capability(type).orElseThrow(
            () -> new IllegalArgumentException("Objects cannot expire in a store without " + type.getSimpleName()));
    }

    /** Deletes what is old now, and again every hour, or as often as objects can grow old. */
    void watch(ScheduledExecutorService timer) {
        Duration pause = keptFor.compareTo(LONGEST_PAUSE) < 0 ? keptFor : LONGEST_PAUSE;
        try {
            timer.scheduleWithFixedDelay(this::sweep, 0, Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("No timer any more: old objects go at the next start", e);
        }
    }

    private void sweep() {
        try {
            int deleted = expire();
            if (deleted > 0) {
                LOG.info("{} objects have expired", deleted);
            }
        } catch (RuntimeException e) {
            LOG.warn("Objects that have expired could not all be deleted: {}", e.getMessage());
        }
    }

    /** One that cannot be deleted does not save the others. */
    private boolean delete(ObjectInfo info, Instant limit) {
        try {
            return aging.deleteOlder(info.object(), limit);
        } catch (UploadException e) {
            LOG.warn("An object that has expired could not be deleted: {}", e.getMessage());
            return false;
        }
    }

    /** Deletes what is old, and returns how many objects that were. */
    int expire() {
        Instant limit = clock.instant().minus(keptFor);
        int deleted = 0;
        for (BucketInfo bucket : buckets.buckets()) {
            Optional<ObjectQuery> query = Optional.of(ObjectQuery.prefix(bucket.name(), ""));
            while (query.isPresent()) {
                ObjectQuery asked = query.get();
                Page<ObjectInfo> page = listing.objects(asked);
                for (ObjectInfo info : page.items()) {
                    deleted += info.modified().isBefore(limit) && delete(info, limit) ? 1 : 0;
                }
                query = page.next().map(marker -> asked.after(marker.key()));
            }
        }
        return deleted;
    }
}
