package io.github.chunkupload.examples.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.component.ChunkUploadConsumer;
import io.github.chunkupload.protocol.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the page tells and whom it lets in, over the wire. How it works in a browser is for {@code PageInBrowser}. */
@Timeout(60)
class PageTest {

    private static final String SECRET = "s3cr+t/";

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private void start(boolean auth) throws Exception {
        Page page = new Page(auth ? Optional.of(Credentials.of("me", SECRET)) : Optional.empty(), Duration.ofMinutes(5), "inbox",
            () -> context);
        context.getRegistry().bind("page", page.protocol());
        context.getRegistry().bind("known", page.credentials());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("chunkupload:any:*?serverUri=undertow:http://127.0.0.1:0&credentials=#known&dataDirectory=" + directory.resolve("data")
                    + (auth ? "" : "&anonymous=true")).routeId("gateway").log("${header.CamelChunkUploadKey}");
            }
        });
        context.start();
    }

    private HttpRequest.Builder to(String path) {
        int port = ((ChunkUploadConsumer) context.getRoute("gateway").getConsumer()).getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> call(String name, String token, String document) throws IOException, InterruptedException {
        HttpRequest.Builder request = to("/_page/" + name).header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(document));
        return send(token.isEmpty() ? request : request.header("ACCESS-TOKEN", token));
    }

    private static JsonNode read(HttpResponse<String> reply) throws IOException {
        return new ObjectMapper().readTree(reply.body());
    }

    private String challenge() throws IOException, InterruptedException {
        return read(call("challenge", "", "{}")).path("challenge").asText();
    }

    private HttpResponse<String> signIn(String user, String secret, String challenge) throws IOException, InterruptedException {
        String proof = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmacHex("chunkupload page sign-in " + challenge);
        return call("session", "", "{\"user\":\"" + user + "\",\"challenge\":\"" + challenge + "\",\"proof\":\"" + proof + "\"}");
    }

    /** Asks as a client of Cayman does. */
    private int list(String token) throws IOException, InterruptedException {
        return send(to("/api/cayman/store/bucket/list").header("ACCESS-TOKEN", token).POST(BodyPublishers.noBody())).statusCode();
    }

    @Test
    void nothingThatThePageIsMadeOfHasASecretAndAllOfItIsGuarded() throws Exception {
        start(true);
        signIn("me", SECRET, challenge());
        for (PageFile file : PageFile.values()) {
            String path = file == PageFile.PAGE ? "/" : "/_page/" + name(file);
            HttpResponse<String> reply = send(to(path).header("Accept", "text/html, */*"));
            assertThat(reply.statusCode()).as(path).isEqualTo(200);
            assertThat(reply.body()).doesNotContain(SECRET)
                .doesNotContainPattern("<script>|\\son[a-z]+=|\\sstyle=|https?://(?!www.w3.org/)");
            assertThat(reply.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("default-src 'none'",
                "script-src 'self'", "frame-ancestors 'none'").doesNotContain("unsafe");
            assertThat(reply.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(reply.headers().firstValue("X-Frame-Options")).contains("DENY");
            assertThat(reply.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        }
    }

    private static String name(PageFile file) {
        return file.name().toLowerCase(Locale.ROOT) + (file == PageFile.STYLE ? ".css" : file == PageFile.ICON ? ".svg" : ".js");
    }

    @Test
    void whoeverProvesToKnowTheSecretGetsATokenThatCanBeRenewedAndGivenBack() throws Exception {
        start(true);
        HttpResponse<String> reply = signIn("me", SECRET, challenge());
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode session = read(reply);
        assertThat(session.path("user").asText()).isEqualTo("me");
        assertThat(session.path("seconds").asInt()).isEqualTo(300);
        String token = session.path("token").asText();
        assertThat(list(token)).isEqualTo(200);

        String renewed = read(call("renew", token, "{}")).path("token").asText();
        assertThat(list(renewed)).isEqualTo(200);
        assertThat(call("leave", renewed, "{}").statusCode()).isEqualTo(200);
        assertThat(list(renewed)).isEqualTo(401);
        assertThat(list(token)).isEqualTo(401);
    }

    @Test
    void nobodyElseGetsAToken() throws Exception {
        start(true);
        String challenge = challenge();
        assertThat(signIn("me", "wrong", challenge).statusCode()).isEqualTo(401);
        assertThat(signIn("you", SECRET, challenge).statusCode()).isEqualTo(401);
        assertThat(signIn("me", SECRET, "made up").statusCode()).isEqualTo(401);
        assertThat(signIn("me", SECRET, challenge).statusCode()).isEqualTo(200);
        HttpResponse<String> again = signIn("me", SECRET, challenge);
        assertThat(again.statusCode()).as("a proof that somebody has overheard").isEqualTo(401);
        assertThat(again.body()).doesNotContain("token\"");
        assertThat(list("")).isEqualTo(401);
        assertThat(call("renew", "", "{}").statusCode()).isEqualTo(401);
        assertThat(send(to("/_page/session").POST(BodyPublishers.ofString("{}"))).statusCode()).as("a form of another page").isEqualTo(400);
    }

    @Test
    void whoGuessesHasToWaitAlsoWithTheRightSecret() throws Exception {
        start(true);
        for (int i = 0; i < 10; i++) {
            assertThat(signIn("me", "wrong" + i, challenge()).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> reply = signIn("me", SECRET, challenge());
        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(Integer.parseInt(reply.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 11);
    }

    @Test
    void theStatusIsForThoseWithATokenAndHasNoSecret() throws Exception {
        start(true);
        assertThat(send(to("/_page/status")).statusCode()).isEqualTo(401);
        String token = read(signIn("me", SECRET, challenge())).path("token").asText();
        HttpResponse<String> reply = send(to("/_page/status").header("ACCESS-TOKEN", token));
        JsonNode status = read(reply);
        assertThat(status.path("uploadsOpen").asInt()).isZero();
        assertThat(status.path("refusals").get(0).path("path").asText()).isEqualTo("/_page/status");
        assertThat(status.path("refusals").get(0).path("failure").asText()).isEqualTo("TOKEN_EXPIRED");
        assertThat(reply.body()).doesNotContain(SECRET).doesNotContain(token).doesNotContain(directory.toString());
    }

    @Test
    void whereNobodyHasToProveAnythingTheTokenIsGivenToAll() throws Exception {
        start(false);
        assertThat(read(call("challenge", "", "{}")).path("signIn").asBoolean(true)).isFalse();
        String token = read(call("session", "", "{}")).path("token").asText();
        assertThat(list(token)).isEqualTo(200);
        assertThat(send(to("/_page/status").header("ACCESS-TOKEN", token)).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsSignedIsForTheOtherProtocols() throws Exception {
        start(true);
        HttpResponse<String> signed = send(to("/").header("Accept", "text/html").header("Authorization", "q-sign-algorithm=sha1"));
        assertThat(signed.statusCode()).isEqualTo(403);
        assertThat(signed.body()).contains("<Error>");
        assertThat(send(to("/")).statusCode()).as("a tool that asks for no page").isEqualTo(404);
        assertThat(send(to("/_page/none.js")).statusCode()).isNotEqualTo(200);
    }
}
