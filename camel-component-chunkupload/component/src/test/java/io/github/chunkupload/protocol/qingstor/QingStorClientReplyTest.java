package io.github.chunkupload.protocol.qingstor;

import static io.github.chunkupload.protocol.qingstor.QingStorFixture.BUCKET;
import static io.github.chunkupload.protocol.qingstor.QingStorFixture.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.Presigning;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Replays to our client what the vendor's service answers according to its manual, and looks at the requests, at the moment of the
 * vectors: their signatures come from the vendor's SDKs.
 */
class QingStorClientReplyTest {

    private static final String DATE = "Sun, 16 Aug 2015 13:25:10 GMT";
    private static final String ID = "4d26b37a469230619604ecdc0e314782";
    private static final UploadRef UPLOAD = new UploadRef(OBJECT, ID);
    private static final String MD5 = "c837682353601f7fc0a2ccb6bc8f4654";
    private static QingStorFixture fixture;

    private final Queue<HttpReply> replies = new ConcurrentLinkedQueue<>();
    private RecordingServer server;
    private ObjectStore client;

    @BeforeAll
    static void start() {
        fixture = new QingStorFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
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
        client = fixture.client(server.uri(), Addressing.PATH, Clock.fixed(Instant.parse("2015-08-16T13:25:10Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void initiatesAsV3WasSigned() {
        json(200, "{\"upload_id\":\"" + ID + "\",\"bucket\":\"mybucket\",\"key\":\"movie.mov\"}");
        ObjectRef movie = new ObjectRef(BUCKET, "movie.mov");

        assertThat(client.initiate(UploadRequest.of(movie))).isEqualTo(Admission.open(new UploadRef(movie, ID)));
        requested("POST /mybucket/movie.mov?uploads HTTP/1.1", "t0pb+adzix92xmBPbArm8uXe6CbBNyYZMgIIGUuKcZE=");
    }

    @Test
    void sendsAPartAsV1WasSigned() {
        reply(201, Headers.of("ETag", "\"" + MD5 + "\""), "");
        PartReceipt receipt = putPart(0);

        assertThat(receipt.etag()).isEqualTo(MD5);
        assertThat(receipt.sums()).isEqualTo(Checksums.of(Digest.MD5, MD5));
        assertThat(receipt.slot()).isEqualTo(PartSlot.numbered(0, 5));
        requested("PUT /mybucket/large-object?upload_id=" + ID + "&part_number=0 HTTP/1.1", "FupfQGlfKS/KE9mJWBFGgHx89x/ygyDUBMn1Fca9K/8=");
        assertThat(server.last().head().header("Content-Length")).hasValue("5");
        assertThat(server.last().head().headers().has("Content-Type")).isFalse();
    }

    @Test
    void announcesTheMd5OfAPart() {
        reply(201, Headers.NONE, "");
        client.putPart(UPLOAD, PartSlot.numbered(1, 5), Body.of(new byte[5]),
            new Checks(Set.of(), Checksums.of(Digest.MD5, "5d41402abc4b2a76b9719d911017c592")), Access.NONE);

        assertThat(server.last().head().header("Content-MD5")).hasValue("XUFAKrxLKna5cZ2REBfFkg==");
    }

    @Test
    void livesWithoutTheETagOfAPartAndTakesAnOpaqueOne() {
        reply(201, Headers.of("x-qs-request-id", "37fed66c441a11e5b95f52542e6ce14b").with("Connection", "close"), "");
        reply(200, Headers.of("ETag", "\"opaque-tag\""), "");

        assertThat(putPart(0).etag()).isEmpty();
        PartReceipt opaque = putPart(1);
        assertThat(opaque.etag()).isEqualTo("opaque-tag");
        assertThat(opaque.sums()).isEqualTo(Checksums.NONE);
    }

    @Test
    void readsAListOfPartsAsTheManualHasIt() {
        json(200, "\n  {\"count\":3,\"object_parts\":[\n"
            + " {\"part_number\":1,\"size\":10485760,\"created\":\"2015-08-16T14:52:12.000Z\","
            + "\"etag\":\"64ec234786ffc5c20306ec441b65a521\"},"
            + " {\"part_number\":\"2\",\"size\":\"10485760\",\"created\":\"2015-08-16T14:52:16.000Z\",\"etag\":\"\\\"x\\\"\"},"
            + " {\"part_number\":3,\"size\":61440,\"new\":[]}]}");
        UploadState state = client.state(UPLOAD, -1, 100);

        assertThat(state.truncated()).isFalse();
        assertThat(state.contiguous()).as("part 0 is not there").isZero();
        assertThat(state.parts()).extracting(part -> part.receipt().slot()).containsExactly(PartSlot.numbered(1, 10_485_760),
            PartSlot.numbered(2, 10_485_760), PartSlot.numbered(3, 61_440));
        assertThat(state.parts()).extracting(part -> part.receipt().etag())
            .containsExactly("64ec234786ffc5c20306ec441b65a521", "x", "");
        assertThat(state.parts().get(0).modified()).isEqualTo(Instant.parse("2015-08-16T14:52:12Z"));
        assertThat(server.last().target()).isEqualTo("/mybucket/large-object?upload_id=" + ID + "&limit=101");
    }

    @Test
    void learnsThatMorePartsFollowByAskingForOneMore() {
        json(200, "{\"object_parts\":[{\"part_number\":5,\"size\":1},{\"part_number\":6,\"size\":1}]}");
        UploadState state = client.state(UPLOAD, 4, 1);

        assertThat(state.truncated()).isTrue();
        assertThat(state.parts()).hasSize(1);
        assertThat(server.last().target()).endsWith("&limit=2&part_number_marker=4");
    }

    @Test
    void completesAsV4WasSignedAndTellsTheMd5ItKnows() {
        reply(201, Headers.NONE, "");
        PartReceipt second = PartReceipt.of(PartSlot.numbered(2, 5), "", Checksums.NONE);
        PartReceipt first = PartReceipt.of(PartSlot.numbered(0, 5), MD5, Checksums.NONE);
        ObjectReceipt receipt = client.complete(UPLOAD, Completion.of(List.of(first, second))
            .expecting(10, Checksums.of(Digest.MD5, "0c2f573d81194064b129e940edcefe9b")));

        assertThat(receipt.size()).isEqualTo(10);
        assertThat(receipt.etag()).isEqualTo("0c2f573d81194064b129e940edcefe9b");
        assertThat(receipt.sums()).as("nothing was proved").isEqualTo(Checksums.NONE);
        requested("POST /mybucket/large-object?upload_id=" + ID + " HTTP/1.1", "ei9PIRtPfiOTZp0NMGP993SVDRVyKmEn5bZck1fZ7jA=");
        assertThat(server.last().head().header("ETag")).hasValue("\"0c2f573d81194064b129e940edcefe9b\"");
        assertThat(server.last().body()).asString()
            .isEqualTo("{\"object_parts\":[{\"part_number\":0,\"etag\":\"" + MD5 + "\"},{\"part_number\":2}]}");
    }

    @Test
    void anErrorInTheBodyOfASuccessIsAFailure() {
        json(200, "{\"code\":\"internal_error\",\"message\":\"try again later\",\"request_id\":\"aa08cf7a43f611e5\"}");
        UploadException failure = failure(() -> client.complete(UPLOAD,
            Completion.of(List.of(PartReceipt.of(PartSlot.numbered(0, 5), MD5, Checksums.NONE)))));

        assertThat(failure.kind()).isEqualTo(Failure.INTERNAL);
        assertThat(failure.requestId()).isEqualTo("aa08cf7a43f611e5");
    }

    @Test
    void refusesToCompleteWhatTheStoreCannotKeepApart() {
        UploadException keep = failure(() -> client.complete(UPLOAD, Completion.of(List.of()).withReplace(false)));
        Completion owner = new Completion(List.of(), OptionalLong.empty(), Checksums.NONE, Metadata.NONE.withUser("owner", "me"), 0,
            true);

        assertThat(keep.kind()).isEqualTo(Failure.UNSUPPORTED);
        json(200, "{\"object_parts\":[{\"part_number\":0,\"size\":1}]}");
        assertThat(failure(() -> client.complete(UPLOAD, owner)).kind()).isEqualTo(Failure.UNSUPPORTED);
    }

    @Test
    void readsAListOfUploadsWithoutHasMore() {
        json(200, "{\"name\":\"mybucket\",\"prefix\":\"Movies/\",\"delimiter\":\"/\",\"limit\":6,\"key_marker\":\"\","
            + "\"upload_id_marker\":\"\",\"next_key_marker\":\"\",\"next_upload_id_marker\":\"\",\"uploads\":[{\"key\":\"Movies/a.mp4\","
            + "\"upload_id\":\"07ae9cab876a33a3\",\"created\":\"2016-12-23T02:17:00.000Z\"}],\"common_prefixes\":[\"Movies/b/\"]}");
        Page<UploadInfo> page = client.uploads(new UploadQuery(BUCKET, "Movies/", false, "/", UploadQuery.Marker.START, 6));

        assertThat(page.items()).containsExactly(new UploadInfo(new UploadRef(new ObjectRef(BUCKET, "Movies/a.mp4"), "07ae9cab876a33a3"),
            Instant.parse("2016-12-23T02:17:00Z"), Metadata.NONE));
        assertThat(page.prefixes()).containsExactly("Movies/b/");
        assertThat(page.next()).isEmpty();
        assertThat(server.last().target()).isEqualTo("/mybucket?uploads&prefix=Movies%2F&delimiter=%2F&limit=6");
    }

    @Test
    void abortsPutsHeadsReadsAndDeletes() throws Exception {
        reply(204, Headers.NONE, "");
        client.abort(UPLOAD);
        assertThat(server.last().requestLine()).isEqualTo("DELETE /mybucket/large-object?upload_id=" + ID + " HTTP/1.1");
        reply(201, Headers.of("ETag", "\"" + MD5 + "\""), "");
        assertThat(client.put(UploadRequest.of(OBJECT), Body.of(new byte[3]), Checks.NONE).sums())
            .isEqualTo(Checksums.of(Digest.MD5, MD5));
        reply(200, Headers.of("Content-Length", "16087").with("ETag", "\"" + MD5 + "-3\"").with("Last-Modified", DATE)
            .with("x-qs-storage-class", "STANDARD").with("X-QS-Meta-Author", "me").with("Content-Type", "image/jpeg"), "");
        ObjectInfo info = client.head(OBJECT, Access.NONE);
        assertThat(info.size()).isEqualTo(16087);
        assertThat(info.sums()).isEqualTo(Checksums.NONE);
        assertThat(info.modified()).isEqualTo(Instant.parse("2015-08-16T13:25:10Z"));
        assertThat(info.metadata().user()).containsEntry("author", "me");
        reply(206, Headers.of("Content-Range", "bytes 2-4/10"), "cde");
        try (Download download = client.get(OBJECT, new ByteRange(2, 4), Access.NONE)) {
            assertThat(download.offset()).isEqualTo(2);
            assertThat(download.info().size()).isEqualTo(10);
            assertThat(download.body().open().readAllBytes()).asString().isEqualTo("cde");
        }
        reply(204, Headers.NONE, "");
        assertThat(client.delete(OBJECT)).isTrue();
    }

    @Test
    void presignsAsV10WasSigned() {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_479_107_162 - 60), ZoneOffset.UTC);
        URI url = fixture.client(server.uri(), Addressing.PATH, clock).capability(Presigning.class).orElseThrow()
            .presign("PUT", OBJECT, Query.NONE.with("part_number", "0").with("upload_id", ID), Duration.ofSeconds(60));

        assertThat(url.getRawQuery()).isEqualTo("part_number=0&upload_id=" + ID + "&access_key_id=TESTACCESSKEYID00001&expires=1479107162"
            + "&signature=RhcAX8RagmUGf8lun1t7kgp%2BENmLSfAiIk1qBzJ6uR8%3D");
    }

    @Test
    void namesTheBucketInTheHostWhereThatIsAsked() {
        HttpReply reply = HttpReply.of(200, Headers.NONE, "application/json", "{\"uploads\":[]}");
        replies.add(reply);
        Clock clock = Clock.fixed(Instant.parse("2016-12-25T19:02:00Z"), ZoneOffset.UTC);
        fixture.client(server.uri(), Addressing.VIRTUAL, clock).uploads(UploadQuery.prefix(BUCKET, "Movies/"));

        assertThat(server.last().target()).startsWith("/?uploads&prefix=Movies%2F");
        assertThat(server.last().head().header("Host")).hasValue("mybucket." + server.uri().getAuthority());
        assertThat(server.last().head().header("Authorization"))
            .hasValue("QS TESTACCESSKEYID00001:ssv1S0RSbrnOsWbAWlmAxXv/Ji+f+cFQq74aCHJ3Dp8=");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "dir a/文件 +(1)~*'!.bin | dir%20a/%E6%96%87%E4%BB%B6%20%2B%281%29~%2A%27%21.bin", "a=b;c | a%3Db%3Bc", "dir/ | dir/",
        "a//b | a/%2Fb", "/a | %2Fa", "a/../b | a/..%2Fb", ".. | %2E.", "%2F | %252F"})
    void encodesKeysAsTheVendorsJavaSdk(String key, String path) {
        reply(204, Headers.NONE, "");
        client.delete(new ObjectRef(BUCKET, key));

        assertThat(server.last().target()).isEqualTo("/mybucket/" + path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        401 | {"code":"signature_not_matched","message":"x"} | SIGNATURE_MISMATCH | GIVE_UP
        403 | {"code":"request_expired"} | EXPIRED | FIX_CLOCK
        404 | {"code":"upload_not_exists"} | NO_SUCH_UPLOAD | RESTART_UPLOAD
        400 | {"code":"upload_not_exists"} | NO_SUCH_UPLOAD | RESTART_UPLOAD
        400 | {"code":"bad_digest"} | DIGEST_MISMATCH | RESEND_PART
        400 | {"code":"something_new"} | INVALID_ARGUMENT | GIVE_UP
        404 | <html/> | NO_SUCH_UPLOAD | RESTART_UPLOAD
        502 | <html><h1>Bad Gateway</h1></html> | UNAVAILABLE | BACK_OFF
        503 | {"code":"service_unavailable"} | UNAVAILABLE | BACK_OFF
        429 | {"code":"fetch_throttled"} | BUSY | BACK_OFF
        500 | `` | INTERNAL | BACK_OFF
        301 | {} | PROTOCOL | GIVE_UP
        """)
    void understandsWhateverRefusesARequest(int status, String body, Failure kind, Remedy remedy) {
        json(status, body);
        UploadException failure = failure(() -> putPart(0));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.remedy()).isEqualTo(remedy);
        assertThat(failure.httpStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        `` | PROTOCOL
        <html/> | PROTOCOL
        {"bucket":"mybucket"} | PROTOCOL
        {"upload_id":""} | PROTOCOL
        """)
    void anInitiateThatCannotBeReadIsToBeAskedFor(String body, Failure kind) {
        json(200, body);
        UploadException failure = failure(() -> client.initiate(UploadRequest.of(OBJECT)));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.remedy()).isEqualTo(Remedy.ASK);
    }

    private PartReceipt putPart(int index) {
        return client.putPart(UPLOAD, PartSlot.numbered(index, 5), Body.of(new byte[5]), Checks.NONE, Access.NONE);
    }

    private void requested(String requestLine, String signature) {
        assertThat(server.last().requestLine()).isEqualTo(requestLine);
        assertThat(server.last().head().header("Date")).hasValue(DATE);
        assertThat(server.last().head().header("Authorization")).hasValue("QS TESTACCESSKEYID00001:" + signature);
    }

    private void json(int status, String body) {
        reply(status, Headers.of("Content-Type", "application/json"), body);
    }

    private void reply(int status, Headers headers, String body) {
        replies.add(new HttpReply(status, headers, body.isEmpty() ? Body.EMPTY
            : Body.of(body.getBytes(StandardCharsets.UTF_8))));
    }

    private static UploadException failure(ThrowingCallable call) {
        UploadException failure = catchThrowableOfType(UploadException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }
}
