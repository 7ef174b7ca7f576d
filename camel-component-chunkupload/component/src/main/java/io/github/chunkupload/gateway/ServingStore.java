package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.Verify;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps objects and serves them, and hands them to nobody: a client hears of success when its object is durable, and reads it from then
 * on. So it takes objects that are encrypted with a customer's key, which a {@link DeliveringStore} cannot.
 */
public final class ServingStore extends ForwardingStore implements Backend {

    private static final Set<Class<?>> PASSED = Set.of(Listing.class, Buckets.class, PartCopy.class, Verify.class, Editing.class);

    private ServingStore(ObjectStore store) {
        super(store);
    }

    /**
     * Opens the store.
     *
     * @param store closed with this one
     * @throws UploadException with {@link Failure#CONFLICT} when objects wait there that were promised to a route: nobody would ever
     *     deliver them
     */
    public static ServingStore open(ObjectStore store) {
        int promised = store.capability(Staging.class).map(staging -> staging.pending().size()).orElse(0);
        if (promised > 0) {
            throw UploadException.of(Failure.CONFLICT, promised + " objects wait to be handed to a route, and this gateway hands on none; "
                + "let a gateway with a route deliver them first");
        }
        return new ServingStore(store);
    }

    /** Returns this store, which is the same for everybody. */
    @Override
    public ObjectStore as(Caller caller) {
        return new ForwardingStore(this) {
            /** Does nothing: the store belongs to the gateway, not to the caller. */
            @Override
            public void close() {
            }
        };
    }

    /** Returns what else the store behind can do that is for clients. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return PASSED.contains(type) ? super.capability(type) : Optional.empty();
    }
}
