package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.Verify;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** {@code client(server(DiskStore))} over real sockets behaves as a store, with blocks in any order. */
class CaymanRoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return new CaymanProtocol();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("parallel", "true");
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class, Editing.class, Verify.class);
    }

    @Override
    public Set<Digest> verifiable() {
        return Set.of(Digest.MD5);
    }
}
