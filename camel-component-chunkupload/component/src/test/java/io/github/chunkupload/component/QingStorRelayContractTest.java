package io.github.chunkupload.component;

import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Listing;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The store behind a route that speaks QingStor. */
@Tag("soak")
@EnabledIfSystemProperty(named = "soak.factor", matches = "[1-9][0-9]+")
class QingStorRelayContractTest extends RelayContract {

    @Override
    String protocol() {
        return "qingstor";
    }

    @Override
    public boolean joinsOverGaps() {
        return true;
    }

    @Override
    public boolean tellsAbortsOfNothing() {
        return false;
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class);
    }
}
