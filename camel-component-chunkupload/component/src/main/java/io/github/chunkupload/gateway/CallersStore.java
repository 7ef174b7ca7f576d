package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.util.Optional;

/** The delivering store as one caller sees it: what the caller finishes is delivered in its name. */
final class CallersStore extends ForwardingStore {

    private final DeliveringStore store;
    private final Optional<Caller> caller;

    CallersStore(DeliveringStore store, Caller caller) {
        super(store);
        this.store = store;
        this.caller = Optional.of(caller);
    }

    @Override
    public Admission initiate(UploadRequest request) {
        return store.initiate(request, caller);
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        return store.complete(upload, completion, caller);
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        return store.put(request, body, checks, caller);
    }

    /** Does nothing: the store belongs to the gateway, not to the caller. */
    @Override
    public void close() {
    }
}
