package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.contract.RoundTripContract;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.Verify;
import java.util.Set;
import org.apache.camel.CamelContext;

/** The same with blocks one after another, as our client sends them unless told otherwise. */
class CaymanSerialRoundTripContractTest extends RoundTripContract {

    @Override
    protected Protocol protocol(CamelContext context) {
        return new CaymanProtocol();
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
