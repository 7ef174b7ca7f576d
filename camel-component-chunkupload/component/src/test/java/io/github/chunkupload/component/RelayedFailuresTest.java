package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told when something fails behind the gateway that relays for it. */
@Timeout(60)
class RelayedFailuresTest {

    @TempDir
    private Path directory;
    private StoreServer far;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        far = new StoreServer(directory.resolve("far"));
        node = new Node(directory);
    }

    @AfterEach
    void stop() {
        node.close();
        far.close();
    }

    private void relayTo(String uri) throws Exception {
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("chunkupload:cos:" + StoreServer.BUCKET + "?serverUri=undertow:http://127.0.0.1:0&receive=operations&" + Node.KEYS)
                    .routeId("gateway").to(uri);
            }
        });
    }

    private StoreClient client() {
        ChunkUploadEndpoint endpoint = node.context().getEndpoint(node.to(""), ChunkUploadEndpoint.class);
        return StoreClient.open(node.context(), endpoint.protocolNamed("cos"), endpoint.getConfiguration(), Clock.systemUTC());
    }

    private UploadException refusal() {
        try (StoreClient client = client()) {
            return catchThrowableOfType(UploadException.class, () -> client.store().initiate(UploadRequest.of(far.object("a"))));
        }
    }

    @Test
    void aStoreThatIsBusyIsBusyForTheClientForAsLongAsItSays() throws Exception {
        relayTo(far.to(directory, "&maxAttempts=1"));
        AtomicInteger asked = new AtomicInteger();
        far.line(call -> {
            asked.incrementAndGet();
            return Optional.of(new HttpReply(503, Headers.of("Retry-After", "7"), Body.EMPTY));
        });

        UploadException refusal = refusal();

        assertThat(refusal.kind()).isIn(Failure.UNAVAILABLE, Failure.BUSY);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(asked).hasValue(1);
    }

    @Test
    void aWrongKeyOfTheGatewayIsNotTheClientsFault() throws Exception {
        relayTo(far.to(directory, "&maxAttempts=1").replace("s3cr+t/", "wrong"));

        UploadException refusal = refusal();

        assertThat(refusal.kind()).isEqualTo(Failure.INTERNAL);
        assertThat(refusal).hasMessageContaining("its log tells more");
    }

    @Test
    void aStoreThatCannotBeReachedIsUnavailableForNow() throws Exception {
        String uri = far.to(directory, "&maxAttempts=1");
        far.close();
        relayTo(uri);

        UploadException refusal = refusal();

        assertThat(refusal.kind()).isEqualTo(Failure.UNAVAILABLE);
        assertThat(refusal.retryAfter()).isPresent();
    }

    @Test
    void whatIsNotThereIsNotThereForTheClientEither() throws Exception {
        relayTo(far.to(directory, "&maxAttempts=1"));

        try (StoreClient client = client()) {
            assertThat(catchThrowableOfType(UploadException.class, () -> client.store().head(far.object("a"), Access.NONE)).kind())
                .isEqualTo(Failure.NO_SUCH_OBJECT);
        }
    }

    @Test
    void aRouteThatEndsInNoProducerIsFoundOut() throws Exception {
        relayTo("mock:nothing");

        assertThat(refusal().kind()).isEqualTo(Failure.INTERNAL);
    }
}
