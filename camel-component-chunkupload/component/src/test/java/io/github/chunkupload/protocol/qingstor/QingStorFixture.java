package io.github.chunkupload.protocol.qingstor;

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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** What the tests of QingStor share: keys, settings, and a client over real sockets. */
final class QingStorFixture implements AutoCloseable {

    static final String BUCKET = "mybucket";
    static final Credentials KEY = Credentials.of("TESTACCESSKEYID00001", "test/secret+key/0123456789abcdefghijklmn");
    static final ObjectRef OBJECT = new ObjectRef(BUCKET, "large-object");

    private final CamelContext context = new DefaultCamelContext();

    QingStorFixture() {
        context.start();
    }

    HttpTransport transport(URI endpoint) {
        return new CamelHttpTransport(context, endpoint, Map.of());
    }

    /** Returns a client that signs with {@link #KEY}. */
    ObjectStore client(URI endpoint, Addressing addressing, Clock clock) {
        return new QingStorProtocol().client(transport(endpoint),
            new ClientSettings(endpoint, addressing, Optional.of(KEY), "", "", Map.of(), OptionalLong.empty(), clock));
    }

    /** Returns settings of a server that knows {@link #KEY} and serves {@link #BUCKET}. */
    static ServerSettings serverSettings(boolean anonymous, Set<String> baseHosts) {
        return new ServerSettings(CredentialSource.of(KEY), anonymous, Set.of(BUCKET), "", baseHosts, "", Map.of(), OptionalLong.empty(),
            Clock.systemUTC());
    }

    /** Returns settings of a server that knows {@link #KEY} and serves any bucket, some of them to everybody. */
    static ServerSettings serverSettings(Map<String, String> options) {
        return new ServerSettings(CredentialSource.of(KEY), false, Set.of(), "", Set.of("127.0.0.1"), "", options, OptionalLong.empty(),
            Clock.systemUTC());
    }

    @Override
    public void close() {
        context.stop();
    }
}
