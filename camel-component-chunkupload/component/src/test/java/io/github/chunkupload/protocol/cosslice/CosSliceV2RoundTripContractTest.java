package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.Listing;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** {@code client(server(DiskStore))} behaves as a store in files/v2, with slices in any order. */
class CosSliceV2RoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return new CosSliceProtocol();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("dialect", "v2", "sliceSize", "1000");
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class);
    }
}
