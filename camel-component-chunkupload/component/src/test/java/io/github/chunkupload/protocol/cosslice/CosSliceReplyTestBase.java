package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Replays to our client what the vendor's service answers according to its documents, and what proxies answer. */
abstract class CosSliceReplyTestBase {

    static final ObjectRef OBJECT = new ObjectRef("examplebucket-1250000000", "dir/big.bin");
    static final String SHA = "98c8a1f0e4d7b6c5a49382716050f4e3d2c1f6f0";

    private static CamelContext camel;

    final Queue<HttpReply> replies = new ConcurrentLinkedQueue<>();
    RecordingServer server;
    HttpTransport transport;
    ObjectStore client;

    @BeforeAll
    static void start() {
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterAll
    static void stop() {
        camel.stop();
    }

    @BeforeEach
    void open() {
        server = RecordingServer.start(call -> {
            HttpReply reply = replies.poll();
            if (reply == null) {
                throw SocketServer.hangUp();
            }
            return reply;
        });
        transport = new CamelHttpTransport(camel, server.uri(), Map.of());
        client = new CosSliceProtocol().client(transport, new ClientSettings(server.uri(), Addressing.PATH,
            Optional.of(Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123")), "", "", options(), OptionalLong.empty(),
            Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        client.close();
        transport.close();
        server.close();
    }

    /** Options of the client. */
    Map<String, String> options() {
        return Map.of();
    }

    void json(int status, String text) {
        replies.add(HttpReply.of(status, Headers.NONE, "text/html", text));
    }

    static UploadException fails(Failure kind, ThrowingCallable call) {
        UploadException failure = catchThrowableOfType(UploadException.class, call);
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        return failure;
    }
}
