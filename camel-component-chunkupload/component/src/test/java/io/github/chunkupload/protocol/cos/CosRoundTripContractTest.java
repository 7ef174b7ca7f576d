package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Listing;
import java.util.Set;
import org.apache.camel.CamelContext;

class CosRoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return new CosProtocol();
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class);
    }

    @Override
    public boolean datesBuckets() {
        return false;
    }
}
