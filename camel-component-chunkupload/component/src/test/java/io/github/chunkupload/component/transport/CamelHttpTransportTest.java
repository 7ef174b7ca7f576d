package io.github.chunkupload.component.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.FileRegion;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, and what comes back. */
class CamelHttpTransportTest {

    private static final HttpHandler OK = RecordingServer.ok();
    private static final CamelContext CONTEXT = new DefaultCamelContext();

    @BeforeAll
    static void start() {
        CONTEXT.start();
    }

    @AfterAll
    static void stop() throws Exception {
        CONTEXT.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2Fb", "/a//b", "//a", "///", "/.%2Fa", "/./a/../b", "/a%25b", "/a;b=c", "/?uploads",
        "/a?partNumber=1&uploadId=x%3Dy",
        "/%e4%b8%ad%E4%BA%8C", "/a+b~*&=@:!$'(),", "/a%20b", "/a?b?c//d", "/a?", "/a|b^c{}\"<>`"})
    void theTargetGoesOutByteForByte(String target) throws Exception {
        try (RecordingServer server = RecordingServer.start(OK); CamelHttpTransport transport = to(server.uri())) {
            send(transport, "PUT", target, Headers.NONE, Body.EMPTY).close();
            assertThat(server.last().target()).isEqualTo(target);
        }
    }

    @Test
    void nothingIsAddedToTheHeadersButFramingAndUserAgent() throws Exception {
        Headers headers = Headers.builder().add("x-b", "2").add("Host", "bucket.example.com").add("x-A", "1").add("x-b", "3")
            .add("Date", "D").add("Authorization", "q-sign-algorithm=sha1&q-ak=a;b").build();
        try (RecordingServer server = RecordingServer.start(OK); CamelHttpTransport transport = to(server.uri())) {
            send(transport, "PUT", "/a", headers, bytes("abc")).close();
            assertThat(server.last().headerLines()).containsExactly("x-b: 2", "Host: bucket.example.com", "x-A: 1", "x-b: 3", "Date: D",
                "Authorization: q-sign-algorithm=sha1&q-ak=a;b", "Content-Length: 3", "User-Agent: camel-chunkupload");
            assertThat(server.last().body()).asString().isEqualTo("abc");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,false", "HEAD,false", "DELETE,false", "PUT,true", "POST,true"})
    void anEmptyBodyIsFramedWhereTheMethodMeansOne(String method, boolean framed) throws Exception {
        try (RecordingServer server = RecordingServer.start(OK); CamelHttpTransport transport = to(server.uri())) {
            send(transport, method, "/a", Headers.of("Host", "h"), Body.EMPTY).close();
            List<String> expected = framed ? List.of("Host: h", "Content-Length: 0", "User-Agent: camel-chunkupload")
                : List.of("Host: h", "User-Agent: camel-chunkupload");
            assertThat(server.last().headerLines()).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void aLengthThatWasSignedGoesOutOnceAndAWrongOneIsRefused() throws Exception {
        try (RecordingServer server = RecordingServer.start(OK); CamelHttpTransport transport = to(server.uri())) {
            send(transport, "DELETE", "/a", Headers.of("content-length", "0"), Body.EMPTY).close();
            assertThat(server.last().head().headers().all("Content-Length")).containsExactly("0");
            send(transport, "PUT", "/a", Headers.of("Content-Length", "3"), bytes("abc")).close();
            assertThat(server.last().head().headers().all("Content-Length")).containsExactly("3");
            assertThatThrownBy(() -> send(transport, "PUT", "/a", Headers.of("Content-Length", "4"), bytes("abc")))
                .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> send(transport, "PUT", "/a", Headers.of("Transfer-Encoding", "chunked"), bytes("abc")))
                .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void theHostIsThatOfTheHeadAndUserAgentAndConnectionAreTheCallersIfGiven() throws Exception {
        Headers own = Headers.of("User-Agent", "mine").with("Connection", "keep-alive");
        try (RecordingServer server = RecordingServer.start(OK); CamelHttpTransport transport = to(server.uri())) {
            transport.send(HttpCall.to(new HttpHead("GET", "b.example", "/", own), Body.EMPTY)).close();
            assertThat(server.last().headerLines()).containsExactly("Host: b.example", "User-Agent: mine", "Connection: keep-alive");
        }
    }

    @Test
    void aHeaderThatHttpCannotCarryIsRefusedInsteadOfChanged() throws Exception {
        try (RecordingServer server = RecordingServer.start(OK); CamelHttpTransport transport = to(server.uri())) {
            assertThatThrownBy(() -> send(transport, "PUT", "/a", Headers.of("x-meta", "中"), Body.EMPTY))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("x-meta").hasMessageNotContaining("中");
            send(transport, "PUT", "/a", Headers.of("x-meta", "\u00e9"), Body.EMPTY).close();
            assertThat(server.last().headerLines()).contains("x-meta: \u00e9");
        }
    }

    @Test
    void aRegionOfAFileIsSentAndHashedInOnePass(@TempDir Path directory) throws Exception {
        byte[] content = new byte[1_500_000];
        new Random(1).nextBytes(content);
        Path file = Files.write(directory.resolve("file"), content);
        byte[] region = Arrays.copyOfRange(content, 12_345, 12_345 + 1_000_001);
        try (FileChannel channel = FileChannel.open(file); RecordingServer server = RecordingServer.start(OK);
                CamelHttpTransport transport = to(server.uri())) {
            HashedBody body = new HashedBody(new FileRegion(channel, 12_345, region.length), Set.of(Digest.MD5, Digest.CRC64));
            send(transport, "PUT", "/a", Headers.NONE, body).close();
            assertThat(server.last().body()).isEqualTo(region);
            assertThat(body.sums()).isEqualTo(sums(region));
        }
    }

    @Test
    void aBodyOfUnknownLengthIsChunked() throws Exception {
        byte[] content = new byte[700_000];
        new Random(2).nextBytes(content);
        try (RecordingServer server = RecordingServer.start(OK); CamelHttpTransport transport = to(server.uri())) {
            send(transport, "PUT", "/a", Headers.of("Host", "h"), Body.once(new ByteArrayInputStream(content), -1)).close();
            assertThat(server.last().headerLines())
                .containsExactly("Host: h", "Transfer-Encoding: chunked", "User-Agent: camel-chunkupload");
            assertThat(server.last().body()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 500, 429, 401, 407, 301, 302, 307, 308, 403, 409})
    void noAnswerMakesItSendAgainOrElsewhere(int status) throws Exception {
        Headers headers = Headers.of("Location", "/elsewhere").with("Retry-After", "0").with("WWW-Authenticate", "Basic realm=\"x\"");
        try (RecordingServer server = RecordingServer.start(call -> HttpReply.of(status, headers, "text/plain", "no"));
                CamelHttpTransport transport = to(server.uri());
                HttpReply reply = send(transport, "PUT", "/a", Headers.NONE, bytes("abc"))) {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.text(100)).isEqualTo("no");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aCompressedReplyArrivesAsItIs() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("content".getBytes(StandardCharsets.US_ASCII));
        }
        HttpReply stored = new HttpReply(200, Headers.of("Content-Encoding", "gzip"), Body.of(zipped.toByteArray()));
        try (RecordingServer server = RecordingServer.start(call -> stored); CamelHttpTransport transport = to(server.uri());
                HttpReply reply = send(transport, "GET", "/a", Headers.NONE, Body.EMPTY); InputStream in = reply.body().open()) {
            assertThat(server.last().head().headers().has("Accept-Encoding")).isFalse();
            assertThat(reply.headers()).isEqualTo(Headers.of("Content-Encoding", "gzip"));
            assertThat(reply.body().length()).isEqualTo(zipped.size());
            assertThat(in.readAllBytes()).isEqualTo(zipped.toByteArray());
        }
    }

    @Test
    void noCookieIsKept() throws Exception {
        try (RecordingServer server = RecordingServer.start(call -> HttpReply.of(200, Headers.of("Set-Cookie", "a=b; Path=/")));
                CamelHttpTransport transport = to(server.uri())) {
            send(transport, "GET", "/a", Headers.NONE, Body.EMPTY).close();
            send(transport, "GET", "/a", Headers.NONE, Body.EMPTY).close();
            assertThat(server.last().head().headers().has("Cookie")).isFalse();
        }
    }

    @Test
    void aReplyToHeadTellsALengthAndHasNoBody() throws Exception {
        try (SocketServer server = SocketServer.start(call -> HttpReply.of(200, Headers.of("Content-Length", "123456789012")));
                CamelHttpTransport transport = to(server.uri());
                HttpReply reply = send(transport, "HEAD", "/a", Headers.NONE, Body.EMPTY)) {
            assertThat(reply.headers().number("Content-Length")).hasValue(123_456_789_012L);
            assertThat(reply.body().length()).isZero();
        }
    }

    @Test
    void aReplyIsStreamedAndItsConnectionKeptUnlessMuchIsLeftUnread() throws Exception {
        HttpHandler handler = call -> switch (call.head().target()) {
            case "/large" -> new HttpReply(200, Headers.NONE, Body.of(new byte[8 * 1024 * 1024]));
            case "/chunked" -> new HttpReply(200, Headers.NONE, Body.once(new ByteArrayInputStream(new byte[1000]), -1));
            default -> new HttpReply(200, Headers.NONE, Body.of(new byte[1000]));
        };
        try (SocketServer server = SocketServer.start(handler); CamelHttpTransport transport = to(server.uri())) {
            for (String target : List.of("/read", "/unread", "/chunked")) {
                try (HttpReply reply = send(transport, "GET", target, Headers.NONE, Body.EMPTY); InputStream in = reply.body().open()) {
                    assertThat(in.readNBytes(target.equals("/read") ? 1001 : 1)).isNotEmpty();
                }
            }
            send(transport, "GET", "/large", Headers.NONE, Body.EMPTY).close();
            assertThat(server.accepted()).isEqualTo(1);
            send(transport, "GET", "/read", Headers.NONE, Body.EMPTY).close();
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void fortyPartsGoSideBySide() throws Exception {
        CyclicBarrier all = new CyclicBarrier(40);
        ExecutorService threads = Executors.newFixedThreadPool(40);
        try (SocketServer server = SocketServer.start(call -> {
            await(all);
            return HttpReply.of(200, Headers.NONE);
        }); CamelHttpTransport transport = to(server.uri())) {
            List<Future<Integer>> replies = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                replies.add(threads.submit(() -> send(transport, "GET", "/a", Headers.NONE, Body.EMPTY).status()));
            }
            for (Future<Integer> reply : replies) {
                assertThat(reply.get(20, TimeUnit.SECONDS)).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void closeEndsTheConnectionsAndNothingIsSentAfterwards() throws Exception {
        try (SocketServer server = SocketServer.start(OK)) {
            CamelHttpTransport transport = to(server.uri());
            send(transport, "GET", "/a", Headers.NONE, Body.EMPTY).close();
            transport.close();
            Awaitility.await().until(() -> server.open() == 0);
            assertThatThrownBy(() -> send(transport, "GET", "/a", Headers.NONE, Body.EMPTY)).isInstanceOf(IOException.class);
            assertThat(CONTEXT.getEndpoints()).isEmpty();
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Checksums sums(byte[] bytes) {
        Hashing hashing = new Hashing(Set.of(Digest.MD5, Digest.CRC64));
        hashing.update(bytes, 0, bytes.length);
        return hashing.finish();
    }

    private static Body bytes(String text) {
        return Body.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpReply send(CamelHttpTransport transport, String method, String target, Headers headers, Body body)
            throws IOException {
        return transport.send(HttpCall.to(new HttpHead(method, "", target, headers), body));
    }

    private static CamelHttpTransport to(URI endpoint) {
        return new CamelHttpTransport(CONTEXT, endpoint, Map.of());
    }
}
