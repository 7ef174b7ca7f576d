package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Listing;
import java.util.Set;
import org.apache.camel.CamelContext;

class CdcsRoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return new CdcsProtocol();
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class);
    }
}
