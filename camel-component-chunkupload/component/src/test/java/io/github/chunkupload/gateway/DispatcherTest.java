package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.OptionSpec;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DispatcherTest {

    private final Dispatcher dispatcher = new Dispatcher();

    /** Recognises requests by a header of its own; the bucket is the first segment of the path. */
    private record Spoken(String name, int sureness) implements Protocol {

        @Override
        public List<OptionSpec> options() {
            return List.of();
        }

        @Override
        public int recognises(HttpHead head) {
            return head.query().has(name) ? sureness : 0;
        }

        @Override
        public String bucket(HttpHead head, ServerSettings settings) {
            String[] segments = head.rawPath().split("/");
            return segments.length > 1 ? segments[1] : "";
        }

        @Override
        public StoreTraits traits(ServerSettings settings) {
            throw new UnsupportedOperationException("Nothing is relayed");
        }

        @Override
        public ObjectStore client(HttpTransport transport, ClientSettings settings) {
            throw new UnsupportedOperationException("Only servers are dispatched to");
        }

        @Override
        public HttpHandler server(Backend backend, ServerSettings settings) {
            throw new UnsupportedOperationException("The tests bring handlers of their own");
        }

        @Override
        public HttpReply refuse(HttpHead head, UploadException failure) {
            Headers.Builder headers = Headers.builder().add("X-Id", failure.requestId());
            failure.retryAfter().ifPresent(wait -> headers.add("Retry-After", String.valueOf(wait.toSeconds())));
            return HttpReply.of(failure.kind() == Failure.BUSY ? 503 : 500, headers.build(), "text/" + name,
                failure.kind() + ": " + failure.getMessage());
        }
    }

    private static ServerSettings buckets(String... buckets) {
        return new ServerSettings(CredentialSource.of(), true, Set.of(buckets), "", Set.of(), "", Map.of(), OptionalLong.empty(),
            Clock.systemUTC());
    }

    private static HttpHandler says(String text) {
        return call -> HttpReply.of(200, Headers.NONE, "text/plain", text);
    }

    private Dispatcher.Registration mount(String protocol, int sureness, String answer, String... buckets) {
        return dispatcher.mount(new Spoken(protocol, sureness), buckets(buckets), says(answer));
    }

    private HttpReply send(String method, String target) {
        return dispatcher.handle(new HttpCall(new HttpHead(method, "localhost", target, Headers.NONE), Body.EMPTY, "127.0.0.1"));
    }

    private String get(String target) throws IOException {
        return send("GET", target).text(1000);
    }

    @Test
    void asksTheProtocolThatIsSurest() throws IOException {
        mount("cos", 50, "cos");
        mount("cdcs", 90, "cdcs");
        assertThat(get("/b?cos")).isEqualTo("cos");
        assertThat(get("/b?cos&cdcs")).isEqualTo("cdcs");
    }

    @Test
    void ofTwoAsSureTheFirstMountedAnswers() throws IOException {
        mount("cos", 50, "first");
        mount("cos", 50, "second");
        assertThat(get("/b?cos")).isEqualTo("first");
    }

    @Test
    void aRequestGoesToTheMountOfItsBucket() throws IOException {
        mount("cos", 50, "photos", "photos");
        mount("cos", 50, "films", "films", "series");
        assertThat(get("/films/x?cos")).isEqualTo("films");
        assertThat(get("/series/x?cos")).isEqualTo("films");
        assertThat(get("/photos?cos")).isEqualTo("photos");
        assertThat(get("/?cos")).isEqualTo("photos");
    }

    @Test
    void aLessSureProtocolThatServesTheBucketIsPreferredToASurerOneThatDoesNot() throws IOException {
        mount("cdcs", 90, "cdcs", "photos");
        mount("cos", 50, "cos", "films");
        assertThat(get("/films?cos&cdcs")).isEqualTo("cos");
    }

    @Test
    void aBucketOfNobodyIsRefusedInTheFormOfTheProtocolAndNoHandlerSeesIt() throws IOException {
        mount("cos", 50, "never", "photos");
        HttpReply reply = send("GET", "/secrets?cos");
        assertThat(reply.header("Content-Type")).contains("text/cos");
        assertThat(reply.text(100)).startsWith("NO_SUCH_BUCKET");
        assertThat(get("/secrets")).doesNotContain("never");
    }

    @Test
    void whatNobodyRecognisesGoesToTheOnlyMount() throws IOException {
        mount("cos", 50, "only");
        assertThat(get("/b")).isEqualTo("only");
        mount("cdcs", 50, "second");
        HttpReply reply = send("GET", "/b");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.header("Content-Type")).contains("text/plain; charset=utf-8");
        HttpReply head = send("HEAD", "/b");
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.body().length()).isZero();
    }

    @Test
    void nothingMountedIsNotFound() {
        assertThat(dispatcher.isEmpty()).isTrue();
        assertThat(send("GET", "/b?cos").status()).isEqualTo(404);
    }

    @Test
    void aTargetThatCannotBeReadIsNotRecognised() {
        mount("cos", 50, "cos");
        mount("cdcs", 50, "cdcs");
        assertThat(send("GET", "/b?cos=%zz").status()).isEqualTo(404);
    }

    @Test
    void mountsComeAndGoWhileItRuns() throws IOException {
        Dispatcher.Registration first = mount("cos", 50, "first");
        mount("cos", 50, "second");
        first.close();
        first.close();
        assertThat(get("/b?cos")).isEqualTo("second");
        assertThat(dispatcher.isEmpty()).isFalse();
    }

    @Test
    void closingOneOfTwoEqualMountsLeavesTheOther() throws IOException {
        HttpHandler handler = says("here");
        Protocol protocol = new Spoken("cos", 50);
        ServerSettings settings = buckets();
        Dispatcher.Registration first = dispatcher.mount(protocol, settings, handler);
        dispatcher.mount(protocol, settings, handler);
        first.close();
        assertThat(get("/b?cos")).isEqualTo("here");
    }

    @Test
    void aRequestTooManyIsToldToComeBackInTheFormOfItsProtocol() throws IOException {
        mount("cos", 50, "cos", "photos");
        mount("cdcs", 90, "cdcs");
        HttpReply refused = busy("/films?cos");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).contains("1");
        assertThat(refused.header("Content-Type")).contains("text/cos");
        assertThat(refused.header("X-Id").orElseThrow()).isNotEmpty();
        assertThat(refused.text(100)).startsWith("BUSY");
    }

    @Test
    void aRequestTooManyThatNoProtocolRecognisesIsToldToComeBackToo() {
        assertThat(busy("/b").header("Retry-After")).contains("1");
        mount("cos", 50, "cos");
        assertThat(busy("/b").header("Content-Type")).contains("text/cos");
        mount("cdcs", 90, "cdcs");
        assertThat(busy("/b").status()).isEqualTo(503);
        assertThat(busy("/b").header("Content-Type")).isEmpty();
    }

    private HttpReply busy(String target) {
        return dispatcher.busy(new HttpHead("GET", "localhost", target, Headers.NONE), "10.0.0.7");
    }

    @Test
    void whatAHandlerThrowsIsAnAnswerWithoutItsMessage() throws IOException {
        dispatcher.mount(new Spoken("cos", 50), buckets(), call -> {
            throw new IllegalStateException("/var/secret");
        });
        for (int i = 0; i < 5; i++) {
            HttpReply reply = send("GET", "/b?cos");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.header("Content-Type")).contains("text/cos");
            assertThat(reply.header("X-Id").orElseThrow()).isNotEmpty();
            assertThat(reply.text(100)).startsWith("INTERNAL").doesNotContain("secret");
        }
    }

    @Test
    void anErrorOfAHandlerIsAnAnswerToo() throws IOException {
        dispatcher.mount(new Spoken("cos", 50), buckets(), call -> {
            throw new StackOverflowError();
        });
        assertThat(get("/b?cos")).startsWith("INTERNAL");
    }

    @Test
    void aNamedFailureKeepsItsNameItsWaitAndItsRequestId() throws IOException {
        dispatcher.mount(new Spoken("cos", 50), buckets(), call -> {
            throw UploadException.builder(Failure.STORAGE_FULL, "No space").requestId("id-1").retryAfter(Duration.ofSeconds(7)).build();
        });
        HttpReply reply = send("GET", "/b?cos");
        assertThat(reply.text(100)).isEqualTo("STORAGE_FULL: No space");
        assertThat(reply.header("X-Id")).contains("id-1");
        assertThat(reply.header("Retry-After")).contains("7");
    }
}
