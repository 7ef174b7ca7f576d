package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of CDCS share: names from the vendor's pages, keys, settings, and a client over real sockets. */
final class CdcsFixture implements AutoCloseable {

    static final String COFFER = "examplecoffer-1250000000";
    static final ObjectRef OBJECT = new ObjectRef(COFFER, "exampleobject");
    static final String UPLOAD_ID = "1484727270323ddb949d528c629235314a9ead80f0ba5d993a3d76b460e6a9cceb9633b08e";
    static final UploadRef UPLOAD = new UploadRef(OBJECT, UPLOAD_ID);
    static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");

    private final CamelContext context = new DefaultCamelContext();

    CdcsFixture() {
        context.start();
    }

    ObjectStore client(URI endpoint, String generation) {
        return client(endpoint, Map.of("generation", generation), KEY, Clock.systemUTC());
    }

    ObjectStore client(URI endpoint, Map<String, String> options, Credentials key, Clock clock) {
        HttpTransport transport = new CamelHttpTransport(context, endpoint, Map.of());
        return new CdcsProtocol().client(transport, new ClientSettings(endpoint, Addressing.PATH, Optional.ofNullable(key), "", "", options,
            OptionalLong.empty(), clock));
    }

    static ServerSettings serverSettings(boolean anonymous, Map<String, String> options, Credentials... keys) {
        return new ServerSettings(CredentialSource.of(keys), anonymous, Set.of(COFFER), "", Set.of(), "1250000000", options,
            OptionalLong.empty(), Clock.systemUTC());
    }

    /** The plainest wish that CDCS grants. */
    static UploadRequest wish() {
        return UploadRequest.of(OBJECT).withOpen(OpenUploads.REFUSE);
    }

    static UploadException failure(Failure kind, ThrowingCallable call) {
        UploadException failure = Assertions.catchThrowableOfType(UploadException.class, call);
        Assertions.assertThat(failure).as("failure").isNotNull();
        Assertions.assertThat(failure.kind()).as(failure.toString()).isEqualTo(kind);
        return failure;
    }

    @Override
    public void close() {
        context.stop();
    }
}
