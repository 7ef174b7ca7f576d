package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.contract.ObjectStoreContract;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.SocketServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code client(server(DiskStore))} over real sockets behaves as a store. */
class CosRoundTripContractTest extends ObjectStoreContract {

    private static final OptionalLong MIN_PART = OptionalLong.of(100);
    private static CosFixture fixture;

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;
    private HttpTransport transport;
    private ObjectStore store;

    @BeforeAll
    static void start() {
        fixture = new CosFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        server = SocketServer.start(new CosProtocol().server(caller -> disk,
            CosFixture.serverSettings(false, MIN_PART, CosFixture.KEY)));
        transport = fixture.transport(server.uri());
        store = new CosProtocol().client(transport, new ClientSettings(server.uri(), Addressing.PATH, Optional.of(CosFixture.KEY), "", "",
            Map.of(), MIN_PART, Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        store.close();
        transport.close();
        server.close();
        disk.close();
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public String bucket() {
        return CosFixture.BUCKET;
    }
}
