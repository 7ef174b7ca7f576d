package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectStore;
import java.util.Optional;

/** A store that can do nothing more than every store. */
final class BareStore extends ForwardingStore {

    BareStore(ObjectStore delegate) {
        super(delegate);
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return Optional.empty();
    }
}
