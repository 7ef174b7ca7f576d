package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.Rights;
import io.github.chunkupload.store.ObjectStore;

/** A backend that gives each caller as much of the store as its rights allow. They are asked for each request. */
public final class RightsBackend implements Backend {

    private final Backend backend;
    private final Rights rights;

    /** Makes the backend; what a caller may do goes on to {@code backend} in its name. */
    public RightsBackend(Backend backend, Rights rights) {
        this.backend = backend;
        this.rights = rights;
    }

    @Override
    public ObjectStore as(Caller caller) {
        return new AuthorizedStore(backend.as(caller), new CallerRights(caller, rights.of(caller.accessKey())));
    }
}
