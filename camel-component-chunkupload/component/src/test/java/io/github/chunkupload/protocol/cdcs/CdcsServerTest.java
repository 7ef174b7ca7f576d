package io.github.chunkupload.protocol.cdcs;

import static io.github.chunkupload.protocol.cdcs.CdcsCalls.json;
import static io.github.chunkupload.protocol.cdcs.CdcsCalls.refused;
import static io.github.chunkupload.protocol.cdcs.CdcsCalls.text;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.COFFER;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server as seen from a socket: status, headers and documents, exactly as they are documented. */
class CdcsServerTest {

    private static final String PATH = "/" + COFFER + "/exampleobject";
    private static final String MD5_OF_HELLO = "5d41402abc4b2a76b9719d911017c592";
    private static final Credentials TEMPORARY = new Credentials("TEMPORARYKEY", "TEMPORARYSECRET", Optional.of("to/ken=="));
    private static final String MIB = "m".repeat(1 << 20);

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        server = start(false, "json");
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    private SocketServer start(boolean anonymous, String generation) {
        return SocketServer.start(new CdcsProtocol().server(caller -> disk,
            CdcsFixture.serverSettings(anonymous, Map.of("generation", generation), KEY, TEMPORARY)));
    }

    private void restart(boolean anonymous, String generation) {
        server.close();
        server = start(anonymous, generation);
    }

    @Test
    void opensAnUpload() throws Exception {
        Reply reply = call("POST", PATH + "?uploads", Headers.NONE, "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("Server")).hasValue("tencent-cdcs");
        assertThat(reply.headers().first("Content-Type")).hasValue("application/json");
        assertThat(reply.headers().has("x-cdcs-request-id")).isTrue();
        assertThat(reply.headers().has("x-cdcs-trace-id")).as("trace id without an error").isFalse();
        assertThat(json(reply).get("Coffer").asText()).isEqualTo(COFFER);
        assertThat(json(reply).get("Key").asText()).isEqualTo("exampleobject");
        assertThat(json(reply).get("UploadId").asText()).isNotEmpty();
    }

    @Test
    void aKeyIsTakenFromInitiateToAbort() throws Exception {
        String uploadId = initiate();
        refused(409, "ObjectAlreadyUploading", call("POST", PATH + "?uploads", Headers.NONE, ""));
        refused(409, "ObjectAlreadyUploading", call("PUT", PATH, Headers.NONE, "hello"));

        assertThat(call("DELETE", PATH + "?uploadId=" + uploadId, Headers.NONE, "").status()).isEqualTo(204);
        refused(404, "NoSuchUpload", call("DELETE", PATH + "?uploadId=" + uploadId, Headers.NONE, ""));
        assertThat(call("PUT", PATH, Headers.NONE, "hello").status()).isEqualTo(200);
    }

    @Test
    void anObjectIsNeitherReplacedNorDeleted() throws Exception {
        Reply put = call("PUT", PATH, Headers.of("Content-Type", "text/plain"), "hello");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.headers().first("ETag")).hasValue('"' + MD5_OF_HELLO + '"');

        refused(409, "ObjectAlreadyExistsOwnedByYou", call("PUT", PATH, Headers.NONE, "other"));
        refused(409, "ObjectAlreadyExistsOwnedByYou", call("POST", PATH + "?uploads", Headers.NONE, ""));
        refused(405, "MethodNotAllowed", call("DELETE", PATH, Headers.NONE, ""));
        Reply got = call("GET", PATH, Headers.NONE, "");
        assertThat(got.text()).isEqualTo("hello");
        assertThat(got.headers().first("Content-Type")).hasValue("text/plain");
        assertThat(got.headers().has("Last-Modified")).isTrue();
    }

    @Test
    void aPutInProgressKeepsOthersOut() throws Exception {
        try (Requests slow = Requests.to(server.uri())) {
            slow.send(text(signed("PUT", PATH, Headers.of("Content-Length", "10").with("Expect", "100-continue"), KEY)));
            assertThat(slow.reply().status()).as("the server reads").isEqualTo(100);
            slow.send("hello");
            refused(409, "ObjectAlreadyUploading", call("PUT", PATH, Headers.NONE, "other"));
            refused(409, "ObjectAlreadyUploading", call("POST", PATH + "?uploads", Headers.NONE, ""));
            slow.send("world");
            assertThat(slow.reply().status()).isEqualTo(200);
        }
        assertThat(call("GET", PATH, Headers.NONE, "").text()).isEqualTo("helloworld");
    }

    @Test
    void nothingIsEmpty() throws Exception {
        String target = PATH + "?partNumber=1&uploadId=" + initiate();
        String other = "/" + COFFER + "/other";

        refused(400, "ObjectEmpty", call("PUT", other, Headers.NONE, ""));
        refused(400, "ObjectEmpty", call("PUT", target, Headers.NONE, ""));
        for (String each : List.of(other, target)) {
            HttpHead chunked = signed("PUT", each, Headers.of("Transfer-Encoding", "chunked"), KEY);
            refused(400, "ObjectEmpty", Requests.exchange(server.uri(), text(chunked) + "0\r\n\r\n"));
        }
        refused(404, "ObjectNotExists", call("GET", other, Headers.NONE, ""));
    }

    @Test
    void takesABodyInChunksAndDemandsALengthOfAnyOther() throws Exception {
        String part = "/" + COFFER + "/parts?partNumber=1&uploadId=" + initiate("/" + COFFER + "/parts");
        for (String target : List.of(PATH, part)) {
            HttpHead chunked = signed("PUT", target, Headers.of("Transfer-Encoding", "chunked"), KEY);
            Reply reply = Requests.exchange(server.uri(), text(chunked) + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
            assertThat(reply.headers().first("ETag")).hasValue('"' + MD5_OF_HELLO + '"');
        }

        refused(411, "MissingContentLength",
            Requests.exchange(server.uri(), text(signed("PUT", "/" + COFFER + "/other", Headers.NONE, KEY))));
    }

    @Test
    void refusesABodyThatIsNotTheOneAnnounced() throws Exception {
        refused(400, "BadDigest", call("PUT", PATH, Headers.of("Content-MD5", "mQ/fVh815F3k6TAUm8m0eg=="), "hello"));
        refused(400, "InvalidDigest", call("PUT", PATH, Headers.of("Content-MD5", "no"), "hello"));
        assertThat(call("PUT", PATH, Headers.of("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="), "hello").status()).isEqualTo(200);
    }

    @Test
    void whoIsNotLetInIsToldBeforeTheBody() throws Exception {
        HttpHead wrong = signed("PUT", PATH, Headers.of("Content-Length", "5").with("Expect", "100-continue"),
            Credentials.of("AKIDEXAMPLEKEY", "wrong"));
        Reply reply = refused(401, "AuthFailed", Requests.exchange(server.uri(), text(wrong)));
        assertThat(json(reply).get("Resource").asText()).isEqualTo(PATH);
        assertThat(json(reply).get("RequestId").asText()).isEqualTo(reply.headers().first("x-cdcs-request-id").orElseThrow());
        assertThat(json(reply).get("TraceId").asText()).isEqualTo(reply.headers().first("x-cdcs-trace-id").orElseThrow());

        refused(401, "AuthFailed", Requests.exchange(server.uri(),
            text(signed("GET", PATH, Headers.NONE, Credentials.of("NOBODY", "x")))));
        refused(401, "AuthFailed", Requests.exchange(server.uri(), "GET " + PATH + " HTTP/1.1\r\nHost: h\r\n\r\n"));
    }

    @Test
    void aTemporaryKeyNeedsItsToken() throws Exception {
        Reply with = calls().call("PUT", PATH, Headers.NONE, "hello", TEMPORARY);
        Credentials bare = Credentials.of(TEMPORARY.accessKey(), TEMPORARY.secretKey());

        assertThat(with.status()).as(with.text()).isEqualTo(200);
        refused(401, "PolicyCheckFailed", calls().call("GET", PATH, Headers.NONE, "", bare));
        assertThat(calls().call("GET", PATH, Headers.of("x-cdcs-security-token", "to/ken=="), "", bare).text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({"KEY_SERVICE, 409, KMSFailed, 30", "PENDING, 409, DataSynchronization, 1", "CONFLICT, 409, AlreadyLock,",
        "BUSY, 503, SlowDown, 1"})
    void tellsWhyAPartIsNotTakenAndWhenToComeBack(Failure kind, int status, String code, String wait) throws Exception {
        server.close();
        server = SocketServer.start(new CdcsProtocol().server(caller -> new ForwardingStore(disk) {
            @Override
            public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
                Duration longWait = kind == Failure.KEY_SERVICE ? Duration.ofSeconds(30) : null;
                throw UploadException.builder(kind, "not now").retryAfter(longWait).build();
            }
        }, CdcsFixture.serverSettings(false, Map.of(), KEY)));
        Reply reply = refused(status, code, call("PUT", PATH + "?partNumber=1&uploadId=" + initiate(), Headers.NONE, "hello"));

        assertThat(reply.headers().first("Retry-After")).isEqualTo(Optional.ofNullable(wait));
    }

    @Test
    void letsAnonymousRequestsInWhereTheyMayButChecksCredentialsAllTheSame() throws Exception {
        restart(true, "json");
        refused(404, "ObjectNotExists", Requests.exchange(server.uri(), "GET " + PATH + " HTTP/1.1\r\nHost: h\r\n\r\n"));
        refused(401, "AuthFailed", Requests.exchange(server.uri(),
            text(signed("GET", PATH, Headers.NONE, Credentials.of("AKIDEXAMPLEKEY", "wrong")))));
    }

    @Test
    void completesInTheGenerationOfTheOrder() throws Exception {
        String uploadId = initiate();
        String first = part(1, uploadId, MIB);
        String second = part(2, uploadId, "end");
        String order = "{\"Part\":[{\"PartNumber\":1,\"ETag\":\"" + first + "\"},{\"PartNumber\":2,\"ETag\":\"\\\"" + second + "\\\"\"}]}";
        Reply reply = call("POST", PATH + "?uploadId=" + uploadId, Headers.NONE, order);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(json(reply).get("Locations").get("Location").get(0).asText()).isEqualTo("ap-tianjin");
        assertThat(json(reply).get("Coffer").asText()).isEqualTo(COFFER);
        assertThat(json(reply).get("Key").asText()).isEqualTo("exampleobject");
        String etag = json(reply).get("ETag").asText();
        assertThat(etag).startsWith("\"").endsWith("\"");
        Reply again = call("POST", PATH + "?uploadId=" + uploadId, Headers.NONE, "\n<CompleteMultipartUpload><Part>"
            + "<PartNumber>1</PartNumber><ETag>" + first + "</ETag></Part>\n"
            + "<Part><PartNumber>2</PartNumber><ETag>\"" + second + "\"</ETag></Part></CompleteMultipartUpload>");
        assertThat(again.headers().first("Content-Type")).hasValue("application/xml");
        assertThat(again.text()).contains("<CompleteMultipartUploadResult><Locations><Location>ap-tianjin</Location></Locations>"
            + "<Coffer>" + COFFER + "</Coffer><Key>exampleobject</Key>");
        refused(409, "MultipartAlreadyCompleted",
            call("POST", PATH + "?uploadId=" + uploadId, Headers.NONE, order.replace(second, first)));
        assertThat(call("HEAD", PATH, Headers.NONE, "").headers().first("Content-Length")).hasValue(String.valueOf((1 << 20) + 3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"[2,1]; InvalidPartOrder", "[1,1]; InvalidPartOrder", "[1,3]; InvalidPart", "[2]; InvalidPart",
        "[0]; InvalidPart", "[10001]; InvalidPart", "[1,2,3,4]; InvalidPart", "[1,2]; EntityTooSmall", "[]; InvalidArgument"})
    void refusesOrdersThatMakeNoObject(String numbers, String code) throws Exception {
        String uploadId = initiate();
        String etag = part(1, uploadId, "hello");
        part(2, uploadId, "hello");
        part(3, uploadId, "hello");
        String order = numbers.replaceAll("(\\d+)", "{\"PartNumber\":$1,\"ETag\":\"" + etag + "\"}");

        refused(400, code, call("POST", PATH + "?uploadId=" + uploadId, Headers.NONE, "{\"Part\":" + order + "}"));
        refused(404, "ObjectNotExists", call("GET", PATH, Headers.NONE, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{", "[]", "{\"Part\":[{\"PartNumber\":\"one\"}]}", "{\"Part\":[],\"Part\":[]}", "{} {}",
        "<!DOCTYPE x [<!ENTITY e \"x\">]><CompleteMultipartUpload/>", "<CompleteMultipartUpload>"})
    void refusesBodiesThatAreNoOrder(String body) throws Exception {
        refused(400, "InvalidArgument", call("POST", PATH + "?uploadId=" + initiate(), Headers.NONE, body));
    }

    @Test
    void listsPartsWithTheTypesOfThePage() throws Exception {
        String uploadId = initiate();
        part(1, uploadId, "a");
        part(3, uploadId, "hello");
        part(4, uploadId, "b");
        JsonNode list = json(call("GET", PATH + "?uploadId=" + uploadId + "&max-parts=1&part-number-marker=1", Headers.NONE, ""));

        assertThat(list.get("PartNumberMarker").textValue()).isEqualTo("1");
        assertThat(list.get("NextPartNumberMarker").textValue()).isEqualTo("3");
        assertThat(list.get("IsTruncated").textValue()).isEqualTo("true");
        assertThat(list.get("MaxParts").isInt()).isTrue();
        assertThat(list.get("Owner").get("ID").asText()).isEqualTo("1250000000");
        assertThat(list.get("Initiator").get("DisplayName").asText()).isEqualTo("1250000000");
        JsonNode part = list.get("Part").get(0);
        assertThat(part.get("PartNumber").isInt()).isTrue();
        assertThat(part.get("Size").asInt()).isEqualTo(5);
        assertThat(part.get("ETag").asText()).isEqualTo('"' + MD5_OF_HELLO + '"');
        assertThat(part.get("LastModified").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void listsPartsInTheOlderGenerationByItsNames() throws Exception {
        String uploadId = initiate();
        part(1, uploadId, "a");
        part(2, uploadId, "b");
        String list = call("GET", PATH + "?uploadId=" + uploadId + "&max-count=1&marker=0", Headers.of("Accept", "application/xml"), "")
            .text();

        assertThat(list).contains("<ListPartsResult><Coffer>" + COFFER + "</Coffer>", "<NextMarker>1</NextMarker>",
            "<MaxCount>1</MaxCount>", "<IsTruncated>true</IsTruncated>", "<Part><PartNumber>1</PartNumber>")
            .doesNotContain("<PartNumber>2</PartNumber>");
    }

    @Test
    void listsUploadsPageByPageAfterAnIdAlone() throws Exception {
        List<String> open = IntStream.range(0, 5).mapToObj(i -> "/" + COFFER + "/list/" + (9 - i)).map(this::initiate).sorted().toList();
        String marker = "";
        for (int i = 0; i < 5; i++) {
            String target = "/" + COFFER + (i % 2 == 0 ? "/" : "") + "?uploads&prefix=list%2F&max-uploads=1&upload-id-marker=" + marker;
            JsonNode page = json(call("GET", target, Headers.NONE, ""));
            assertThat(page.get("Upload")).hasSize(1);
            assertThat(page.get("Upload").get(0).get("UploadId").asText()).isEqualTo(open.get(i));
            assertThat(page.get("IsTruncated").textValue()).isEqualTo(String.valueOf(i < 4));
            assertThat(page.get("NextUploadIdMarker").asText()).isEqualTo(i < 4 ? open.get(i) : "");
            marker = open.get(i);
        }
        JsonNode encoded = json(call("GET", "/" + COFFER + "?uploads&encoding-type=url&max-uploads=0", Headers.NONE, ""));
        assertThat(encoded.get("EncodingType").asText()).isEqualTo("url");
        assertThat(encoded.get("Upload")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET, /examplecoffer-1250000000?uploads&max-uploads=1001, 400, InvalidArgument",
        "GET, /examplecoffer-1250000000?uploads&max-uploads=-1, 400, InvalidArgument",
        "GET, /examplecoffer-1250000000?uploads&max-uploads=x, 400, InvalidArgument",
        "GET, /examplecoffer-1250000000?uploads&encoding-type=base64, 400, InvalidArgument",
        "GET, /examplecoffer-1250000000/k?uploadId=none, 404, NoSuchUpload",
        "PUT, /examplecoffer-1250000000/k?partNumber=1&uploadId=none, 404, NoSuchUpload",
        "PUT, /examplecoffer-1250000000/k?partNumber=0&uploadId=none, 400, InvalidArgument",
        "PUT, /examplecoffer-1250000000/k?partNumber=10001&uploadId=none, 400, InvalidArgument",
        "PUT, /examplecoffer-1250000000/k?partNumber=1, 400, InvalidArgument",
        "PUT, /examplecoffer-1250000000/k?lifecycle, 405, MethodNotAllowed",
        "POST, /examplecoffer-1250000000, 405, MethodNotAllowed",
        "PUT, /, 400, InvalidCofferName",
        "GET, /?uploads, 405, MethodNotAllowed",
        "GET, //k, 400, InvalidCofferName",
        "GET, /Coffer/k, 400, InvalidCofferName",
        "GET, /othercoffer-1250000000/k, 404, CofferNotFound",
        "GET, /examplecoffer-1250000000/a%00b, 400, InvalidObjectKey",
        "GET, /examplecoffer-1250000000/a%C3, 400, InvalidArgument",
        "PATCH, /examplecoffer-1250000000/k, 405, MethodNotAllowed"})
    void refusesByTheNameOfThePage(String method, String target, int status, String code) throws Exception {
        refused(status, code, call(method, target, Headers.NONE, method.equals("PUT") ? "hello" : ""));
    }

    @Test
    void servesRanges() throws Exception {
        call("PUT", PATH, Headers.NONE, "hello");
        Reply part = call("GET", PATH, Headers.of("Range", "bytes=1-3"), "");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("ell");
        assertThat(part.headers().first("Content-Range")).hasValue("bytes 1-3/5");
        refused(416, "InvalidRange", call("GET", PATH, Headers.of("Range", "bytes=5-"), ""));
        Reply head = call("HEAD", "/" + COFFER + "/none", Headers.NONE, "");
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().has("x-cdcs-request-id")).isTrue();
    }

    @Test
    void speaksTheOlderGenerationWithWhoeverDoesNotSayWhereItIsSetTo() throws Exception {
        restart(false, "xml");
        String initiated = call("POST", PATH + "?uploads", Headers.NONE, "").text();
        assertThat(initiated).contains("<InitiateMultipartUploadResult><Coffer>" + COFFER + "</Coffer><Key>exampleobject</Key><UploadId>");
        String error = call("POST", PATH + "?uploads", Headers.NONE, "").text();
        assertThat(error).contains("<Error><Code>ObjectAlreadyUploading</Code>").doesNotContain("<Resource>").contains("<TraceId>");
        refused(404, "ObjectNotExists", call("GET", PATH, Headers.of("Accept", "application/json"), ""));
    }

    private String initiate() throws IOException {
        return json(call("POST", PATH + "?uploads", Headers.NONE, "")).get("UploadId").asText();
    }

    private String initiate(String path) {
        try {
            return json(call("POST", path + "?uploads", Headers.NONE, "")).get("UploadId").asText();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String part(int number, String uploadId, String bytes) throws IOException {
        Reply reply = call("PUT", PATH + "?partNumber=" + number + "&uploadId=" + uploadId, Headers.NONE, bytes);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.headers().first("ETag").orElseThrow().replace("\"", "");
    }

    private Reply call(String method, String target, Headers headers, String body) throws IOException {
        return calls().call(method, target, headers, body);
    }

    private HttpHead signed(String method, String target, Headers headers, Credentials key) {
        return calls().signed(method, target, headers, key);
    }

    private CdcsCalls calls() {
        return new CdcsCalls(server.uri());
    }
}
