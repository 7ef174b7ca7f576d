package io.github.chunkupload.component;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.gateway.DeliveringStore;
import io.github.chunkupload.gateway.Delivery;
import io.github.chunkupload.gateway.DeliverySettings;
import io.github.chunkupload.gateway.Expiry;
import io.github.chunkupload.gateway.LimitSettings;
import io.github.chunkupload.gateway.LimitsBackend;
import io.github.chunkupload.gateway.Scrubber;
import io.github.chunkupload.gateway.ServingStore;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Backup;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Scrubbing;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.Verify;
import io.github.chunkupload.store.Vitals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntSupplier;
import org.apache.camel.spi.ExecutorServiceManager;

/**
 * What is behind a gateway that keeps objects: its part of a data directory, the deliveries out of it, who clears it up and looks after
 * it, and their threads. Closing ends all of them, also those of an opening that failed.
 */
final class KeptStore implements AutoCloseable {

    private final Object owner;
    private final GatewayOptions options;
    private final ExecutorServiceManager executors;
    private ExecutorService deliveries;
    private ScheduledExecutorService timer;
    private ScheduledExecutorService scrubs;
    private ObjectStore store;
    private Expiry expiry;
    private Scrubber scrubber;
    private Vitals vitals;
    private Backup backup;
    private IntSupplier backlog = () -> 0;

    /** Makes one that has nothing open. */
    KeptStore(Object owner, GatewayOptions options, ExecutorServiceManager executors) {
        this.owner = owner;
        this.options = options;
        this.executors = executors;
    }

    /** Opens everything, and returns the store as clients may fill it. What makes no sense is refused before. */
    Backend open(DataDirectories directories, String bucket, Meters meters, Delivery delivery) throws IOException {
        LimitSettings limits = options.limitSettings();
        Duration abandoned = options.uploadExpiry();
        Duration scrubbed = options.scrubPeriod();
        long bandwidth = options.scrubBandwidth();
        DeliverySettings how = options.deliverySettings();
        Path directory = options.dataDirectory();
        store = directories.open(directory, options.diskSettings().withForced(meters::forced), bucket);
        timer = executors.newSingleThreadScheduledExecutor(owner, "ChunkUploadTimer");
        scrubs = executors.newSingleThreadScheduledExecutor(owner, "ChunkUploadScrub");
        vitals = store.capability(Vitals.class).orElseThrow();
        backup = store.capability(Backup.class).orElseThrow();
        Upkeep upkeep = store.capability(Upkeep.class).orElseThrow();
        Scrubbing scrubbing = store.capability(Scrubbing.class).orElseThrow();
        LimitsBackend limited = new LimitsBackend(options.delivers() ? deliver(how, delivery) : serve(), upkeep, limits);
        expiry = new Expiry(upkeep, abandoned, Clock.systemUTC(), limited::tidy);
        expiry.start(timer);
        scrubber = new Scrubber(scrubbing, scrubbed, bandwidth, Clock.systemUTC());
        scrubber.start(scrubs);
        return limited;
    }

    private Backend serve() {
        ServingStore serving = ServingStore.open(store);
        store = serving;
        return serving;
    }

    private Backend deliver(DeliverySettings how, Delivery delivery) {
        deliveries = executors.newFixedThreadPool(owner, "ChunkUploadDelivery", how.parallel());
        DeliveringStore delivering = DeliveringStore.open(store, delivery, how, deliveries, timer);
        store = delivering;
        backlog = delivering::backlog;
        return delivering;
    }

    /** Returns how the store is. */
    Vitals vitals() {
        return vitals;
    }

    /** Returns how many objects wait to be delivered. */
    int backlog() {
        return backlog.getAsInt();
    }

    /** Returns who looks for damage. */
    Scrubber scrubber() {
        return scrubber;
    }

    /** Copies the whole data directory, also what others have in it. */
    Backup.Copied copyTo(Path directory) {
        return backup.copyTo(directory);
    }

    /** Reads one object again, and tells its checksums. */
    Checksums verify(ObjectRef object) {
        return store.capability(Verify.class).orElseThrow().verify(object, Set.of(), Access.NONE);
    }

    @Override
    public void close() {
        if (expiry != null) {
            expiry.close();
        }
        if (scrubber != null) {
            scrubber.close();
        }
        if (store != null) {
            store.close();
        }
        for (ExecutorService each : new ExecutorService[] {deliveries, timer, scrubs}) {
            if (each != null) {
                executors.shutdownNow(each);
            }
        }
    }
}
