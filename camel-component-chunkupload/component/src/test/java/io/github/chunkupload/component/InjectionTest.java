package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.gateway.AccessLog;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.QSignSigner;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Line ends in what a client sends: no reply gets a header of the client's making by them, and no log a line. */
@Timeout(60)
class InjectionTest {

    private static final String LINE = "%0d%0aX-Injected:%20yes%0d%0a%0d%0aforged";
    private static final String RAW = "\r\nX-Injected: yes\r\n\r\nforged";

    @TempDir
    private Path directory;

    private static void isWhole(Reply reply) {
        assertThat(reply.headers().has("X-Injected")).as(reply.headers().toString()).isFalse();
        assertThat(reply.status()).as(reply.text()).isNotEqualTo(500);
        assertThat(reply.text()).doesNotStartWith("forged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "cdcs", "qingstor", "cos-slice", "cayman"})
    void aKeyEndsNoHeader(String protocol) throws Exception {
        try (Stranger stranger = new Stranger(directory, protocol)) {
            for (String key : List.of("a" + LINE, "a%0aX-Injected:%20yes", "a%0dX-Injected:%20yes", "a%c4%8aX-Injected:%20yes",
                    "a%e5%98%8d%e5%98%8aX-Injected:%20yes")) {
                isWhole(stranger.put(key, "", "bytes"));
                isWhole(stranger.get(key));
                isWhole(stranger.ask("HEAD", "/" + Stranger.BUCKET + "/" + key, "", ""));
                isWhole(stranger.ask("POST", "/" + Stranger.BUCKET + "/" + key + "?uploads", "", ""));
                isWhole(stranger.ask("GET", "/" + Stranger.BUCKET + "/?prefix=" + key, "", ""));
                isWhole(stranger.ask("GET", "/files/v1" + Stranger.SLICED + key + "?op=stat", "", ""));
            }
        }
    }

    @Test
    void theNameOfADownloadOfCaymanEndsNoHeader() throws Exception {
        try (Stranger stranger = new Stranger(directory, "cayman")) {
            stranger.put("a" + LINE, "", "bytes");
            isWhole(stranger.ask("GET", "/api/cayman/store/object/download?bucket=" + Stranger.BUCKET + "&objectid=a" + LINE, "", ""));
        }
    }

    @Test
    void whatAReplyIsAskedToSayEndsNoHeader() throws Exception {
        try (Stranger stranger = new Stranger(directory, "cos")) {
            stranger.put("a", "", "bytes");
            assertThat(asked(stranger, "content-language", "tlh").headers().first("Content-Language")).contains("tlh");
            assertThat(asked(stranger, "content-disposition", "a%e5%98%8ab").headers().first("Content-Disposition").orElseThrow()
                .getBytes(StandardCharsets.ISO_8859_1)).isEqualTo("a\u560ab".getBytes(StandardCharsets.UTF_8));
            for (String name : List.of("content-type", "content-disposition", "content-language", "cache-control", "content-encoding",
                    "expires")) {
                for (String value : List.of("a" + LINE, "a%0aX-Injected:%20yes", "a%0db", "a%00b", "%c3%a9", "a%e5%98%8ab")) {
                    isWhole(asked(stranger, name, value));
                }
            }
        }
    }

    private static Reply asked(Stranger stranger, String name, String value) throws Exception {
        String target = "/" + Stranger.BUCKET + "/a?response-" + name + "=" + value;
        HttpHead head = new HttpHead("GET", "127.0.0.1", target, Headers.of("Host", "127.0.0.1"));
        String authorization = new QSignSigner(Credentials.of("me", "s3cr+t/"), "x-cos-", Clock.systemUTC())
            .sign(head, Duration.ofMinutes(5)).authorization();
        return stranger.ask("GET", target, "Authorization: " + authorization + "\r\n", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos x-cos-meta-", "cdcs x-cdcs-meta-", "qingstor x-qs-meta-"})
    void metadataEndsNoHeader(String protocol) throws Exception {
        String[] parts = protocol.split(" ");
        try (Stranger stranger = new Stranger(directory, parts[0])) {
            for (String headers : List.of(parts[1] + "a: b" + LINE, parts[1] + "a: b\rX-Injected: yes", parts[1] + "a: b\n X-Injected: yes",
                    parts[1] + "a: b\u0085X-Injected: yes", parts[1] + "a\rX-Injected: yes", parts[1] + "%0d%0aX-Injected: yes",
                    "Content-Type: text/plain" + LINE, "Cache-Control: a\rX-Injected: yes", "Content-Disposition: a\u0000b")) {
                isWhole(stranger.put("a", headers + "\r\n", "bytes"));
                isWhole(stranger.get("a"));
                isWhole(stranger.ask("HEAD", "/" + Stranger.BUCKET + "/a", "", ""));
            }
        }
    }

    /** What one protocol keeps in forms another has in headers. */
    @Test
    void attributesOfAFormEndNoHeaderOfAnotherProtocol() throws Exception {
        try (Stranger stranger = new Stranger(directory, "any")) {
            for (String attribute : List.of("b" + RAW, "b\u00e5\u0098\u008aX-Injected: yes", "b\u0000")) {
                Reply put = stranger.form("/files/v1" + Stranger.SLICED + "a", "", "op=upload", "insertOnly=0", "biz_attr=" + attribute,
                    "filecontent=bytes");
                assertThat(put.status()).as(put.text()).isEqualTo(200);
                for (String marker : List.of("x-cos-any", "x-cdcs-any", "x-qs-any")) {
                    Reply got = stranger.ask("GET", "/" + Stranger.BUCKET + "/a", marker + ": a\r\n", "");
                    assertThat(got.text()).isEqualTo("bytes");
                    isWhole(got);
                    isWhole(stranger.ask("HEAD", "/" + Stranger.BUCKET + "/a", marker + ": a\r\n", ""));
                }
            }
        }
    }

    @Test
    void noLogGetsALineOfTheClients() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream stderr = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        List<String> sent = List.of(
            "PUT /" + Stranger.BUCKET + "/a%0d%0aforged HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nbytes",
            "PUT /" + Stranger.BUCKET + "/b HTTP/1.1\r\nHost: h\r\nUser-Agent: a\rforged\r\nContent-Length: 5\r\n\r\nbytes",
            "PUT /" + Stranger.BUCKET + "/c HTTP/1.1\r\nHost: h\r\nX-Request-Id: a%0d%0aforged\r\nx-cos-request-id: a\rforged\r\n"
                + "Content-Length: 5\r\n\r\nbytes",
            "PUT /" + Stranger.BUCKET + "/d?sign=q-ak%3Da%0d%0aforged HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nbytes",
            "PUT /" + Stranger.BUCKET + "/e HTTP/1.1\r\nHost: h\r\nAuthorization: q-sign-algorithm=sha1&q-ak=a%0d%0aforged\r\n"
                + "Content-Length: 5\r\n\r\nbytes",
            "PUT /" + Stranger.BUCKET + "/f HTTP/1.1\r\nHost: h\r\nx-cos-meta-a: a\rforged\r\nContent-Length: 5\r\n\r\nbytes",
            "GET /other%0aforged/a HTTP/1.1\r\nHost: h\r\n\r\n");
        try (Stranger stranger = new Stranger(directory, "cos", "", exchange -> {
            throw new IllegalStateException("The route has no use for " + exchange.getMessage().getHeader(ChunkUploadConstants.KEY));
        })) {
            for (String request : sent) {
                Requests.exchange(stranger.uri(), request);
            }
            await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8).lines()
                .filter(line -> line.contains(AccessLog.LOGGER))).hasSizeGreaterThanOrEqualTo(sent.size() - 3));
        } finally {
            System.setErr(stderr);
        }
        assertThat(log.toString(StandardCharsets.UTF_8).split("[\r\n\u0085\u2028]+")).noneMatch(line -> line.startsWith("forged"));
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("forged");
    }
}
