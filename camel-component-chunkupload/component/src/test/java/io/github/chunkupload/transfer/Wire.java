package io.github.chunkupload.transfer;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.SocketServer;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;

/** A protocol over a real socket: its server, with a line before it that may do what it likes, and its client through camel-http. */
final class Wire implements AutoCloseable {

    static final String BUCKET = "examplebucket-1250000000";
    private static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    private static final OptionalLong MIN_PART = OptionalLong.of(100);

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SocketServer server;
    private final HttpTransport transport;
    private final ObjectStore client;

    Wire(Protocol protocol, Map<String, String> options, ObjectStore disk, UnaryOperator<HttpHandler> line, Clock here, Clock there) {
        this(protocol, options, Map.of(), disk, line, here, there);
    }

    Wire(Protocol protocol, Map<String, String> options, Map<String, Object> http, ObjectStore disk, UnaryOperator<HttpHandler> line,
            Clock here, Clock there) {
        camel.start();
        server = SocketServer.start(line.apply(protocol.server(caller -> disk, new ServerSettings(CredentialSource.of(KEY), false, Set.of(),
            BUCKET, Set.of("127.0.0.1"), "", options, MIN_PART, there))));
        transport = new CamelHttpTransport(camel, server.uri(), http);
        client = protocol.client(transport, new ClientSettings(server.uri(), Addressing.PATH, Optional.of(KEY), "ap-guangzhou", "",
            options, MIN_PART, here));
    }

    ObjectStore client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        transport.close();
        server.close();
        camel.stop();
    }
}
