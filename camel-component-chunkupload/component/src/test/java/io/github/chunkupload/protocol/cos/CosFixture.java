package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** What the tests of COS share: keys, settings, and a client over real sockets. */
final class CosFixture implements AutoCloseable {

    static final String APP_ID = "1250000000";
    static final String BUCKET = "examplebucket-1250000000";
    static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    static final ObjectRef OBJECT = new ObjectRef(BUCKET, "exampleobject");

    private final CamelContext context = new DefaultCamelContext();
    private final List<HttpTransport> transports = new ArrayList<>();

    CosFixture() {
        context.start();
    }

    /** Returns a transport that is closed with this, if not before. */
    HttpTransport transport(URI endpoint) {
        CamelHttpTransport transport = new CamelHttpTransport(context, endpoint, Map.of());
        transports.add(transport);
        return transport;
    }

    ObjectStore client(URI endpoint, Addressing addressing) {
        return client(endpoint, addressing, Map.of());
    }

    ObjectStore client(URI endpoint, Addressing addressing, Map<String, String> options) {
        return new CosProtocol().client(transport(endpoint), clientSettings(endpoint, addressing, KEY, options));
    }

    static ClientSettings clientSettings(URI endpoint, Addressing addressing, Credentials credentials, Map<String, String> options) {
        return new ClientSettings(endpoint, addressing, Optional.ofNullable(credentials), "", "", options, OptionalLong.empty(),
            Clock.systemUTC());
    }

    static ServerSettings serverSettings(Credentials... credentials) {
        return serverSettings(false, OptionalLong.empty(), credentials);
    }

    static ServerSettings serverSettings(boolean anonymous, OptionalLong minPart, Credentials... credentials) {
        return new ServerSettings(CredentialSource.of(credentials), anonymous, Set.of(BUCKET), BUCKET, Set.of(), APP_ID, Map.of(), minPart,
            Clock.systemUTC());
    }

    @Override
    public void close() {
        transports.forEach(HttpTransport::close);
        context.stop();
    }
}
