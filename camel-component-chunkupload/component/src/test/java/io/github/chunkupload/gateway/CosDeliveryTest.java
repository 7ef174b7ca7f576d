package io.github.chunkupload.gateway;

import static io.github.chunkupload.gateway.Gateway.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real client of a real protocol, through the dispatcher, in front of a route that is slow or fails. */
@Timeout(60)
class CosDeliveryTest {

    private static final Credentials CREDENTIALS = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    private static final ObjectRef OBJECT = new ObjectRef("examplebucket-1250000000", "a");

    private final RecordingRoute route = new RecordingRoute();
    private final Dispatcher dispatcher = new Dispatcher();
    private final CamelContext camel = new DefaultCamelContext();

    @TempDir
    private Path directory;
    private Gateway gateway;
    private SocketServer server;
    private HttpTransport transport;
    private ObjectStore client;

    private void open(DeliverySettings how) {
        Protocol cos = new CosProtocol();
        ServerSettings settings = new ServerSettings(CredentialSource.of(CREDENTIALS), false, Set.of(OBJECT.bucket()), OBJECT.bucket(),
            Set.of("127.0.0.1"), "", Map.of(), OptionalLong.of(1), Clock.systemUTC());
        camel.start();
        gateway = Gateway.open(directory, route, how);
        dispatcher.mount(cos, settings, cos.server(gateway.store(), settings));
        server = SocketServer.start(dispatcher);
        transport = new CamelHttpTransport(camel, server.uri(), Map.of());
        client = cos.client(transport, new ClientSettings(server.uri(), Addressing.PATH, Optional.of(CREDENTIALS), "ap-guangzhou", "",
            Map.of(), OptionalLong.of(1), Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        client.close();
        transport.close();
        server.close();
        gateway.close();
        camel.stop();
    }

    private void delivered() {
        Awaitility.await().until(() -> gateway.store().backlog() == 0);
    }

    @Test
    void aCompleteIsAnsweredPendingUntilItsDeliveryIsDone() {
        open(Gateway.HASTY);
        route.hold();
        UploadRef upload = ((Admission.Open) client.initiate(UploadRequest.of(OBJECT))).upload();
        PartReceipt part = client.putPart(upload, PartSlot.numbered(0, 5), Body.of("bytes".getBytes()), Checks.computing(Digest.MD5),
            Access.NONE);
        UploadException pending = failure(() -> client.complete(upload, Completion.of(List.of(part))));
        assertThat(pending.kind()).isEqualTo(Failure.PENDING);
        assertThat(pending.httpStatus()).isEqualTo(503);
        assertThat(pending.retryAfter()).contains(Gateway.HASTY.retryAfter());
        assertThat(failure(() -> client.head(OBJECT, Access.NONE)).kind()).isEqualTo(Failure.NO_SUCH_OBJECT);
        route.release();
        delivered();
        String etag = client.complete(upload, Completion.of(List.of(part))).etag();
        assertThat(client.head(OBJECT, Access.NONE).etag()).isEqualTo(etag);
        assertThat(route.seen()).hasSize(1);
        assertThat(route.seen().get(0).object().caller()).map(Caller::accessKey).contains("AKIDEXAMPLEKEY");
    }

    @Test
    void aPutSentAgainAfterPendingIsAnsweredWithoutASecondDelivery() {
        open(Gateway.HASTY);
        UploadRequest request = UploadRequest.of(OBJECT).withSize(5);
        route.hold();
        assertThat(failure(() -> client.put(request, Body.of("bytes".getBytes()), Checks.NONE)).kind()).isEqualTo(Failure.PENDING);
        route.release();
        delivered();
        client.put(request, Body.of("bytes".getBytes()), Checks.NONE);
        assertThat(route.seen()).hasSize(1);
    }

    @Test
    void anotherBucketIsRefusedInTheFormOfCos() {
        open(Gateway.PATIENT);
        ObjectRef elsewhere = new ObjectRef("otherbucket-1250000000", "a");
        UploadException refused = failure(() -> client.put(UploadRequest.of(elsewhere).withSize(1), Body.of(new byte[1]), Checks.NONE));
        assertThat(refused.kind()).isIn(Failure.NO_SUCH_BUCKET, Failure.FORBIDDEN);
        assertThat(refused.protocolCode()).isNotEmpty();
        assertThat(route.seen()).isEmpty();
    }

    @Test
    void aRouteThatFailsIsAnInternalErrorWithARequestId() {
        open(Gateway.PATIENT);
        route.failing(new IOException("/var/secret"));
        UploadRequest request = UploadRequest.of(OBJECT).withSize(1);
        UploadException failed = failure(() -> client.put(request, Body.of(new byte[1]), Checks.NONE));
        assertThat(failed.kind()).isEqualTo(Failure.INTERNAL);
        assertThat(failed.requestId()).isNotEmpty();
        assertThat(failed.getMessage()).doesNotContain("secret");
        assertThat(client.put(request, Body.of(new byte[1]), Checks.NONE).etag()).isNotEmpty();
    }
}
