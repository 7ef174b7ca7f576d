package io.github.chunkupload.gateway;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.SocketServer;
import java.util.Map;
import org.apache.camel.CamelContext;

/** A gateway of one protocol on a port of its own, and a client of that protocol which reaches it over a real socket. */
final class Wire implements AutoCloseable {

    static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");

    private final SocketServer server;
    private final HttpTransport transport;
    private final ObjectStore client;

    Wire(CamelContext camel, Spoken spoken, Backend backend) {
        CredentialSource keys = CredentialSource.of(KEY);
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.mount(spoken.protocol(), spoken.settings(keys), spoken.server(backend, keys));
        server = SocketServer.start(dispatcher);
        transport = new CamelHttpTransport(camel, server.uri(), Map.of());
        client = spoken.client(server.uri(), transport, KEY);
    }

    ObjectStore client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        transport.close();
        server.close();
    }
}
