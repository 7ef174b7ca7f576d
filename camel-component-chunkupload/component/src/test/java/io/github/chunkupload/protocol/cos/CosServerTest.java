package io.github.chunkupload.protocol.cos;

import static io.github.chunkupload.protocol.cos.CosFixture.BUCKET;
import static io.github.chunkupload.protocol.cos.CosFixture.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server as raw requests see it. Those without a signature are let in here, unless a test says else. */
class CosServerTest {

    private static final String MD5_OF_HELLO = "5d41402abc4b2a76b9719d911017c592";
    private static final String CRC_OF_HELLO = "11177612005948864433";

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        server = SocketServer.start(handler(true));
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    @Test
    void tellsETagAndCrcOfAPart() throws Exception {
        Reply reply = exchange("PUT /k?partNumber=1&uploadId=" + initiate("k"), "hello");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("ETag")).hasValue('"' + MD5_OF_HELLO + '"');
        assertThat(reply.headers().first("x-cos-hash-crc64ecma")).hasValue(CRC_OF_HELLO);
        assertThat(reply.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /?uploads", "GET /missing", "DELETE /missing", "PUT /k?acl"})
    void everyReplyTellsServerDateAndRequestId(String request) throws Exception {
        Reply reply = exchange(request, "");

        assertThat(reply.headers().first("Server")).hasValue("tencent-cos");
        assertThat(reply.headers().first("x-cos-request-id").orElse("")).isNotEmpty();
        assertThat(HttpDates.parseHeader(reply.headers().first("Date").orElse("")).orElseThrow())
            .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(1));
    }

    @Test
    void anErrorHasAllItsElements() throws Exception {
        Reply reply = exchange("GET /missing%26key", "");
        XmlElement error = xml(reply);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(error.value("Code")).isEqualTo("NoSuchKey");
        assertThat(error.value("Message")).isNotEmpty();
        assertThat(error.value("Resource")).isEqualTo("h/missing%26key");
        assertThat(reply.headers().first("x-cos-request-id")).hasValue(error.value("RequestId"));
        assertThat(reply.headers().first("x-cos-trace-id")).hasValue(error.value("TraceId"));
        assertThat(reply.headers().first("Content-Type")).hasValue("application/xml");
    }

    @Test
    void aHeadThatFailsHasNoBody() throws Exception {
        try (Requests requests = Requests.to(server.uri())) {
            Reply reply = requests.send("HEAD /missing HTTP/1.1\r\nHost: h\r\n\r\n").replyToHead();
            assertThat(reply.status()).isEqualTo(404);
            assertThat(requests.send("HEAD /missing HTTP/1.1\r\nHost: h\r\n\r\n").replyToHead().status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /k?uploads", "POST /k?uploads=", "POST http://" + BUCKET + ".cos.ap-beijing.myqcloud.com/k?uploads"})
    void takesTheQueryAndTheTargetInEveryForm(String request) throws Exception {
        XmlElement result = xml(exchange(request, ""));

        assertThat(result.name()).isEqualTo("InitiateMultipartUploadResult");
        assertThat(result.value("Bucket")).isEqualTo(BUCKET);
        assertThat(result.value("Key")).isEqualTo("k");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT /k?acl, 501, NotImplemented", "PUT /k?append&position=0, 501, NotImplemented", "PUT /k?tagging=, 501, NotImplemented",
        "DELETE /k?versionId=1, 501, NotImplemented", "GET /?versions, 501, NotImplemented", "POST /k, 501, NotImplemented",
        "PUT /, 403, AccessDenied", "DELETE /, 403, AccessDenied", "PUT /?lifecycle, 501, NotImplemented",
        "GET /?max-keys=0, 400, InvalidArgument",
        "POST /?delete, 501, NotImplemented", "PATCH /k, 405, MethodNotAllowed", "PUT /k?uploadId=x, 400, InvalidArgument",
        "PUT /k?partNumber=1, 400, InvalidArgument", "PUT /k?partNumber=0&uploadId=x, 400, InvalidArgument",
        "PUT /k?partNumber=10001&uploadId=x, 400, InvalidArgument", "PUT /k?partNumber=a&uploadId=x, 400, InvalidArgument",
        "PUT /k?partNumber=1&uploadId=, 404, NoSuchUpload", "PUT /k?partNumber=1&uploadId=..%2F..%2Fetc, 404, NoSuchUpload",
        "GET /k?uploadId=x, 404, NoSuchUpload", "DELETE /k?uploadId=x, 404, NoSuchUpload",
        "GET /?uploads&max-uploads=0, 400, InvalidArgument",
        "GET /?uploads&max-uploads=x, 400, InvalidArgument", "GET /?uploads&encoding-type=base64, 400, InvalidArgument",
        "GET /k?uploadId=x&max-parts=-1, 400, InvalidArgument", "PUT /%zz, 400, InvalidURI", "PUT /%C0%80, 400, InvalidURI",
        "PUT /a%00b, 400, InvalidObjectName", "PUT /a%01b, 400, InvalidObjectName", "PUT /k?a=%zz, 400, InvalidURI"})
    void refusesByName(String request, int status, String code) throws Exception {
        Reply reply = exchange(request, request.startsWith("PUT") ? "hello" : "");

        assertThat(xml(reply).value("Code")).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(exchange("GET /k", "").status()).isEqualTo(404);
    }

    @Test
    void refusesLongKeysAndMuchMetadata() throws Exception {
        assertThat(xml(exchange("PUT /" + "k".repeat(851), "hello")).value("Code")).isEqualTo("InvalidObjectName");
        assertThat(xml(exchange("PUT /k", "hello", "x-cos-meta-a: " + "v".repeat(2048))).value("Code")).isEqualTo("MetadataTooLarge");
        assertThat(exchange("PUT /" + "k".repeat(850), "hello", "x-cos-meta-a: " + "v".repeat(2047)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-cos-copy-source: b.host/other", "x-cos-server-side-encryption: AES256",
        "x-cos-server-side-encryption-customer-algorithm: AES256"})
    void refusesWhatItWouldSilentlyLeaveOut(String header) throws Exception {
        assertThat(xml(exchange("PUT /k", "hello", header)).value("Code")).isEqualTo("NotImplemented");
    }

    @ParameterizedTest
    @CsvSource({"PUT /k, Content-MD5: nonsense, InvalidDigest", "PUT /k?partNumber=0&uploadId=x, X: y, InvalidArgument",
        "PUT /k?acl, X: y, NotImplemented", "PUT /k?partNumber=1&uploadId=x, X: y, NoSuchUpload", "PUT /%zz, X: y, InvalidURI",
        "PUT /k?partNumber=1&uploadId=x, Content-MD5: AAAA, InvalidDigest", "PUT /k, Authorization: nonsense, AccessDenied"})
    void refusesBeforeItAsksForTheBody(String request, String header, String code) throws Exception {
        try (Requests requests = Requests.to(server.uri())) {
            Reply reply = requests.send(request + " HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n" + header
                + "\r\n\r\n").reply();
            assertThat(xml(reply).value("Code")).isEqualTo(code);
        }
    }

    @Test
    void asksForTheBodyWhenAllElseIsGood() throws Exception {
        try (Requests requests = Requests.to(server.uri())) {
            requests.send("PUT /k HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(requests.reply().status()).isEqualTo(100);
            assertThat(requests.send("hello").reply().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesARequestWithoutSignatureOrWithABadOne() throws Exception {
        try (SocketServer strict = SocketServer.start(handler(false))) {
            Reply unsigned = Requests.exchange(strict.uri(), "GET /k HTTP/1.1\r\nHost: h\r\n\r\n");
            Reply expired = Requests.exchange(strict.uri(), "GET /k HTTP/1.1\r\nHost: h\r\nAuthorization: q-sign-algorithm=sha1"
                + "&q-ak=AKIDEXAMPLEKEY&q-sign-time=1;2&q-key-time=1;2&q-header-list=host&q-url-param-list=&q-signature=0\r\n\r\n");

            assertThat(unsigned.status()).isEqualTo(403);
            assertThat(xml(unsigned).value("Code")).isEqualTo("AccessDenied");
            assertThat(xml(expired).value("Code")).isEqualTo("AccessDenied");
            assertThat(xml(expired).value("Message")).isEqualTo("Request has expired");
        }
    }

    @Test
    void demandsALengthOrChunks() throws Exception {
        assertThat(xml(Requests.exchange(server.uri(), "PUT /k HTTP/1.1\r\nHost: h\r\n\r\n")).value("Code"))
            .isEqualTo("MissingContentLength");
        Reply chunked = Requests.exchange(server.uri(), "PUT /k HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
        assertThat(chunked.headers().first("ETag")).hasValue('"' + MD5_OF_HELLO + '"');
        assertThat(xml(exchange("PUT /k", "hello", "Content-Length: 5368709121")).value("Code")).isEqualTo("EntityTooLarge");
    }

    @Test
    void keepsNothingOfABodyThatEndsTooEarlyOrHasAnotherMd5() throws Exception {
        try (Requests requests = Requests.to(server.uri())) {
            requests.send("PUT /k HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\nhello").endSending();
            assertThat(xml(requests.reply()).value("Code")).isEqualTo("IncompleteBody");
        }
        assertThat(xml(exchange("PUT /k", "hello", "Content-MD5: OScKloo1fSQgfpkRFiUH6w==")).value("Code")).isEqualTo("BadDigest");
        assertThat(exchange("GET /k", "").status()).isEqualTo(404);
    }

    @Test
    void completesWithQuotedETagsAndDropsWhatIsNotListed() throws Exception {
        String id = initiate("k");
        exchange("PUT /k?partNumber=1&uploadId=" + id, "hello");
        exchange("PUT /k?partNumber=2&uploadId=" + id, "dropped");
        Reply reply = exchange("POST /k?uploadId=" + id, order("&quot;" + MD5_OF_HELLO.toUpperCase(Locale.ROOT) + "&quot;"));

        assertThat(reply.headers().first("x-cos-hash-crc64ecma")).hasValue(CRC_OF_HELLO);
        assertThat(xml(reply).value("ETag")).startsWith("\"").endsWith("-1\"");
        assertThat(xml(reply).value("Location")).isEqualTo("http://h/k");
        assertThat(exchange("GET /k", "").text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        <CompleteMultipartUpload/> | MalformedXML
        `` | MalformedXML
        {} | MalformedXML
        <!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><CompleteMultipartUpload>&b;</CompleteMultipartUpload> | MalformedXML
        <CompleteMultipartUpload><Part><PartNumber>2</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload> | InvalidPart
        <CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload> | InvalidPart
        """)
    void refusesAnOrderThatIsNone(String order, String code) throws Exception {
        String id = initiate("k");
        exchange("PUT /k?partNumber=1&uploadId=" + id, "hello");

        assertThat(xml(exchange("POST /k?uploadId=" + id, order)).value("Code")).isEqualTo(code);
        assertThat(exchange("POST /k?uploadId=" + id, order(MD5_OF_HELLO)).status()).isEqualTo(200);
    }

    @Test
    void readsNoMoreOfAnOrderThanTenThousandPartsNeed() throws Exception {
        String id = initiate("k");

        assertThat(xml(exchange("POST /k?uploadId=" + id, " ".repeat((4 << 20) + 1))).value("Code")).isEqualTo("EntityTooLarge");
        assertThat(xml(exchange("POST /k?uploadId=" + id, order("x"), "Content-MD5: OScKloo1fSQgfpkRFiUH6w==")).value("Code"))
            .isEqualTo("BadDigest");
    }

    @Test
    void refusesSmallParts() throws Exception {
        String id = initiate("k");
        exchange("PUT /k?partNumber=1&uploadId=" + id, "hello");
        exchange("PUT /k?partNumber=2&uploadId=" + id, "hello");

        assertThat(xml(exchange("POST /k?uploadId=" + id, order(MD5_OF_HELLO, MD5_OF_HELLO))).value("Code")).isEqualTo("EntityTooSmall");
    }

    @Test
    void answersNoMoreThanAThousandAtOnce() throws Exception {
        assertThat(xml(exchange("GET /?uploads&max-uploads=5000", "")).value("MaxUploads")).isEqualTo("1000");
        assertThat(xml(exchange("GET /k?uploadId=" + initiate("k") + "&max-parts=5000", "")).value("MaxParts")).isEqualTo("1000");
    }

    @Test
    void anUploadThatIsCompleteListsNoParts() throws Exception {
        String id = initiate("k");
        exchange("PUT /k?partNumber=1&uploadId=" + id, "hello");
        exchange("POST /k?uploadId=" + id, order(MD5_OF_HELLO));

        assertThat(xml(exchange("GET /k?uploadId=" + id, "")).value("Code")).isEqualTo("NoSuchUpload");
        assertThat(xml(exchange("DELETE /k?uploadId=" + id, "")).value("Code")).isEqualTo("NoSuchUpload");
    }

    @Test
    void replacesNothingWhereThatIsForbidden() throws Exception {
        String forbid = "x-cos-forbid-overwrite: true";
        String id = initiate("k");
        exchange("PUT /k?partNumber=1&uploadId=" + id, "other");
        exchange("PUT /k", "hello", forbid);

        assertThat(exchange("PUT /k", "other", forbid).status()).isEqualTo(409);
        assertThat(xml(exchange("POST /k?uploads", "", forbid)).value("Code")).isEqualTo("FileAlreadyExists");
        assertThat(xml(exchange("POST /k?uploadId=" + id, order("795f3202b17cb6bc3d4b771d8c6c9eaf"), forbid)).value("Code"))
            .isEqualTo("FileAlreadyExists");
        assertThat(exchange("GET /k", "").text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "bytes=1-2, 206, el, bytes 1-2/5", "bytes=3-, 206, lo, bytes 3-4/5", "bytes=-2, 206, lo, bytes 3-4/5",
        "bytes=0-100, 206, hello, bytes 0-4/5", "bytes=2-1, 200, hello, -", "'bytes=0-0,2-2', 200, hello, -", "bytes=5-, 416, -, -",
        "bytes=-0, 416, -, -"})
    void servesRanges(String range, int status, String text, String contentRange) throws Exception {
        exchange("PUT /k", "hello");
        Reply reply = exchange("GET /k", "", "Range: " + range);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().first("Content-Range").orElse(null)).isEqualTo(contentRange);
        if (text != null) {
            assertThat(reply.text()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({"If-None-Match, '\"5d41402abc4b2a76b9719d911017c592\"', 304", "If-None-Match, x, 200", "If-Match, x, 412",
        "If-Match, 5d41402abc4b2a76b9719d911017c592, 200", "If-Modified-Since, 'Fri, 01 Jan 2100 00:00:00 GMT', 304",
        "If-Unmodified-Since, 'Fri, 01 Jan 2010 00:00:00 GMT', 412"})
    void servesConditions(String name, String value, int status) throws Exception {
        exchange("PUT /k", "hello");
        Reply reply = exchange("GET /k", "", name + ": " + value);

        assertThat(reply.status()).isEqualTo(status);
        if (status == 304) {
            assertThat(reply.headers().first("ETag")).hasValue('"' + MD5_OF_HELLO + '"');
        }
        try (Requests requests = Requests.to(server.uri())) {
            assertThat(requests.send("HEAD /k HTTP/1.1\r\nHost: h\r\n" + name + ": " + value + "\r\n\r\n").replyToHead().status())
                .isEqualTo(status);
        }
    }

    @Test
    void describesAnObject() throws Exception {
        exchange("PUT /k", "hello", "Cache-Control: no-cache", "x-cos-meta-Note: n", "x-cos-storage-class: STANDARD_IA");
        try (Requests requests = Requests.to(server.uri())) {
            Headers head = requests.send("HEAD /k HTTP/1.1\r\nHost: h\r\n\r\n").replyToHead().headers();

            assertThat(head.first("Content-Length")).hasValue("5");
            assertThat(head.first("ETag")).hasValue('"' + MD5_OF_HELLO + '"');
            assertThat(head.first("x-cos-hash-crc64ecma")).hasValue(CRC_OF_HELLO);
            assertThat(head.first("Last-Modified").flatMap(HttpDates::parseHeader)).isPresent();
            assertThat(head.first("Content-Type")).hasValue("application/octet-stream");
            assertThat(head.first("x-cos-meta-note")).hasValue("n");
            assertThat(head.first("x-cos-storage-class")).hasValue("STANDARD_IA");
            assertThat(head.fields()).extracting(field -> field.getKey()).contains("Cache-Control", "Content-Type");
        }
    }

    @Test
    void nobodyUnsignedOverridesHeaders() throws Exception {
        exchange("PUT /k", "hello");

        assertThat(xml(exchange("GET /k?response-content-type=text%2Fhtml", "")).value("Code")).isEqualTo("InvalidArgument");
    }

    @Test
    void asksToComeBackWhenTheStoreIsBusyOrStillDelivering() throws Exception {
        HttpHandler busy = new CosProtocol().server(caller -> new ForwardingStore(disk) {
            @Override
            public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
                throw UploadException.of(Failure.BUSY, "Slow down");
            }

            @Override
            public ObjectReceipt complete(UploadRef upload, Completion completion) {
                throw UploadException.builder(Failure.PENDING, "On its way").retryAfter(Duration.ofSeconds(7)).build();
            }
        }, CosFixture.serverSettings(true, OptionalLong.empty()));
        try (SocketServer other = SocketServer.start(busy)) {
            Reply slow = Requests.exchange(other.uri(), request("PUT /k", "hello"));
            Reply pending = Requests.exchange(other.uri(), request("POST /k?uploadId=x", order("x")));

            assertThat(slow.status()).isEqualTo(503);
            assertThat(xml(slow).value("Code")).isEqualTo("SlowDown");
            assertThat(slow.headers().first("Retry-After")).hasValue("1");
            assertThat(pending.status()).isEqualTo(503);
            assertThat(pending.headers().first("Retry-After")).hasValue("7");
        }
    }

    @Test
    void throwsWhatIsItsOwnFault() {
        HttpHandler broken = new CosProtocol().server(caller -> new ForwardingStore(disk) {
            @Override
            public ObjectInfo head(ObjectRef object, Access access) {
                throw UploadException.of(Failure.INTERNAL, "The disk broke");
            }
        }, CosFixture.serverSettings(true, OptionalLong.empty()));
        HttpHead head = new HttpHead("HEAD", "h", "/" + OBJECT.key(), Headers.NONE);

        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> broken.handle(new HttpCall(head, Body.EMPTY, "")))
            .withMessage("The disk broke");
    }

    private HttpHandler handler(boolean anonymous) {
        return new CosProtocol().server(caller -> disk, CosFixture.serverSettings(anonymous, OptionalLong.empty(), CosFixture.KEY));
    }

    private String initiate(String key) throws IOException {
        return xml(exchange("POST /" + key + "?uploads", "")).value("UploadId");
    }

    private Reply exchange(String request, String body, String... headers) throws IOException {
        return Requests.exchange(server.uri(), request(request, body, headers));
    }

    private static String request(String request, String body, String... headers) {
        List<String> lines = List.of(headers);
        boolean sized = lines.stream().anyMatch(line -> line.startsWith("Content-Length"));
        StringBuilder text = new StringBuilder(request).append(" HTTP/1.1\r\nHost: h\r\n");
        lines.forEach(line -> text.append(line).append("\r\n"));
        if (!sized && !request.startsWith("GET")) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    private static String order(String... etags) {
        StringBuilder order = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < etags.length; i++) {
            order.append("<Part><PartNumber>").append(i + 1).append("</PartNumber><ETag>").append(etags[i]).append("</ETag></Part>");
        }
        return order.append("</CompleteMultipartUpload>").toString();
    }

    private static XmlElement xml(Reply reply) {
        return Xml.parse(reply.text().getBytes(StandardCharsets.UTF_8));
    }
}
