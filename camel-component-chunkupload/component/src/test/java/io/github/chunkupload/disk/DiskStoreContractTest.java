package io.github.chunkupload.disk;

import io.github.chunkupload.contract.ObjectStoreContract;
import io.github.chunkupload.contract.SlotForm;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Verify;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreContractTest extends ObjectStoreContract {

    @TempDir
    private Path directory;
    private DiskStore store;

    @BeforeEach
    void open() {
        store = DiskStore.open(directory, DiskSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public String bucket() {
        return "examplebucket-1250000000";
    }

    @Override
    public Set<Class<?>> capabilities() {
        return Set.of(Listing.class, Buckets.class, Verify.class, Editing.class);
    }

    @Override
    public Set<SlotForm> slotForms() {
        return EnumSet.allOf(SlotForm.class);
    }
}
