package io.github.chunkupload.gateway;

import io.github.chunkupload.contract.ObjectStoreContract;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Verify;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For its clients a store that delivers is a store like any other. */
class DeliveringStoreContractTest extends ObjectStoreContract {

    @TempDir
    private Path directory;
    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.open(directory, object -> { }, Gateway.PATIENT);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Override
    public ObjectStore store() {
        return gateway.store();
    }

    @Override
    public String bucket() {
        return "examplebucket-1250000000";
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class, Verify.class, Editing.class);
    }
}
