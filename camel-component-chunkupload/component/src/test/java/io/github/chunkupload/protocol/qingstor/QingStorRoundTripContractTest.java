package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Listing;
import java.util.Set;
import org.apache.camel.CamelContext;

/** {@code client(server(DiskStore))} over real sockets behaves as a store. */
class QingStorRoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return new QingStorProtocol();
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class);
    }

    @Override
    public boolean joinsOverGaps() {
        return true;
    }

    @Override
    public boolean tellsAbortsOfNothing() {
        return false;
    }
}
