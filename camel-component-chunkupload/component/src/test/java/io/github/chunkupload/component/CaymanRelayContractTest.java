package io.github.chunkupload.component;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.Verify;
import java.util.Set;

/** The store behind a route that speaks Cayman. */
class CaymanRelayContractTest extends RelayContract {

    @Override
    String protocol() {
        return "cayman";
    }

    @Override
    String options() {
        return "&protocol.parallel=true";
    }

    @Override
    public Set<Digest> verifiable() {
        return Set.of(Digest.MD5);
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class, Editing.class, Verify.class);
    }
}
