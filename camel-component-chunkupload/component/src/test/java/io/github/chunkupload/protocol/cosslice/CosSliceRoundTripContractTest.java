package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.Listing;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** {@code client(server(DiskStore))} over real sockets behaves as a store. */
class CosSliceRoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return new CosSliceProtocol();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("sliceSize", "1000", "serial", "false");
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class);
    }
}
