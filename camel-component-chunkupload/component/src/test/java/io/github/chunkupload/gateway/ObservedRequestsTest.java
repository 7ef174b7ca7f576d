package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** Each request is told once, whatever becomes of it. */
class ObservedRequestsTest {

    private static final String BUCKET = "photos-1250000000";

    private final Queue<AnsweredRequest> seen = new ConcurrentLinkedQueue<>();
    private final GatewayObserver noting = new GatewayObserver() {
        @Override
        public void answered(AnsweredRequest request) {
            seen.add(request);
        }
    };
    private final Tally ofServer = new Tally();
    private final Tally ofMount = new Tally();
    private final Dispatcher dispatcher = new Dispatcher(GatewayObserver.all(List.of(noting, ofServer)));

    private void mount(HttpHandler handler) {
        ServerSettings settings = new ServerSettings(CredentialSource.of(), true, Set.of(BUCKET), "", Set.of("localhost"), "", Map.of(),
            OptionalLong.empty(), Clock.systemUTC());
        dispatcher.mount(new CosProtocol(), settings, handler, false, CrossOrigin.NONE, ofMount);
    }

    private static HttpCall call(String method, String target, String body) {
        return new HttpCall(new HttpHead(method, "localhost", target, Headers.NONE), Body.of(body.getBytes()), "10.0.0.7");
    }

    private AnsweredRequest told(HttpReply reply) throws IOException {
        assertThat(seen).as("before the reply is closed").isEmpty();
        reply.close();
        reply.close();
        assertThat(seen).hasSize(1);
        assertThat(ofServer.inWork()).isZero();
        assertThat(ofMount.inWork()).isZero();
        return seen.remove();
    }

    @Test
    void bytesAreThoseReadAndThoseSent() throws IOException {
        mount(call -> {
            try (InputStream in = call.body().open()) {
                in.readNBytes(3);
                in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            assertThat(ofMount.inWork()).isEqualTo(1);
            return HttpReply.of(200, Headers.NONE, "text/plain", "hello");
        });
        HttpReply reply = dispatcher.handle(call("PUT", "/" + BUCKET + "/a?sign=secret", "seven.."));
        dispatcher.sent(reply, 2);

        AnsweredRequest request = told(reply);
        assertThat(request.bytesIn()).isEqualTo(4);
        assertThat(request.bytesOut()).isEqualTo(2);
        assertThat(request.path()).isEqualTo("/" + BUCKET + "/a");
        assertThat(request.peer()).isEqualTo("10.0.0.7");
        assertThat(request.protocol()).isEqualTo("cos");
        assertThat(request.isRefused()).isFalse();
        assertThat(ofMount.bytesIn()).isEqualTo(4);
    }

    /** The logger of these tests keeps no context of its own. */
    private static void keepContext(MDCAdapter adapter) throws ReflectiveOperationException {
        Method set = MDC.class.getDeclaredMethod("setMDCAdapter", MDCAdapter.class);
        set.setAccessible(true);
        set.invoke(null, adapter);
    }

    @Test
    void theHandlerAndTheLogHaveTheIdOfTheReply() throws Exception {
        MDCAdapter before = MDC.getMDCAdapter();
        keepContext(new BasicMDCAdapter());
        try {
            hasTheIdOfTheReply();
        } finally {
            keepContext(before);
        }
    }

    private void hasTheIdOfTheReply() throws IOException {
        mount(call -> HttpReply.of(200, Headers.of("X-Id", call.requestId()).with("X-Logged", MDC.get(Observation.MDC_KEY))));
        HttpReply reply = dispatcher.handle(call("GET", "/" + BUCKET + "/a", ""));
        assertThat(MDC.get(Observation.MDC_KEY)).isNull();
        assertThat(reply.header("X-Id")).isEqualTo(reply.header("X-Logged")).hasValue(told(reply).id());
    }

    @Test
    void whatAHandlerThrowsIsAFaultOfTheGateway() throws IOException {
        mount(call -> {
            throw new IllegalStateException("/var/secret");
        });
        AnsweredRequest request = told(dispatcher.handle(call("GET", "/" + BUCKET + "/a", "")));
        assertThat(request.status()).isEqualTo(500);
        assertThat(request.failure()).contains(Failure.INTERNAL);
        assertThat(ofMount.lastFault()).get().asString().contains(request.id()).doesNotContain("secret");
    }

    @Test
    void aNamedFailureIsToldUnderTheIdThatTheReplyHas() throws IOException {
        mount(call -> {
            throw UploadException.builder(Failure.NO_SUCH_OBJECT, "None").requestId("id-1").build();
        });
        HttpReply reply = dispatcher.handle(call("GET", "/" + BUCKET + "/a", ""));
        assertThat(reply.header("x-cos-request-id")).contains("id-1");
        AnsweredRequest request = told(reply);
        assertThat(request.id()).isEqualTo("id-1");
        assertThat(request.failure()).contains(Failure.NO_SUCH_OBJECT);
        assertThat(ofMount.refused()).isEqualTo(1);
        assertThat(ofMount.lastFault()).isEmpty();
    }

    @Test
    void aRequestOfNobodyIsToldToo() throws IOException {
        AnsweredRequest nothingMounted = told(dispatcher.handle(call("GET", "/b", "")));
        assertThat(nothingMounted.status()).isEqualTo(404);
        assertThat(nothingMounted.protocol()).isEmpty();

        mount(call -> HttpReply.of(200, Headers.NONE));
        AnsweredRequest otherBucket = told(dispatcher.handle(call("GET", "/films-1250000000/a?uploads", "")));
        assertThat(otherBucket.failure()).contains(Failure.NO_SUCH_BUCKET);
        assertThat(ofMount.requests()).isZero();
        assertThat(ofServer.requests()).isEqualTo(2);
    }

    @Test
    void aRequestTooManyAndOneThatCannotBeReadAreToldToo() throws IOException {
        mount(call -> HttpReply.of(200, Headers.NONE));
        AnsweredRequest busy = told(dispatcher.busy(call("PUT", "/" + BUCKET + "/a", "").head(), "10.0.0.7"));
        assertThat(busy.status()).isEqualTo(503);
        assertThat(busy.failure()).contains(Failure.BUSY);
        assertThat(busy.isFault()).isFalse();
        assertThat(busy.peer()).isEqualTo("10.0.0.7");
        assertThat(ofMount.refused()).isEqualTo(1);

        AnsweredRequest unreadable = told(dispatcher.unreadable("10.0.0.8"));
        assertThat(unreadable.status()).isEqualTo(400);
        assertThat(unreadable.peer()).isEqualTo("10.0.0.8");
    }

    @Test
    void anObserverThatFailsKeepsNobodyFromHearingOrAnswering() throws IOException {
        GatewayObserver failing = new GatewayObserver() {
            @Override
            public void began() {
                throw new IllegalStateException("began");
            }

            @Override
            public void answered(AnsweredRequest request) {
                throw new IllegalStateException("answered");
            }
        };
        Dispatcher observed = new Dispatcher(GatewayObserver.all(List.of(failing, noting)));
        observed.mount(new CosProtocol(), new ServerSettings(CredentialSource.of(), true, Set.of(), "", Set.of(), "", Map.of(),
            OptionalLong.empty(), Clock.systemUTC()), call -> HttpReply.of(200, Headers.NONE), false,
            CrossOrigin.NONE, failing);
        HttpReply reply = observed.handle(call("GET", "/" + BUCKET + "/a", ""));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(told(reply).status()).isEqualTo(200);
    }
}
