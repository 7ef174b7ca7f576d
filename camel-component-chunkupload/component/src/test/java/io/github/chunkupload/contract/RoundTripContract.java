package io.github.chunkupload.contract;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.SocketServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract for a protocol: its client, through camel-http and a real socket, to its server, which has a disk behind it. A subclass
 * names the protocol and, where they are not the usual ones, its settings.
 */
public abstract class RoundTripContract extends ObjectStoreContract {

    private static final Credentials CREDENTIALS = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    private static CamelContext camel;

    @TempDir
    private Path directory;
    private ObjectStore disk;
    private SocketServer server;
    private HttpTransport transport;
    private ObjectStore client;

    /** Returns the protocol under test. */
    protected abstract Protocol protocol(CamelContext context);

    /** Returns options of the protocol, for both ends. */
    protected Map<String, String> options() {
        return Map.of();
    }

    /** Returns where the client puts the bucket. */
    protected ClientSettings.Addressing addressing() {
        return ClientSettings.Addressing.PATH;
    }

    @BeforeAll
    static void startCamel() {
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterAll
    static void stopCamel() {
        camel.stop();
    }

    @BeforeEach
    final void open() {
        Protocol protocol = protocol(camel);
        OptionalLong minPart = OptionalLong.of(100);
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        server = SocketServer.start(protocol.server(caller -> disk, new ServerSettings(CredentialSource.of(CREDENTIALS), false, Set.of(),
            bucket(), Set.of("127.0.0.1"), "", options(), minPart, Clock.systemUTC())));
        transport = new CamelHttpTransport(camel, server.uri(), Map.of());
        client = protocol.client(transport, new ClientSettings(server.uri(), addressing(), Optional.of(CREDENTIALS), "ap-guangzhou", "",
            options(), minPart, Clock.systemUTC()));
    }

    @AfterEach
    final void close() {
        client.close();
        transport.close();
        server.close();
        disk.close();
    }

    @Override
    public final ObjectStore store() {
        return client;
    }

    @Override
    public String bucket() {
        return "examplebucket-1250000000";
    }
}
