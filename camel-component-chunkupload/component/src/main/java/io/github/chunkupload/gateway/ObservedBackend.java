package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import java.util.Optional;

/** Notes, for the request that a thread is answering, who was let in and what parts were stored. */
public final class ObservedBackend implements Backend {

    private final Backend backend;

    /** Makes an observed one of {@code backend}. */
    public ObservedBackend(Backend backend) {
        this.backend = backend;
    }

    @Override
    public ObjectStore as(Caller caller) {
        Optional<Observation> request = Observation.current();
        request.ifPresent(seen -> seen.caller(caller));
        ObjectStore store = backend.as(caller);
        return request.<ObjectStore>map(seen -> new ObservedStore(store, seen)).orElse(store);
    }

    private static final class ObservedStore extends ForwardingStore {

        private final Observation request;
        private final long begin = System.nanoTime();

        ObservedStore(ObjectStore store, Observation request) {
            super(store);
            this.request = request;
        }

        @Override
        public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
            PartReceipt receipt = super.putPart(upload, slot, body, checks, access);
            request.partStored(receipt.slot().length(), begin);
            return receipt;
        }
    }
}
