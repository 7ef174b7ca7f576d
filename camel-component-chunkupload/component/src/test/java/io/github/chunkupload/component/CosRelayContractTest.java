package io.github.chunkupload.component;

import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Listing;
import java.util.Set;

/** The store behind a route that speaks COS. */
class CosRelayContractTest extends RelayContract {

    @Override
    String protocol() {
        return "cos";
    }

    /** As COS, which does not tell when a bucket was made. */
    @Override
    public boolean datesBuckets() {
        return false;
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class);
    }
}
