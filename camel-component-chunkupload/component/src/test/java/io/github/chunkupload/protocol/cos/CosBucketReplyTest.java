package io.github.chunkupload.protocol.cos;

import static io.github.chunkupload.protocol.cos.CosFixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.SocketServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

/** Replays to our client what the vendor's manual answers about buckets. */
class CosBucketReplyTest {

    private static CosFixture fixture;

    private final Queue<HttpReply> replies = new ConcurrentLinkedQueue<>();
    private RecordingServer server;
    private Buckets buckets;
    private Listing listing;

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
        ObjectStore client = fixture.client(server.uri(), Addressing.PATH);
        buckets = client.capability(Buckets.class).orElseThrow();
        listing = client.capability(Listing.class).orElseThrow();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void readsAListOfBucketsAndSortsIt() {
        answer(200, """
            <?xml version='1.0' encoding='utf-8' ?>
            <ListAllMyBucketsResult>
              <Owner><ID>qcs::cam::uin/100000000001:uin/100000000001</ID><DisplayName>100000000001</DisplayName></Owner>
              <Buckets>
                <Bucket><Name>examplebucket2-1250000000</Name><Location>ap-beijing</Location>
                  <CreationDate>2019-05-24T11:51:50Z</CreationDate></Bucket>
                <Bucket><Name>examplebucket1-1250000000</Name><Location>ap-beijing</Location>
                  <CreationDate>2019-05-24T11:49:50Z</CreationDate></Bucket>
              </Buckets>
            </ListAllMyBucketsResult>""");
        answer(200, "<ListAllMyBucketsResult><Owner/><Buckets/></ListAllMyBucketsResult>");

        assertThat(buckets.buckets()).containsExactly(
            new BucketInfo("examplebucket1-1250000000", Instant.parse("2019-05-24T11:49:50Z")),
            new BucketInfo("examplebucket2-1250000000", Instant.parse("2019-05-24T11:51:50Z")));
        assertThat(server.last().target()).isEqualTo("/");
        assertThat(buckets.buckets()).isEmpty();
    }

    @Test
    void readsThatABucketIsThereOrIsNotOrIsAnothers() {
        answer(200, "");
        answer(404, "");
        answer(403, "");

        assertThat(buckets.bucket(BUCKET)).hasValue(new BucketInfo(BUCKET, Instant.EPOCH));
        assertThat(buckets.bucket(BUCKET)).isEmpty();
        refused(Failure.FORBIDDEN, () -> buckets.bucket(BUCKET));
    }

    @ParameterizedTest
    @CsvSource({"409, BucketAlreadyExists, BUCKET_EXISTS", "409, BucketAlreadyOwnedByYou, BUCKET_EXISTS",
        "409, BucketNotEmpty, BUCKET_NOT_EMPTY", "404, NoSuchBucket, NO_SUCH_BUCKET", "404, Whatever, NO_SUCH_BUCKET",
        "400, InvalidBucketName, INVALID_BUCKET", "403, AccessDenied, FORBIDDEN"})
    void knowsWhyABucketIsRefused(int status, String code, Failure kind) {
        answer(status, "<Error><Code>" + code + "</Code><Message>m</Message></Error>");
        answer(status, "{\"Code\":\"" + code + "\"}");

        refused(kind, () -> buckets.createBucket(BUCKET));
        refused(kind, () -> buckets.deleteBucket(BUCKET));
    }

    @Test
    void readsAListOfObjects() {
        answer(200, """
            <?xml version='1.0' encoding='utf-8' ?>
            <ListBucketResult>
              <Name>examplebucket-1250000000</Name><EncodingType>url</EncodingType><Prefix>example-folder-1%2f</Prefix>
              <Marker/><MaxKeys>5</MaxKeys><Delimiter>%2f</Delimiter><IsTruncated>true</IsTruncated>
              <NextMarker>example-folder-1%2fexample%20object-5.jpg</NextMarker>
              <CommonPrefixes><Prefix>example-folder-1%2fsub%2f</Prefix></CommonPrefixes>
              <Contents><Key>example-folder-1%2fexample-object-1.jpg</Key><LastModified>2020-12-10T03:37:30.000Z</LastModified>
                <ETag>&quot;f173c1199e3d3b53dd91223cae16fb42&quot;</ETag><Size>37</Size>
                <Owner><ID>1250000000</ID><DisplayName>1250000000</DisplayName></Owner><StorageClass>STANDARD_IA</StorageClass></Contents>
            </ListBucketResult>""");
        Page<ObjectInfo> page = listing.objects(ObjectQuery.prefix(BUCKET, "example-folder-1/").delimiter("/").limit(5));

        assertThat(page.prefixes()).containsExactly("example-folder-1/sub/");
        assertThat(page.next()).hasValue(new Marker("example-folder-1/example object-5.jpg", ""));
        assertThat(page.items()).singleElement().satisfies(info -> {
            assertThat(info.object().key()).isEqualTo("example-folder-1/example-object-1.jpg");
            assertThat(info.size()).isEqualTo(37);
            assertThat(info.etag()).isEqualTo("f173c1199e3d3b53dd91223cae16fb42");
            assertThat(info.sums()).isEqualTo(Checksums.NONE);
            assertThat(info.modified()).isEqualTo(Instant.parse("2020-12-10T03:37:30Z"));
            assertThat(info.metadata().header("storage-class")).hasValue("STANDARD_IA");
        });
    }

    @Test
    void findsTheNextPageWhereTheServerDoesNotTellIt() {
        answer(200, "<ListBucketResult><IsTruncated>true</IsTruncated><CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>"
            + "<Contents><Key>a</Key></Contents></ListBucketResult>");
        answer(200, "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>");

        assertThat(listing.objects(ObjectQuery.prefix(BUCKET, "")).next()).hasValue(new Marker("b/", ""));
        assertThat(listing.objects(ObjectQuery.prefix(BUCKET, "")).next()).isEmpty();
    }

    @Test
    void refusesBeforeAnyByteMoves() {
        Buckets bucketless = fixture.client(server.uri(), Addressing.BUCKETLESS).capability(Buckets.class).orElseThrow();

        assertThat(refused(Failure.UNSUPPORTED, bucketless::buckets)).hasMessageContaining("service.cos.myqcloud.com");
        refused(Failure.INVALID_BUCKET, () -> buckets.createBucket("Not_A_Bucket"));
        refused(Failure.INVALID_BUCKET, () -> listing.objects(ObjectQuery.prefix("", "")));
        assertThat(server.requests()).isEmpty();
    }

    private static UploadException refused(Failure kind, ThrowingCallable call) {
        UploadException refusal = catchThrowableOfType(UploadException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        return refusal;
    }

    private void answer(int status, String body) {
        replies.add(new HttpReply(status, Headers.of("Content-Type", "application/xml"),
            Body.of(body.getBytes(StandardCharsets.UTF_8))));
    }
}
