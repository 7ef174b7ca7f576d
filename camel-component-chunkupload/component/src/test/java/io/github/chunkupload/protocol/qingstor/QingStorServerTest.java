package io.github.chunkupload.protocol.qingstor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.HttpDates;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server as raw requests see it, in a bucket that is open to all. */
class QingStorServerTest {

    private static final String MD5_OF_HELLO = "5d41402abc4b2a76b9719d911017c592";

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        server = SocketServer.start(new QingStorProtocol().server(caller -> disk,
            QingStorFixture.serverSettings(true, Set.of("127.0.0.1"))));
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?uploads", "?uploads=", "?uploads&"})
    void answersAnInitiateInJsonHoweverTheFlagIsWritten(String query) throws Exception {
        Reply reply = exchange("POST /mybucket/dir%2Fa%20%E4%B8%AD+b" + query, "");
        JsonNode json = json(reply);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("Content-Type")).hasValue("application/json");
        assertThat(json.get("bucket").asText()).isEqualTo("mybucket");
        assertThat(json.get("key").asText()).isEqualTo("dir/a 中+b");
        assertThat(json.get("upload_id").asText()).isNotEmpty();
    }

    @Test
    void answersPartsCompleteAndAbortWithTheExactStatus() throws Exception {
        String id = initiate("k");
        Reply part = exchange("PUT /mybucket/k?part_number=0&upload_id=" + id + "&file_offset=-1", "hello");
        Reply complete = exchange("POST /mybucket/k?upload_id=" + id, "{\"object_parts\":[{\"part_number\":0,\"size\":5}]}");
        Reply abort = exchange("DELETE /mybucket/k?upload_id=" + id, "");

        assertThat(part.status()).isEqualTo(201);
        assertThat(part.headers().first("ETag")).hasValue('"' + MD5_OF_HELLO + '"');
        assertThat(part.body()).isEmpty();
        assertThat(complete.status()).isEqualTo(201);
        assertThat(complete.body()).isEmpty();
        assertThat(abort.status()).isEqualTo(204);
        assertThat(exchange("GET /mybucket/k", "").text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /mybucket?uploads", "GET /mybucket/missing", "PUT /mybucket/k?acl"})
    void everyReplyTellsServerDateAndRequestId(String request) throws Exception {
        Reply reply = exchange(request, "");

        assertThat(reply.headers().first("Server")).hasValue("QingStor");
        assertThat(reply.headers().first("x-qs-request-id").orElse("")).matches("[0-9a-f]{32}");
        assertThat(HttpDates.parseHeader(reply.headers().first("Date").orElse("")).orElseThrow())
            .isBetween(Instant.now().minusSeconds(30), Instant.now().plusSeconds(1));
    }

    @Test
    void anErrorHasAllItsMembersButHasNoBodyForHead() throws Exception {
        Reply reply = exchange("GET /mybucket/missing", "");
        JsonNode error = json(reply);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.headers().first("Content-Type")).hasValue("application/json");
        assertThat(error.get("code").asText()).isEqualTo("object_not_exists");
        assertThat(error.get("message").asText()).isNotEmpty();
        assertThat(reply.headers().first("x-qs-request-id")).hasValue(error.get("request_id").asText());
        try (Requests requests = Requests.to(server.uri())) {
            String head = "HEAD /mybucket/missing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            assertThat(requests.send(head).replyToHead().status()).isEqualTo(404);
            assertThat(requests.send(head).replyToHead().status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT /mybucket/k?acl, 405, method_not_allowed", "PUT /mybucket/k?append&position=0, 405, method_not_allowed",
        "DELETE /mybucket/k?version_id=1, 405, method_not_allowed", "GET /mybucket?policy, 405, method_not_allowed",
        "POST /mybucket/k, 405, method_not_allowed", "PATCH /mybucket/k, 405, method_not_allowed", "PUT /, 405, method_not_allowed",
        "GET /, 403, permission_denied", "GET /mybucket, 403, permission_denied", "PUT /mybucket, 403, permission_denied",
        "DELETE /mybucket, 403, permission_denied", "GET /mybucket?acl, 403, permission_denied",
        "GET /mybucket?stats, 403, permission_denied", "PUT /mybucket?acl, 403, permission_denied",
        "GET /otherbucket/k, 404, bucket_not_exists", "GET /My_Bucket/k, 400, invalid_bucket_name",
        "PUT /mybucket/k?upload_id=x, 400, invalid_argument", "PUT /mybucket/k?part_number=1, 400, invalid_argument",
        "PUT /mybucket/k?part_number=-1&upload_id=x, 400, invalid_argument",
        "PUT /mybucket/k?part_number=10001&upload_id=x, 400, invalid_argument",
        "PUT /mybucket/k?part_number=a&upload_id=x, 400, invalid_argument",
        "PUT /mybucket/k?part_number=&upload_id=x, 400, invalid_argument",
        "PUT /mybucket/k?part_number=10000&upload_id=x, 404, upload_not_exists",
        "PUT /mybucket/k?part_number=0&upload_id=, 404, upload_not_exists",
        "PUT /mybucket/k?part_number=0&upload_id=..%2F..%2Fetc, 404, upload_not_exists",
        "GET /mybucket/k?upload_id=x, 404, upload_not_exists", "GET /mybucket?uploads&limit=0, 403, permission_denied",
        "GET /mybucket/k?upload_id=x&limit=0, 400, invalid_argument", "PUT /%zz, 400, invalid_argument",
        "PUT /mybucket/%C0%80, 400, invalid_argument", "PUT /mybucket/a%00b, 400, invalid_object_name"})
    void refusesByName(String request, int status, String code) throws Exception {
        Reply reply = exchange(request, request.startsWith("PUT") ? "hello" : "");

        assertThat(json(reply).get("code").asText()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(exchange("GET /mybucket/k", "").status()).isEqualTo(404);
    }

    @Test
    void parametersInAnotherCaseMeanNothing() throws Exception {
        assertThat(exchange("PUT /mybucket/k?Upload_Id=x&PART_NUMBER=0", "hello").status()).isEqualTo(201);
        assertThat(exchange("GET /mybucket/k", "").text()).isEqualTo("hello");
    }

    @Test
    void refusesLongKeysMuchMetadataAndStorageClassesThatAreNone() throws Exception {
        code("invalid_object_name", exchange("PUT /mybucket/" + "k".repeat(1024), "hello"));
        code("metadata_too_large", exchange("PUT /mybucket/k", "hello", "x-qs-meta-a: " + "v".repeat(2048)));
        code("invalid_request", exchange("POST /mybucket/k?uploads", "", "x-qs-storage-class: GLACIER"));
        assertThat(exchange("PUT /mybucket/" + "k".repeat(1023), "hello", "x-qs-meta-a: " + "v".repeat(2047)).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"PUT /mybucket/k, Content-MD5: nonsense, invalid_digest",
        "PUT /mybucket/k?part_number=x&upload_id=x, X: y, invalid_argument", "PUT /mybucket/k?acl, X: y, method_not_allowed",
        "PUT /mybucket/k?part_number=1&upload_id=x, X: y, upload_not_exists", "PUT /mybucket/k, Authorization: nonsense, permission_denied",
        "PUT /mybucket/k, Authorization: QS NOBODY:xyz, invalid_access_key_id",
        "PUT /mybucket/k, x-qs-copy-source: /mybucket/a, invalid_argument", "PUT /mybucket/k, x-qs-copy-range: bytes=0-1, invalid_argument",
        "PUT /mybucket/k, x-qs-fetch-source: http://127.0.0.1/a, method_not_allowed",
        "PUT /mybucket/k, x-qs-encryption-kms-key: abc, method_not_allowed",
        "PUT /mybucket/k?part_number=1&upload_id=x, x-qs-encryption-customer-algorithm: AES256, invalid_argument",
        "PUT /mybucket/k, X-QS-Encryption-Customer-Key: abc, invalid_argument"})
    void refusesBeforeItAsksForTheBody(String request, String header, String code) throws Exception {
        try (Requests requests = Requests.to(server.uri())) {
            Reply reply = requests.send(request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n" + header
                + "\r\n\r\n").reply();
            code(code, reply);
        }
    }

    @Test
    void asksForTheBodyWhenAllElseIsGood() throws Exception {
        String id = initiate("k");
        try (Requests requests = Requests.to(server.uri())) {
            requests.send("PUT /mybucket/k?upload_id=" + id + "&part_number=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
                + "Expect: 100-continue\r\n\r\n");
            assertThat(requests.reply().status()).isEqualTo(100);
            assertThat(requests.send("hello").reply().status()).isEqualTo(201);
        }
    }

    @Test
    void takesChunksAndDemandsALengthElse() throws Exception {
        Reply chunked = Requests.exchange(server.uri(), "PUT /mybucket/k HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");

        assertThat(chunked.headers().first("ETag")).hasValue('"' + MD5_OF_HELLO + '"');
        code("length_required", Requests.exchange(server.uri(), "PUT /mybucket/k HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
        code("entity_too_large", exchange("PUT /mybucket/k", "hello", "Content-Length: 5368709121"));
    }

    @Test
    void keepsTheEarlierPartWhenALaterOneIsCutShortOrHasAnotherMd5() throws Exception {
        String id = initiate("k");
        String part = "PUT /mybucket/k?part_number=0&upload_id=" + id;
        exchange(part, "hello");
        try (Requests requests = Requests.to(server.uri())) {
            requests.send(part + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\nhello").endSending();
            code("incomplete_body", requests.reply());
        }
        code("bad_digest", exchange(part, "other", "Content-MD5: OScKloo1fSQgfpkRFiUH6w=="));

        JsonNode parts = json(exchange("GET /mybucket/k?upload_id=" + id, ""));
        assertThat(parts.get("count").asInt()).isEqualTo(1);
        assertThat(parts.get("object_parts").get(0).get("etag").asText()).isEqualTo(MD5_OF_HELLO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        `` | invalid_json
        <xml/> | invalid_json
        {"object_parts":[{"part_number":0}]} x | invalid_json
        [] | invalid_json
        {} | invalid_argument
        {"object_parts":[]} | invalid_argument
        {"object_parts":[{}]} | invalid_argument
        {"object_parts":[{"part_number":-1}]} | invalid_argument
        {"object_parts":[{"part_number":10001}]} | invalid_argument
        {"object_parts":[{"part_number":1},{"part_number":0}]} | invalid_part_order
        {"object_parts":[{"part_number":0},{"part_number":0}]} | invalid_part_order
        {"object_parts":[{"part_number":0},{"part_number":7}]} | invalid_part
        {"object_parts":[{"part_number":0,"etag":"x"}]} | invalid_part
        {"object_parts":[{"part_number":0},{"part_number":1}]} | entity_too_small
        """)
    void refusesAnOrderThatIsNone(String order, String code) throws Exception {
        String id = initiate("k");
        exchange("PUT /mybucket/k?part_number=0&upload_id=" + id, "hello");
        exchange("PUT /mybucket/k?part_number=1&upload_id=" + id, "hello");

        code(code, exchange("POST /mybucket/k?upload_id=" + id, order));
        assertThat(exchange("POST /mybucket/k?upload_id=" + id,
            "{\"object_parts\":[{\"part_number\":\"1\",\"etag\":\"\\\"" + MD5_OF_HELLO.toUpperCase() + "\\\"\",\"created\":0}]}").status())
            .isEqualTo(201);
    }

    @Test
    void readsNoMoreOfAnOrderThanTenThousandPartsNeed() throws Exception {
        String id = initiate("k");

        code("entity_too_large", exchange("POST /mybucket/k?upload_id=" + id, " ".repeat((4 << 20) + 1)));
        StringBuilder order = new StringBuilder("{\"object_parts\":[{\"part_number\":0}");
        for (int number = 1; number <= 10_000; number++) {
            order.append(",{\"part_number\":").append(number).append('}');
        }
        code("max_parts_exceeded", exchange("POST /mybucket/k?upload_id=" + id, order.append("]}").toString()));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {"\"0c2f573d81194064b129e940edcefe9b\", 0c2f573d81194064b129e940edcefe9b",
        "%22abc%22, abc", "abc-2, abc-2"})
    void keepsTheETagThatComesWithComplete(String sent, String kept) throws Exception {
        String id = initiate("k");
        exchange("PUT /mybucket/k?part_number=0&upload_id=" + id, "hello");
        Reply complete = exchange("POST /mybucket/k?upload_id=" + id, "{\"object_parts\":[{\"part_number\":0}]}", "ETag: " + sent,
            "Content-Type: application/json", "Content-Disposition: attachment; filename=\"x y\"");
        Headers got = exchange("GET /mybucket/k", "").headers();

        assertThat(complete.status()).isEqualTo(201);
        assertThat(got.first("ETag")).hasValue('"' + kept + '"');
        assertThat(got.first("Content-Disposition")).hasValue("attachment; filename=\"x y\"");
        assertThat(got.first("Content-Type")).hasValue("application/octet-stream");
        assertThat(exchange("GET /mybucket/k", "", "If-None-Match: \"" + kept + "\"").status()).isEqualTo(304);
    }

    @Test
    void pagesThroughPartsByNumber() throws Exception {
        String id = initiate("k");
        for (int number : new int[] {0, 3, 10_000}) {
            exchange("PUT /mybucket/k?part_number=" + number + "&upload_id=" + id, "hello");
        }
        assertThat(numbers("k?upload_id=" + id + "&limit=2")).containsExactly(0, 3);
        assertThat(numbers("k?upload_id=" + id + "&limit=2&part_number_marker=3")).containsExactly(10_000);
        assertThat(numbers("k?upload_id=" + id + "&part_number_marker=0")).containsExactly(3, 10_000);
        assertThat(numbers("k?upload_id=" + id + "&limit=5000")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "bytes=1-2, 206, el, bytes 1-2/5", "bytes=3-, 206, lo, bytes 3-4/5", "bytes=-2, 206, lo, bytes 3-4/5",
        "bytes=-9, 206, hello, bytes 0-4/5", "bytes=0-100, 206, hello, bytes 0-4/5", "bytes=2-1, 416, -, -", "'bytes=0-0,2-2', 416, -, -",
        "bytes=5-, 416, -, -"})
    void servesRanges(String range, int status, String text, String contentRange) throws Exception {
        exchange("PUT /mybucket/k", "hello");
        Reply reply = exchange("GET /mybucket/k", "", "Range: " + range);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().first("Content-Range").orElse(null)).isEqualTo(contentRange);
        assertThat(text == null || reply.text().equals(text)).isTrue();
    }

    @Test
    void nobodyUnsignedOverridesHeaders() throws Exception {
        exchange("PUT /mybucket/k", "hello");

        code("invalid_argument", exchange("GET /mybucket/k?response-content-type=text%2Fhtml", ""));
    }

    @Test
    void tellsThatABucketIsThere() throws Exception {
        try (Requests requests = Requests.to(server.uri())) {
            assertThat(requests.send("HEAD /mybucket HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").replyToHead().status()).isEqualTo(200);
            assertThat(requests.send("HEAD /otherbucket/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").replyToHead().status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"mybucket.pek3a.qingstor.com, /k", "mybucket.127.0.0.1:80, /k", "MYBUCKET.pek3a.127.0.0.1, /k", ".127.0.0.1, /mybucket/k",
        "pek3a.127.0.0.1, /mybucket/k", "127.0.0.1:8080, /mybucket/k", "pek3a.qingstor.com, /mybucket/k", "localhost, /mybucket/k",
        "mybucket.example.com, /k"})
    void findsTheBucketInHostOrPath(String host, String path) throws Exception {
        assertThat(Requests.exchange(server.uri(), "PUT " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 5\r\n\r\nhello")
            .status()).isEqualTo(201);
        assertThat(disk.head(new ObjectRef("mybucket", "k"), Access.NONE).sums().get(Digest.MD5)).hasValue(MD5_OF_HELLO);
    }

    @Test
    void asksToComeBackWhenTheStoreIsBusyOrStillDelivering() throws Exception {
        HttpHandler busy = new QingStorProtocol().server(caller -> new ForwardingStore(disk) {
            @Override
            public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
                throw UploadException.of(Failure.BUSY, "Slow down");
            }

            @Override
            public ObjectReceipt complete(UploadRef upload, Completion completion) {
                throw UploadException.builder(Failure.PENDING, "On its way").retryAfter(Duration.ofSeconds(7)).build();
            }
        }, QingStorFixture.serverSettings(true, Set.of()));
        try (SocketServer other = SocketServer.start(busy)) {
            Reply slow = Requests.exchange(other.uri(), request("PUT /mybucket/k", "hello"));
            Reply pending = Requests.exchange(other.uri(),
                request("POST /mybucket/k?upload_id=x", "{\"object_parts\":[{\"part_number\":0}]}"));

            assertThat(slow.status()).isEqualTo(503);
            assertThat(slow.headers().first("Retry-After")).hasValue("1");
            assertThat(pending.status()).isEqualTo(503);
            assertThat(pending.headers().first("Retry-After")).hasValue("7");
        }
    }

    @Test
    void throwsWhatIsItsOwnFault() {
        HttpHandler broken = new QingStorProtocol().server(caller -> new ForwardingStore(disk) {
            @Override
            public ObjectInfo head(ObjectRef object, Access access) {
                throw UploadException.of(Failure.INTERNAL, "The disk broke");
            }
        }, QingStorFixture.serverSettings(true, Set.of()));
        HttpHead head = new HttpHead("HEAD", "h", "/mybucket/k", Headers.NONE);

        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> broken.handle(new HttpCall(head, Body.EMPTY, "")))
            .withMessage("The disk broke");
    }

    private String initiate(String key) throws IOException {
        return json(exchange("POST /mybucket/" + key + "?uploads", "")).get("upload_id").asText();
    }

    private List<Integer> numbers(String target) throws IOException {
        return json(exchange("GET /mybucket/" + target, "")).get("object_parts").findValues("part_number").stream().map(JsonNode::asInt)
            .toList();
    }

    private Reply exchange(String request, String body, String... headers) throws IOException {
        return Requests.exchange(server.uri(), request(request, body, headers));
    }

    private static String request(String request, String body, String... headers) {
        List<String> lines = List.of(headers);
        boolean sized = lines.stream().anyMatch(line -> line.startsWith("Content-Length"));
        StringBuilder text = new StringBuilder(request).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        lines.forEach(line -> text.append(line).append("\r\n"));
        if (!sized && !request.startsWith("GET")) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    private static JsonNode json(Reply reply) {
        return QingStorJson.parse(reply.body());
    }

    private static void code(String code, Reply reply) {
        assertThat(json(reply).get("code").asText()).isEqualTo(code);
    }
}
