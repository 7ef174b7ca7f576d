package io.github.chunkupload.protocol.cos;

import static io.github.chunkupload.protocol.cos.CosFixture.BUCKET;
import static io.github.chunkupload.protocol.cos.CosFixture.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays to our client what the vendor's service answers according to its manual and to captures, and what proxies answer. */
class CosClientReplyTest {

    private static final UploadRef UPLOAD = new UploadRef(OBJECT,
        "1484727270323ddb949d528c629235314a9ead80f0ba5d993a3d76b460e6a9cceb9633b08e");
    private static final String MD5 = "39270a968a357d24207e9911162507eb";
    private static final PartReceipt PART = PartReceipt.of(PartSlot.numbered(0, 5), MD5, Checksums.NONE);
    private static CosFixture fixture;

    private final Queue<HttpReply> replies = new ConcurrentLinkedQueue<>();
    private RecordingServer server;
    private ObjectStore client;

    @BeforeAll
    static void start() {
        fixture = new CosFixture();
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
        client = fixture.client(server.uri(), Addressing.BUCKETLESS);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void readsAnInitiate() {
        xml(200, """
            <?xml version="1.0" encoding="UTF-8"?>
            <InitiateMultipartUploadResult>
              <Bucket>examplebucket-1250000000</Bucket>
              <Key>exampleobject</Key>
              <UploadId>1484727270323ddb949d528c629235314a9ead80f0ba5d993a3d76b460e6a9cceb9633b08e</UploadId>
            </InitiateMultipartUploadResult>""");

        assertThat(client.initiate(UploadRequest.of(OBJECT))).isEqualTo(Admission.open(UPLOAD));
    }

    @Test
    void readsAPart() {
        reply(200, Headers.of("ETag", "\"d067a0fa9dc61a6e7195ca99696b5a89\"").with("x-cos-hash-crc64ecma", "15570549323392296765")
            .with("Server", "tencent-cos"), "");
        PartReceipt receipt = putPart();

        assertThat(receipt.etag()).isEqualTo("d067a0fa9dc61a6e7195ca99696b5a89");
        assertThat(receipt.sums()).isEqualTo(Checksums.of(Digest.CRC64, "15570549323392296765")
            .with(Digest.MD5, "d067a0fa9dc61a6e7195ca99696b5a89"));
        assertThat(receipt.slot()).isEqualTo(PartSlot.numbered(1, 5));
    }

    @Test
    void takesTheETagOfOldServersAsOpaque() {
        reply(200, Headers.of("Etag", "\"e1e5b4965bc7d30880ed6d226f78a5390f1c09fc\"").with("Content-Type", "application/xml"), "");
        PartReceipt receipt = putPart();

        assertThat(receipt.etag()).isEqualTo("e1e5b4965bc7d30880ed6d226f78a5390f1c09fc");
        assertThat(receipt.sums()).isEqualTo(Checksums.NONE);
    }

    @Test
    void livesWithoutAnyHeaderOfAPart() {
        reply(200, Headers.NONE, "");

        assertThat(putPart().etag()).isEmpty();
    }

    @Test
    void readsAListOfParts() {
        xml(200, """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListPartsResult>
              <Bucket>examplebucket-1250000000</Bucket><EncodingType/><Key>exampleobject</Key><UploadId>14846420620b</UploadId>
              <Initiator><ID>qcs::cam::uin/100000000001:uin/100000000001</ID><DisplayName>100000000001</DisplayName></Initiator>
              <Owner><ID>1250000000</ID><DisplayName>1250000000</DisplayName></Owner>
              <StorageClass>STANDARD</StorageClass><PartNumberMarker/>
              <Part><PartNumber> 1 </PartNumber><LastModified>2020-03-25T10:07:14.000Z</LastModified>
                <ETag>"39270a968a357d24207e9911162507eb"</ETag><Size> 1048576 </Size></Part>
              <Part><PartNumber>3</PartNumber><LastModified>Tue Jan 17 16:43:37 2017</LastModified>
                <ETag>&quot;x&quot;</ETag><Size>7</Size></Part>
              <NextPartNumberMarker>3</NextPartNumberMarker><MaxParts>1000</MaxParts><IsTruncated>true</IsTruncated>
            </ListPartsResult>""");
        UploadState state = client.state(UPLOAD, -1, 1000);

        assertThat(state.parts()).extracting(part -> part.receipt().slot())
            .containsExactly(PartSlot.numbered(0, 1048576), PartSlot.numbered(2, 7));
        assertThat(state.parts()).extracting(part -> part.receipt().etag()).containsExactly(MD5, "x");
        assertThat(state.parts().get(0).receipt().sums()).isEqualTo(Checksums.of(Digest.MD5, MD5));
        assertThat(state.parts().get(0).modified()).isEqualTo(Instant.parse("2020-03-25T10:07:14Z"));
        assertThat(state.truncated()).isTrue();
        assertThat(state.contiguous()).isEqualTo(1048576);
    }

    @Test
    void readsAListOfUploads() {
        xml(200, """
            <ListMultipartUploadsResult>
              <Bucket>examplebucket-1250000000</Bucket><Encoding-type>url</Encoding-type><KeyMarker/><UploadIdMarker/>
              <MaxUploads>1000</MaxUploads><IsTruncated>true</IsTruncated><NextKeyMarker>a%20b</NextKeyMarker>
              <NextUploadIdMarker>1484726657932b</NextUploadIdMarker><Prefix/><Delimiter/>
              <Upload><Key>a%20b%2F%E4%B8%AD</Key><UploadId>1484726657932b</UploadId><StorageClass>STANDARD</StorageClass>
                <Initiated>2017-01-18T16:12:38.000Z</Initiated></Upload>
              <CommonPrefixes><Prefix>photos%2F</Prefix></CommonPrefixes>
            </ListMultipartUploadsResult>""");
        Page<UploadInfo> page = client.uploads(UploadQuery.prefix(BUCKET, ""));

        assertThat(page.items()).extracting(UploadInfo::upload)
            .containsExactly(new UploadRef(new ObjectRef(BUCKET, "a b/中"), "1484726657932b"));
        assertThat(page.items().get(0).initiated()).isEqualTo(Instant.parse("2017-01-18T16:12:38Z"));
        assertThat(page.prefixes()).containsExactly("photos/");
        assertThat(page.next()).hasValue(new Marker("a b", "1484726657932b"));
    }

    @Test
    void keysOfAServerThatDoesNotEncodeStayAsTheyAre() {
        xml(200, "<ListMultipartUploadsResult><Upload><Key>a%20b</Key><UploadId>1</UploadId></Upload></ListMultipartUploadsResult>");

        assertThat(client.uploads(UploadQuery.prefix(BUCKET, "")).items()).extracting(i -> i.upload().object().key())
            .containsExactly("a%20b");
    }

    @Test
    void readsACompleteBehindBlanks() {
        String result = "<CompleteMultipartUploadResult><Location>http://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/exampleobject"
            + "</Location><Bucket>examplebucket-1250000000</Bucket><Key>exampleobject</Key>"
            + "<ETag>\"3a0f1fd698c235af9cf098cb74aa25bc-2\"</ETag></CompleteMultipartUploadResult>";
        byte[] late = (" ".repeat(100_000) + "\n<?xml version=\"1.0\"?>" + result).getBytes(StandardCharsets.UTF_8);
        replies.add(new HttpReply(200, Headers.of("x-cos-hash-crc64ecma", "15570549323392296765"),
            Body.once(new ByteArrayInputStream(late), -1)));
        ObjectReceipt receipt = complete();

        assertThat(receipt.etag()).isEqualTo("3a0f1fd698c235af9cf098cb74aa25bc-2");
        assertThat(receipt.sums()).isEqualTo(Checksums.of(Digest.CRC64, "15570549323392296765"));
        assertThat(receipt.location()).hasValue("http://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/exampleobject");
        assertThat(receipt.size()).isEqualTo(5);
    }

    @Test
    void anErrorBehindStatus200IsAnError() {
        xml(200, "  <Error><Code>InternalError</Code><Message>We encountered an internal error.</Message></Error>");
        UploadException failure = failure(this::complete);

        assertThat(failure.kind()).isEqualTo(Failure.INTERNAL);
        assertThat(failure.protocolCode()).isEqualTo("InternalError");
        assertThat(failure.httpStatus()).isEqualTo(200);
        assertThat(failure.remedy()).isEqualTo(Remedy.BACK_OFF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "<html><body>It works!</body></html>", "<ListPartsResult/>", "{}", "OK"})
    void aCompleteThatSaysNothingOfUseHasToBeAskedFor(String body) {
        xml(200, body);
        UploadException failure = failure(this::complete);

        assertThat(failure.kind()).isEqualTo(Failure.PROTOCOL);
        assertThat(failure.remedy()).isEqualTo(Remedy.ASK);
    }

    @Test
    void aCompleteThatBreaksOffIsAConnectionFailure() {
        replies.add(new HttpReply(200, Headers.NONE, Body.once(new ByteArrayInputStream("<Comp".getBytes(StandardCharsets.UTF_8)), 500)));

        assertThat(failure(this::complete).kind()).isEqualTo(Failure.CONNECTION);
    }

    @Test
    void looksETagsUpThatItWasNotGiven() {
        xml(200, "<ListPartsResult><IsTruncated>true</IsTruncated><Part><PartNumber>1</PartNumber><ETag>\"one\"</ETag><Size>5</Size></Part>"
            + "</ListPartsResult>");
        xml(200, "<ListPartsResult><Part><PartNumber>2</PartNumber><ETag>\"two\"</ETag><Size>6</Size></Part></ListPartsResult>");
        xml(200, "<CompleteMultipartUploadResult><ETag>\"e-2\"</ETag></CompleteMultipartUploadResult>");
        ObjectReceipt receipt = client.complete(UPLOAD, Completion.of(List.of(part(0, "given"), part(1, ""))));

        assertThat(receipt.size()).isEqualTo(11);
        assertThat(server.last().body()).asString().isEqualTo("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>given</ETag>"
            + "</Part><Part><PartNumber>2</PartNumber><ETag>two</ETag></Part></CompleteMultipartUpload>");
    }

    @Test
    void readsAnAbort() {
        reply(204, Headers.NONE, "");
        client.abort(UPLOAD);
        xml(404, "<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>NoSuchUpload</Code>\n\t<Message>The specified multipart upload "
            + "does not exist.</Message>\n\t<Resource>examplebucket-1250000000.cos.ap-beijing.myqcloud.com/exampleobject</Resource>\n\t"
            + "<RequestId>NWE=</RequestId>\n\t<TraceId>OGVm</TraceId>\n</Error>");
        UploadException failure = failure(() -> client.abort(UPLOAD));

        assertThat(failure.kind()).isEqualTo(Failure.NO_SUCH_UPLOAD);
        assertThat(failure.requestId()).isEqualTo("NWE=");
        assertThat(failure).hasMessageContaining("NoSuchUpload (status 404)").hasMessageContaining("does not exist");
    }

    @Test
    void readsAPut() {
        reply(200, Headers.of("ETag", "\"" + MD5 + "\""), "");
        ObjectReceipt receipt = client.put(UploadRequest.of(OBJECT), Body.of(new byte[3]), Checks.NONE);

        assertThat(receipt.sums()).isEqualTo(Checksums.of(Digest.MD5, MD5));
        assertThat(receipt.size()).isEqualTo(3);
    }

    @Test
    void readsAHead() {
        reply(200, Headers.of("Content-Length", "16087").with("Content-Type", "image/jpeg").with("ETag", "\"" + MD5 + "-3\"")
            .with("Last-Modified", "Fri, 10 Apr 2020 09:35:05 GMT").with("x-cos-hash-crc64ecma", "16749565679157681890")
            .with("x-cos-meta-Author", "me").with("x-cos-storage-class", "MAZ_STANDARD").with("x-cos-object-type", "normal"), "");
        ObjectInfo info = client.head(OBJECT, Access.NONE);

        assertThat(info.size()).isEqualTo(16087);
        assertThat(info.etag()).isEqualTo(MD5 + "-3");
        assertThat(info.sums()).isEqualTo(Checksums.of(Digest.CRC64, "16749565679157681890"));
        assertThat(info.modified()).isEqualTo(Instant.parse("2020-04-10T09:35:05Z"));
        assertThat(info.metadata().headers()).containsEntry("content-type", "image/jpeg").containsEntry("storage-class", "MAZ_STANDARD");
        assertThat(info.metadata().user()).containsOnlyKeys("author");
    }

    @Test
    void takesTheRequestIdOfAHeadThatFailsFromItsHeaders() {
        reply(404, Headers.of("x-cos-request-id", "NjA=").with("Date", "Fri, 10 Apr 2020 09:35:05 GMT"), "");
        UploadException failure = failure(() -> client.head(OBJECT, Access.NONE));

        assertThat(failure.kind()).isEqualTo(Failure.NO_SUCH_OBJECT);
        assertThat(failure.requestId()).isEqualTo("NjA=");
        assertThat(failure.serverDate()).hasValue(Instant.parse("2020-04-10T09:35:05Z"));
    }

    @Test
    void readsARange() throws Exception {
        reply(206, Headers.of("Content-Range", "bytes 2-4/10"), "cde");
        try (Download download = client.get(OBJECT, new ByteRange(2, 4), Access.NONE)) {
            assertThat(download.offset()).isEqualTo(2);
            assertThat(download.info().size()).isEqualTo(10);
            assertThat(download.body().open().readAllBytes()).asString().isEqualTo("cde");
        }
        assertThat(server.last().head().header("Range")).hasValue("bytes=2-4");
    }

    @Test
    void refusesAWholeObjectInPlaceOfARange() {
        reply(200, Headers.NONE, "abcdefghij");

        assertThat(failure(() -> client.get(OBJECT, new ByteRange(2, 4), Access.NONE)).kind()).isEqualTo(Failure.PROTOCOL);
    }

    @Test
    void readsADelete() {
        reply(204, Headers.NONE, "");

        assertThat(client.delete(OBJECT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        403 | <Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error> | EXPIRED | FIX_CLOCK
        403 | <Error><Code>RequestTimeTooSkewed</Code></Error> | EXPIRED | FIX_CLOCK
        403 | <Error><Code>SignatureDoesNotMatch</Code><Message/></Error> | SIGNATURE_MISMATCH | GIVE_UP
        503 | <Error><Code>SlowDown</Code></Error> | BUSY | BACK_OFF
        409 | <Error><Code>FileAlreadyExists</Code></Error> | ALREADY_EXISTS | GIVE_UP
        400 | <Error><Code>SomethingNew</Code><Message>x</Message></Error> | INVALID_ARGUMENT | GIVE_UP
        400 | <Error><Message>no code</Message></Error> | INVALID_ARGUMENT | GIVE_UP
        404 | {"code":"NoSuchKey","message":"gone"} | NO_SUCH_OBJECT | GIVE_UP
        404 | {"Code":"NoSuchUpload"} | NO_SUCH_UPLOAD | RESTART_UPLOAD
        404 | [1,2] | NO_SUCH_UPLOAD | RESTART_UPLOAD
        502 | <html><h1>Bad Gateway</h1></html> | UNAVAILABLE | BACK_OFF
        504 | upstream timed out | UNAVAILABLE | BACK_OFF
        500 | '' | INTERNAL | BACK_OFF
        301 | <Error><Code>PermanentRedirect</Code></Error> | PROTOCOL | GIVE_UP
        400 | <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Error><Code>&e;</Code></Error> | INVALID_ARGUMENT | GIVE_UP
        """)
    void understandsWhateverRefusesARequest(int status, String body, Failure kind, Remedy remedy) {
        xml(status, body);
        UploadException failure = failure(this::putPart);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.remedy()).isEqualTo(remedy);
        assertThat(failure.httpStatus()).isEqualTo(status);
    }

    @Test
    void readsNoMoreOfAnErrorThanItNeeds() {
        Endless endless = new Endless();
        replies.add(new HttpReply(500, Headers.NONE, Body.once(endless, -1)));

        assertThat(failure(this::putPart).kind()).isEqualTo(Failure.INTERNAL);
    }

    @Test
    void putsNoMoreThanAPrintableLineOfAServerIntoAMessage() {
        xml(400, "<Error><Code>InvalidArgument</Code><Message>one\ntwo\u007f" + "x".repeat(5000) + "</Message></Error>");

        assertThat(failure(this::putPart).getMessage()).contains("one two x").hasSizeLessThan(500).doesNotContain("\n");
    }

    @Test
    void tellsHowLongToWait() {
        reply(503, Headers.of("Retry-After", "7"), "<Error><Code>DeliveryPending</Code></Error>");
        UploadException failure = failure(this::complete);

        assertThat(failure.kind()).isEqualTo(Failure.PENDING);
        assertThat(failure.remedy()).isEqualTo(Remedy.ASK);
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(7));
        reply(503, Headers.of("Retry-After", "Fri, 10 Apr 2020 09:35:15 GMT").with("Date", "Fri, 10 Apr 2020 09:35:05 GMT"), "");
        assertThat(failure(this::complete).retryAfter()).hasValue(Duration.ofSeconds(10));
    }

    @Test
    void aServerThatHangsUpIsAConnectionFailure() {
        UploadException failure = failure(this::putPart);

        assertThat(failure.kind()).isEqualTo(Failure.CONNECTION);
        assertThat(failure.remedy()).isEqualTo(Remedy.RECONNECT);
    }

    @Test
    void refusesWithoutARequestWhatCosCannotDo() {
        UploadRequest request = UploadRequest.of(OBJECT);

        assertThat(failure(() -> client.initiate(request.withOpen(OpenUploads.REFUSE))).kind()).isEqualTo(Failure.UNSUPPORTED);
        assertThat(failure(() -> client.putPart(UPLOAD, PartSlot.numbered(10_000, 1), Body.EMPTY, Checks.NONE, Access.NONE)).kind())
            .isEqualTo(Failure.INVALID_ARGUMENT);
        assertThat(failure(() -> client.initiate(UploadRequest.of(new ObjectRef("Not_A_Bucket", "k")))).kind())
            .isEqualTo(Failure.INVALID_BUCKET);
        assertThat(failure(() -> client.head(new ObjectRef(BUCKET, "/k"), Access.NONE)).kind()).isEqualTo(Failure.INVALID_KEY);
        assertThat(server.requests()).isEmpty();
    }

    private PartReceipt putPart() {
        return client.putPart(UPLOAD, PartSlot.numbered(1, 5), Body.of(new byte[5]), Checks.NONE, Access.NONE);
    }

    private ObjectReceipt complete() {
        return client.complete(UPLOAD, Completion.of(List.of(PART)));
    }

    private static PartReceipt part(int index, String etag) {
        return PartReceipt.of(PartSlot.numbered(index, 5 + index), etag, Checksums.NONE);
    }

    private void xml(int status, String body) {
        reply(status, Headers.of("Content-Type", "application/xml"), body);
    }

    private void reply(int status, Headers headers, String body) {
        replies.add(new HttpReply(status, headers, Body.of(body.getBytes(StandardCharsets.UTF_8))));
    }

    private static UploadException failure(ThrowingCallable call) {
        UploadException failure = catchThrowableOfType(UploadException.class, call);
        assertThat(failure).as("failure").isNotNull();
        return failure;
    }

    private static final class Endless extends InputStream {

        @Override
        public int read() {
            return 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            Arrays.fill(bytes, offset, offset + length, (byte) 'x');
            return length;
        }
    }
}
