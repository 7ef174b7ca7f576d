package io.github.chunkupload.protocol.cdcs;

import static io.github.chunkupload.protocol.cdcs.CdcsFixture.COFFER;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.OBJECT;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.UPLOAD;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.UPLOAD_ID;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.failure;
import static io.github.chunkupload.protocol.cdcs.CdcsFixture.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
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
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays to our client the answers printed on the vendor's pages, of both generations, and what proxies answer. */
class CdcsClientReplyTest {

    private static final String MD5 = "39270a968a357d24207e9911162507eb";
    private static CdcsFixture fixture;

    private final Queue<HttpReply> replies = new ConcurrentLinkedQueue<>();
    private RecordingServer server;
    private ObjectStore client;

    @BeforeAll
    static void start() {
        fixture = new CdcsFixture();
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
        client = fixture.client(server.uri(), "json");
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"Coffer\":\"examplecoffer-1250000000\",\"Key\":\"exampleobject\",\"UploadId\":\"" + UPLOAD_ID + "\"}",
        "<InitiateMultipartUploadResult>\n<Coffer>examplecoffer-1250000000</Coffer>\n<Key>exampleobject</Key>\n<UploadId>" + UPLOAD_ID
            + "</UploadId>\n</InitiateMultipartUploadResult>"})
    void readsAnInitiate(String body) {
        answer(200, body);

        assertThat(client.initiate(wish())).isEqualTo(Admission.open(UPLOAD));
    }

    @Test
    void readsAPartOfThePageWhoseETagIsNoMd5() {
        reply(200, Headers.of("Content-Type", "application/xml").with("Etag", "\"e1e5b4965bc7d30880ed6d226f78a5390f1c09fc\"")
            .with("Server", "tencent-cdcs").with("x-cdcs-request-id", "NTg3ZjI0NzlfOWIxZjRlXzZmNGJfMWYy"), "");
        PartReceipt receipt = putPart();

        assertThat(receipt.etag()).isEqualTo("e1e5b4965bc7d30880ed6d226f78a5390f1c09fc");
        assertThat(receipt.sums()).isEqualTo(Checksums.NONE);
        assertThat(receipt.slot()).isEqualTo(PartSlot.numbered(1, 5));
    }

    @Test
    void readsAPartWhoseETagIsItsMd5() {
        reply(200, Headers.of("ETag", "\"" + MD5 + "\""), "");

        assertThat(putPart().sums()).isEqualTo(Checksums.of(Digest.MD5, MD5));
    }

    @Test
    void livesWithoutAnyHeaderOfAPart() {
        reply(200, Headers.NONE, "");

        assertThat(putPart().etag()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
        {"Coffer":"examplecoffer-1250000000","Key":"exampleobject","UploadId":"14846420620b",
         "Initiator":{"ID":"qcs::cam::uin/100000000001:uin/100000000011","DisplayName":"100000000011"},
         "Owner":{"ID":"1250000000","DisplayName":"1250000000"},
         "PartNumberMarker":"0","NextPartNumberMarker":"1","MaxParts":1000,"IsTruncated":"true",
         "Part":[{"PartNumber":1,"LastModified":"2020-03-25T10:07:14.000Z","ETag":"\\"39270a968a357d24207e9911162507eb\\"",
         "Size":1048576}]}""", """
        {"IsTruncated":true,"Part":{"PartNumber":"1","LastModified":"Wed Mar 25 10:07:14 2020","ETag":"39270a968a357d24207e9911162507eb",
         "Size":"1048576"}}""", """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListPartsResult><Coffer>examplecoffer-1250000000</Coffer><EncodingType/><Key>exampleobject</Key><Marker/><NextMarker>1</NextMarker>
        <MaxCount>1000</MaxCount><IsTruncated>true</IsTruncated><Part><PartNumber> 1 </PartNumber>
        <LastModified>2020-03-25T18:07:14+08:00</LastModified><ETag>"39270a968a357d24207e9911162507eb"</ETag><Size>1048576</Size></Part>
        </ListPartsResult>"""})
    void readsAListOfParts(String body) {
        answer(200, body);
        UploadState state = client.state(UPLOAD, -1, 1000);

        assertThat(state.parts()).singleElement().satisfies(part -> {
            assertThat(part.receipt()).isEqualTo(PartReceipt.of(PartSlot.numbered(0, 1048576), MD5, Checksums.of(Digest.MD5, MD5)));
            assertThat(part.modified()).isEqualTo(Instant.parse("2020-03-25T10:07:14Z"));
        });
        assertThat(state.truncated()).isTrue();
        assertThat(state.contiguous()).isEqualTo(1048576);
    }

    @Test
    void readsAListOfUploadsToItsEndAndSortsIt() {
        answer(200, """
            {"Coffer":"examplecoffer-1250000000","EncodingType":"","UploadIdMarker":"","NextUploadIdMarker":"1484726657932b",
             "IsTruncated":"true","Prefix":"","MaxUploads":1000,
             "Upload":[{"Key":"Object","UploadId":"1484726657932b","Initiator":{"ID":"qcs::cam::uin/100000000001:uin/100000000001",
             "DisplayName":"100000000001"},"Owner":{"ID":"qcs::cam::uin/100000000001:uin/100000000001","DisplayName":"100000000001"},
             "Initiated":"Wed Jan 18 16:12:38 2017"}]}""");
        answer(200, "<ListMultipartUploadsResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><Upload>"
            + "<Key>A%20b%2Fc</Key><UploadId>2</UploadId></Upload></ListMultipartUploadsResult>");
        List<UploadInfo> uploads = client.uploads(UploadQuery.prefix(COFFER, "")).items();

        assertThat(uploads).extracting(UploadInfo::upload).containsExactly(new UploadRef(new ObjectRef(COFFER, "A b/c"), "2"),
            new UploadRef(new ObjectRef(COFFER, "Object"), "1484726657932b"));
        assertThat(uploads.get(1).initiated()).isEqualTo(Instant.parse("2017-01-18T16:12:38Z"));
        assertThat(server.last().head().query().first("upload-id-marker")).hasValue("1484726657932b");
    }

    @Test
    void refusesAListThatDoesNotGoOn() {
        String same = "{\"IsTruncated\":\"true\",\"NextUploadIdMarker\":\"1\",\"Upload\":[]}";
        answer(200, same);
        answer(200, same);

        failure(Failure.PROTOCOL, () -> client.uploads(UploadQuery.prefix(COFFER, "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"Locations\":{\"Location\":[\"ap-tianjin\"]},\"Coffer\":\"examplecoffer-1250000000\",\"Key\":\"exampleobject\","
            + "\"ETag\":\"\\\"3a0f1fd698c235af9cf098cb74aa25bc\\\"\"}",
        "<CompleteMultipartUploadResult><Locations><Location>ap-tianjin</Location></Locations><Coffer>examplecoffer-1250000000</Coffer>"
            + "<Key>exampleobject</Key><ETag>\"3a0f1fd698c235af9cf098cb74aa25bc\"</ETag></CompleteMultipartUploadResult>"})
    void readsACompleteBehindBlanksAndTakesItsETagForNoChecksum(String result) {
        byte[] late = (" ".repeat(100_000) + "\n" + result).getBytes(StandardCharsets.UTF_8);
        replies.add(new HttpReply(200, Headers.NONE, Body.once(new ByteArrayInputStream(late), -1)));
        ObjectReceipt receipt = complete();

        assertThat(receipt.etag()).isEqualTo("3a0f1fd698c235af9cf098cb74aa25bc");
        assertThat(receipt.sums()).isEqualTo(Checksums.NONE);
        assertThat(receipt.size()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"  {\"Code\":\"InternalError\",\"Message\":\"We encountered an internal error.\"}",
        "  <Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>"})
    void anErrorBehindStatus200IsAnError(String body) {
        answer(200, body);
        UploadException failure = failure(Failure.INTERNAL, this::complete);

        assertThat(failure.protocolCode()).isEqualTo("InternalError");
        assertThat(failure.httpStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "<html><body>It works!</body></html>", "<ListPartsResult/>", "{}", "[]", "OK", "{\"Key\":1} x"})
    void aCompleteThatSaysNothingOfUseHasToBeAskedFor(String body) {
        answer(200, body);

        assertThat(failure(Failure.PROTOCOL, this::complete).remedy()).isEqualTo(Remedy.ASK);
    }

    @Test
    void readsAnAbort() {
        reply(204, Headers.NONE, "");
        client.abort(UPLOAD);
        answer(404, "{\"Code\":\"NoSuchUpload\",\"Message\":\"gone\",\"Resource\":\"/examplecoffer-1250000000/exampleobject\","
            + "\"RequestId\":\"NWE=\",\"TraceId\":\"OGVm\"}");
        UploadException failure = failure(Failure.NO_SUCH_UPLOAD, () -> client.abort(UPLOAD));

        assertThat(failure.requestId()).isEqualTo("NWE=");
        assertThat(failure).hasMessageContaining("NoSuchUpload (status 404)").hasMessageContaining("gone");
    }

    @Test
    void readsAPutAHeadAndAGet() throws Exception {
        Headers described = Headers.of("Content-Type", "image/jpeg").with("ETag", "\"" + MD5 + "\"")
            .with("Last-Modified", "Fri, 10 Apr 2020 09:35:05 GMT");
        reply(200, Headers.of("ETag", "\"" + MD5 + "\""), "");
        reply(200, described.with("Content-Length", "16087"), "");
        reply(206, described.with("Content-Range", "bytes 2-4/10"), "cde");

        assertThat(client.put(wish(), Body.of(new byte[3]), Checks.NONE).sums()).isEqualTo(Checksums.of(Digest.MD5, MD5));
        ObjectInfo info = client.head(OBJECT, Access.NONE);
        assertThat(info.size()).isEqualTo(16087);
        assertThat(info.sums()).as("the ETag of an object is no checksum").isEqualTo(Checksums.NONE);
        assertThat(info.modified()).isEqualTo(Instant.parse("2020-04-10T09:35:05Z"));
        assertThat(info.metadata()).isEqualTo(Metadata.NONE.withHeader("content-type", "image/jpeg"));
        try (Download download = client.get(OBJECT, new ByteRange(2, 4), Access.NONE)) {
            assertThat(download.info().size()).isEqualTo(10);
            assertThat(download.body().open().readAllBytes()).asString().isEqualTo("cde");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KMSFailed", "AssumeRoleFailed", "ErrKMSFailed", "ErrAssumeRoleFailed"})
    void whatPeopleHaveToMendIsTriedAgainAfterALongWait(String code) {
        answer(409, "{\"Code\":\"" + code + "\"}");
        UploadException failure = failure(Failure.KEY_SERVICE, this::putPart);

        assertThat(failure.remedy()).isEqualTo(Remedy.BACK_OFF);
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(30));
        assertThat(failure.protocolCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"ObjectAlreadyExists, ALREADY_EXISTS", "ObjectAlreadyExistsOwnedByYou, ALREADY_EXISTS",
        "ObjectAlreadyUploading, UPLOAD_OPEN",
        "MultipartAlreadyCompleted, NO_SUCH_UPLOAD", "DataSynchronization, PENDING", "AlreadyLock, CONFLICT", "Whatever, CONFLICT"})
    void tellsConflictsApart(String code, Failure kind) {
        answer(409, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><RequestId>x</RequestId></Error>");

        failure(kind, () -> client.initiate(wish()));
    }

    @Test
    void aHeadThatFailsTellsByItsStatus() {
        reply(404, Headers.of("x-cdcs-request-id", "NjA="), "");

        assertThat(failure(Failure.NO_SUCH_OBJECT, () -> client.head(OBJECT, Access.NONE)).requestId()).isEqualTo("NjA=");
    }

    @Test
    void anAuthFailedOfAServerWithAnotherTimeIsAMatterOfClocks() {
        Clock wrong = Clock.fixed(Instant.parse("2020-04-10T12:00:00Z"), ZoneOffset.UTC);
        client = fixture.client(server.uri(), Map.of(), CdcsFixture.KEY, wrong);
        for (String date : List.of("Fri, 10 Apr 2020 12:00:30 GMT", "Fri, 10 Apr 2020 13:30:00 GMT", "Fri, 10 Apr 2020 11:30:00 GMT")) {
            reply(401, Headers.of("Date", date), "{\"Code\":\"AuthFailed\"}");
        }

        failure(Failure.SIGNATURE_MISMATCH, this::putPart);
        assertThat(failure(Failure.EXPIRED, this::putPart).serverDate()).hasValue(Instant.parse("2020-04-10T13:30:00Z"));
        failure(Failure.EXPIRED, this::putPart);
    }

    @Test
    void refusesWhatCdcsHasNotBeforeAnyByteMoves() {
        failure(Failure.UNSUPPORTED, () -> client.delete(OBJECT));
        failure(Failure.UNSUPPORTED, () -> client.initiate(UploadRequest.of(OBJECT)));
        failure(Failure.INVALID_METADATA, () -> client.initiate(wish().withMetadata(Metadata.NONE.withUser("a", "b"))));
        failure(Failure.INVALID_ARGUMENT, () -> client.put(wish(), Body.EMPTY, Checks.NONE));
        failure(Failure.LENGTH_REQUIRED, () -> client.put(wish(), Body.once(new ByteArrayInputStream(new byte[1]), -1), Checks.NONE));
        failure(Failure.INVALID_BUCKET, () -> client.head(new ObjectRef("Not_A_Coffer", "k"), Access.NONE));
        assertThat(server.requests()).isEmpty();
    }

    private PartReceipt putPart() {
        return client.putPart(UPLOAD, PartSlot.numbered(1, 5), Body.of(new byte[5]), Checks.NONE, Access.NONE);
    }

    private ObjectReceipt complete() {
        return client.complete(UPLOAD, Completion.of(List.of(PartReceipt.of(PartSlot.numbered(0, 5), MD5, Checksums.NONE))));
    }

    /** Answers with a Content-Type that is as wrong as that on the vendor's pages. */
    private void answer(int status, String body) {
        reply(status, Headers.of("Content-Type", "application/xml"), body);
    }

    private void reply(int status, Headers headers, String body) {
        replies.add(new HttpReply(status, headers, Body.of(body.getBytes(StandardCharsets.UTF_8))));
    }
}
