package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One port for several protocols, and other ports beside it. */
@Timeout(60)
class AnyPortTest {

    @TempDir
    private Path directory;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Processor noted(String by) {
        return e -> received.add(by + e.getMessage().getHeader(ChunkUploadConstants.KEY) + " " + e.getMessage().getBody(String.class));
    }

    private void receiveAny(String options) throws Exception {
        node.route(by("any", node.gateway(Node.BUCKET, options)), "gateway", noted(""));
    }

    private static String by(String protocol, String uri) {
        return uri.replace("chunkupload:cos:", "chunkupload:" + protocol + ":");
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
            .method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    @Test
    void allFiveAreSpokenOnOnePort() throws Exception {
        receiveAny("&defaultBucket=" + Node.BUCKET);

        List<String> protocols = List.of("cos", "cdcs", "qingstor", "cos-slice", "cayman");
        for (String protocol : protocols) {
            node.call(by(protocol, node.to("&key=by " + protocol)), protocol, Map.of());
        }

        assertThat(received).containsExactlyElementsOf(protocols.stream().map(p -> "by " + p + " " + p).toList());
    }

    @Test
    void aRequestThatNobodyRecognisesIsRefusedNamingWhatIsSpoken() throws Exception {
        receiveAny("&anonymous=true");

        HttpResponse<String> refusal = ask("PUT", "/" + Node.BUCKET + "/a", "bytes");

        assertThat(refusal.statusCode()).isEqualTo(404);
        assertThat(refusal.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(refusal.body())
            .isEqualTo("No protocol of this gateway recognises the request. It speaks cayman, cdcs, cos, cos-slice, qingstor.\n");
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "qingstor"})
    void theDefaultProtocolTakesWhatNobodyRecognises(String protocol) throws Exception {
        receiveAny("&anonymous=true&defaultProtocol=" + protocol);

        assertThat(ask("PUT", "/" + Node.BUCKET + "/a", "bytes").statusCode()).isBetween(200, 201);
        assertThat(received).containsExactly("a bytes");
    }

    @Test
    void theDefaultProtocolDecidesWhereSeveralMayBeMeant() throws Exception {
        receiveAny("&anonymous=true");
        assertThat(ask("GET", "/" + Node.BUCKET + "?uploads", "").headers().firstValue("Content-Type")).contains("application/xml");
        node.context().getRouteController().stopRoute("gateway");
        node.context().removeRoute("gateway");

        receiveAny("&anonymous=true&defaultProtocol=qingstor");
        assertThat(ask("GET", "/" + Node.BUCKET + "?uploads", "").headers().firstValue("Content-Type")).contains("application/json");
        node.call(node.to("&key=a"), "still COS", Map.of());
        assertThat(received).containsExactly("a still COS");
    }

    @Test
    void aDefaultProtocolThatIsNotSpokenIsRefused() {
        assertThatThrownBy(() -> receiveAny("&defaultProtocol=qinstor"))
            .hasStackTraceContaining("Option defaultProtocol=qinstor is none of the protocols spoken here: cayman, cdcs, cos, cos-slice, "
                + "qingstor; did you mean qingstor?");
        assertThatThrownBy(() -> node.receive("&defaultProtocol=cdcs", noted("")))
            .hasStackTraceContaining("Option defaultProtocol=cdcs is for chunkupload:any: this consumer speaks cos only");
    }

    @Test
    void twoRoutesWithDifferentProtocolsShareAPortAndEachOutlivesTheOther() throws Exception {
        node.receive("", noted("cos: "));
        node.route(by("qingstor", node.gateway("filmshelf", "")), "films", noted("qingstor: "));
        assertThat(node.port("films")).isEqualTo(node.port());
        String films = by("qingstor", node.to("filmshelf", "&key=f"));
        String photos = node.to("&key=p");

        node.call(photos, "1", Map.of());
        node.call(films, "2", Map.of());
        node.context().getRouteController().stopRoute("films");
        node.call(photos, "3", Map.of());
        assertThat(node.send(films + "&maxAttempts=1", "lost", Map.of()).getException()).isNotNull();
        node.context().getRouteController().startRoute("films");
        node.context().getRouteController().stopRoute("gateway");
        node.call(films, "4", Map.of());

        assertThat(received).containsExactly("cos: p 1", "qingstor: f 2", "cos: p 3", "qingstor: f 4");
    }

    @Test
    void aRestServiceOnAnotherPortLivesBesideTheGatewayAndEachOutlivesTheOther() throws Exception {
        int port = freePort();
        receiveAny("");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                restConfiguration().component("undertow").host("127.0.0.1").port(port);
                rest("/hello").post().routeId("rest").to("direct:hello");
                from("direct:hello").transform(body().append(", too"));
            }
        });

        node.call(node.to("&key=a"), "1", Map.of());
        assertThat(hello(port)).isEqualTo("me, too");
        node.context().getRouteController().stopRoute("rest");
        node.call(node.to("&key=b"), "2", Map.of());
        node.context().getRouteController().startRoute("rest");
        node.context().getRouteController().stopRoute("gateway");
        assertThat(hello(port)).isEqualTo("me, too");

        assertThat(received).containsExactly("a 1", "b 2");
    }

    private String hello(int port) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hello")).POST(BodyPublishers.ofString("me"))
            .build(), BodyHandlers.ofString()).body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
