package io.github.chunkupload.component;

import io.github.chunkupload.store.Listing;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The store behind a route that speaks files/v1. */
@Tag("soak")
@EnabledIfSystemProperty(named = "soak.factor", matches = "[1-9][0-9]+")
class CosSliceRelayContractTest extends RelayContract {

    @Override
    String protocol() {
        return "cos-slice";
    }

    @Override
    String options() {
        return "&protocol.serial=false&protocol.sliceSize=1000";
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class);
    }
}
