package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datrix 3, which wraps Cayman, as its app speaks: it logs in, then creates, writes and finishes files named by the server. */
class CaymanDatrixTest {

    private static final String URLENCODED = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String LOGIN = "userid=DATATOMtestkey0001&password=cayman-secret-0001&type=1&client=android";

    @TempDir
    private Path directory;
    private CaymanFixture fixture;

    @BeforeEach
    void open() {
        fixture = new CaymanFixture(directory, false, Map.of("login", "true"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static JsonNode json(Reply reply) {
        return CaymanJson.parse(reply.text().getBytes(StandardCharsets.UTF_8));
    }

    private String login() throws IOException {
        return json(fixture.urlencoded("/api/sw/login/login", LOGIN)).path("result").path("token").asText();
    }

    @Test
    void logsInAndWritesAFileAsTheAppDoes() throws IOException {
        Reply login = fixture.urlencoded("/api/sw/login/login", LOGIN);
        JsonNode result = json(login).path("result");
        assertThat(login.text()).startsWith("{\n\t\"code\":\t200,\n\t\"result\":\t{\n\t\t\"token\":\t\"").endsWith("\"msg\":\t\"\"\n}");
        assertThat(result.path("info").path("userid").asText()).isEqualTo("DATATOMtestkey0001");
        String token = result.path("token").asText();
        String text = new String(Base64.getDecoder().decode(token), StandardCharsets.US_ASCII);
        assertThat(UUID.fromString(text)).hasToString(text);

        String headers = "ACCESS-TOKEN: " + token + "\r\n";
        JsonNode created = json(fixture.post("/api/sw/file/create", headers + URLENCODED, "filename=a.jpg&filesize=10&createuid=7"
            + "&parentuid=7&dirid=1&parentobj=&isperdir=0&isclient=1"));
        String id = created.path("result").path("objid").asText();
        assertThat(created.path("code").asInt()).isEqualTo(200);
        assertThat(created.path("result").path("filename").asText()).isEqualTo("a.jpg");
        assertThat(created.path("result").path("fileid").asText()).isEqualTo(id);
        assertThat(created.path("msg").asText("none")).isEmpty();

        assertThat(write(headers, id, 0, "hello").text()).contains("\t\"code\":\t200");
        assertThat(write(headers, id, 5, "world").text()).contains("\t\"code\":\t200");
        assertThat(fixture.post("/api/sw/file/finish", headers + URLENCODED, "fileid=" + id + "&objectid=" + id + "&createuid=7").text())
            .isEqualTo("{\n\t\"code\":\t200\n}");
        assertThat(fixture.stored(id)).isEqualTo("helloworld");
    }

    /** Its library writes fields as JSON, and its code a header that nobody else would take. */
    private Reply write(String headers, String id, long offset, String bytes) throws IOException {
        String json = "\r\nContent-Transfer-Encoding: binary\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n";
        String form = String.join("\r\n--B\r\n",
            "--B\r\nContent-Disposition: form-data; name=\"object\"" + json + '"' + id + '"',
            "Content-Disposition: form-data; name=\"offset\"" + json + '"' + offset + '"',
            "Content-Disposition: form-data; name=\"length\"" + json + '"' + bytes.length() + '"',
            "Content-Disposition: form-data; name=\"bucket\"" + json + "\"7\"",
            "Content-Disposition: form-data; name=\"file; filename=\"blob\"\"\r\nContent-Type: application/octet-stream\r\n\r\n" + bytes)
            + "\r\n--B--\r\n";
        return fixture.post("/api/sw/file/write", headers + "Content-Type: multipart/form-data; boundary=B\r\n", form);
    }

    @ParameterizedTest
    @ValueSource(strings = {"userid=DATATOMtestkey0001&password=wrong", "userid=nobody&password=cayman-secret-0001",
        "userid=nobody&password=", "userid=DATATOMtestkey0001&password="})
    void letsNobodyInWithAnotherPassword(String form) throws IOException {
        Reply reply = fixture.urlencoded("/api/sw/login/login", form);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text()).contains("\"code\":\t401").doesNotContain("token\":");
    }

    @Test
    void knowsItsOwnTokensAndThoseOfTheSettings() throws IOException {
        String form = "bucket=bucket-z&objectid=";
        String headers = URLENCODED + "ACCESS-TOKEN: ";
        String create = "/api/cayman/store/object/create";
        assertThat(fixture.post(create, headers + login() + "\r\n", form + "a").text()).contains("\"DATATOMtestkey0001\"");
        assertThat(fixture.post(create, headers + CaymanFixture.TOKEN + "\r\n", form + "b").text()).contains("\"alice\"");
        assertThat(fixture.post(create, headers + "guess\r\n", form + "c").status()).isEqualTo(401);
    }

    @Test
    void aTokenLivesForADay() throws Exception {
        Instant now = Instant.parse("2026-11-21T00:00:00Z");
        AtomicReference<Instant> time = new AtomicReference<>(now);
        ServerSettings settings = new ServerSettings(CredentialSource.of(CaymanFixture.KEY), false, Set.of(), "", Set.of(), "", Map.of(),
            OptionalLong.empty(), new TestClock(time::get));
        CaymanLogins logins = new CaymanLogins(settings, new CaymanOptions(Map.of("login", "true")));
        String token;
        try (HttpReply reply = logins.login(new CaymanForm(Query.parse(LOGIN), Optional.empty()), "127.0.0.1")) {
            token = CaymanJson.parse(reply.text(10_000).getBytes(StandardCharsets.UTF_8)).path("result").path("token").asText();
        }
        time.set(now.plusSeconds(86_400));
        assertThat(logins.user(token)).hasValue("DATATOMtestkey0001");
        time.set(now.plusSeconds(86_401));
        assertThat(logins.user(token)).isEmpty();
    }

    @Test
    void offersNoLoginUnlessToldTo() throws IOException {
        fixture.close();
        fixture = new CaymanFixture(directory, false, Map.of());
        Reply reply = fixture.urlencoded("/api/sw/login/login", LOGIN);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("\"error\":\t\"unsupported\"");
    }
}
