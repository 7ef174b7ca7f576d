package io.github.chunkupload.disk;

import io.github.chunkupload.contract.StagingContract;
import io.github.chunkupload.store.ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DiskStagingContractTest extends StagingContract {

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
    protected void reopen() {
        close();
        open();
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public String bucket() {
        return "examplebucket-1250000000";
    }
}
