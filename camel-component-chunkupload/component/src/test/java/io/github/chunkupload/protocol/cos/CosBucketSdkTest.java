package io.github.chunkupload.protocol.cos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.exception.CosServiceException;
import com.qcloud.cos.model.AbortMultipartUploadRequest;
import com.qcloud.cos.model.Bucket;
import com.qcloud.cos.model.COSObjectSummary;
import com.qcloud.cos.model.CannedAccessControlList;
import com.qcloud.cos.model.CreateBucketRequest;
import com.qcloud.cos.model.InitiateMultipartUploadRequest;
import com.qcloud.cos.model.ListObjectsRequest;
import com.qcloud.cos.model.ObjectListing;
import com.qcloud.cos.utils.Md5Utils;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.testing.SocketServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's Java SDK 5.6.265, unmodified, makes, lists and removes buckets of our server, and lists what is in them. */
class CosBucketSdkTest {

    private static final String BUCKET = CosFixture.BUCKET;

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;
    private COSClient sdk;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        start(Set.of());
    }

    @AfterEach
    void close() {
        sdk.shutdown();
        server.close();
        disk.close();
    }

    private void start(Set<String> served) {
        server = SocketServer.start(new CosProtocol().server(caller -> disk, new ServerSettings(CredentialSource.of(CosFixture.KEY), false,
            served, "", Set.of(), CosFixture.APP_ID, Map.of(), OptionalLong.empty(), Clock.systemUTC())));
        sdk = VendorSdk.RESOLVER.client(server.port(), CosFixture.KEY);
    }

    @Test
    void makesABucketAndRemovesIt() {
        assertThat(sdk.doesBucketExist(BUCKET)).isFalse();
        sdk.createBucket(BUCKET);

        assertThat(sdk.doesBucketExist(BUCKET)).isTrue();
        refused(409, "BucketAlreadyOwnedByYou", () -> sdk.createBucket(BUCKET));
        sdk.deleteBucket(BUCKET);
        assertThat(sdk.doesBucketExist(BUCKET)).isFalse();
        refused(404, "NoSuchBucket", () -> sdk.deleteBucket(BUCKET));
    }

    @Test
    void removesNoBucketThatHasObjectsOrOpenUploads() {
        sdk.createBucket(BUCKET);
        String id = sdk.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "k")).getUploadId();
        refused(409, "BucketNotEmpty", () -> sdk.deleteBucket(BUCKET));
        sdk.abortMultipartUpload(new AbortMultipartUploadRequest(BUCKET, "k", id));
        sdk.putObject(BUCKET, "k", "content");
        refused(409, "BucketNotEmpty", () -> sdk.deleteBucket(BUCKET));
        sdk.deleteObject(BUCKET, "k");
        sdk.deleteBucket(BUCKET);
    }

    @Test
    void listsBucketsWithTheirOwnerAndDate() {
        assertThat(sdk.listBuckets()).isEmpty();
        sdk.createBucket("b-" + CosFixture.APP_ID);
        sdk.createBucket("a-" + CosFixture.APP_ID);
        List<Bucket> buckets = sdk.listBuckets();

        assertThat(buckets).extracting(Bucket::getName).containsExactly("a-" + CosFixture.APP_ID, "b-" + CosFixture.APP_ID);
        assertThat(buckets).allSatisfy(bucket -> {
            assertThat(bucket.getCreationDate()).isCloseTo(new Date(), 60_000);
            assertThat(bucket.getOwner().getId()).isEqualTo(CosFixture.APP_ID);
        });
    }

    @Test
    void aBucketThatIsServedByConfigurationIsAlwaysThere() {
        close();
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        start(Set.of(BUCKET));

        assertThat(sdk.doesBucketExist(BUCKET)).isTrue();
        assertThat(sdk.listBuckets()).extracting(Bucket::getName).containsExactly(BUCKET);
        refused(409, "BucketAlreadyOwnedByYou", () -> sdk.createBucket(BUCKET));
        refused(403, "AccessDenied", () -> sdk.deleteBucket(BUCKET));
        assertThat(sdk.doesBucketExist("other-" + CosFixture.APP_ID)).isFalse();
    }

    @Test
    void makesNoBucketThatIsOpenToOthers() {
        CreateBucketRequest open = new CreateBucketRequest(BUCKET);
        open.setCannedAcl(CannedAccessControlList.PublicRead);
        CreateBucketRequest closed = new CreateBucketRequest(BUCKET);
        closed.setCannedAcl(CannedAccessControlList.Private);

        refused(501, "NotImplemented", () -> sdk.createBucket(open));
        refused(501, "NotImplemented", () -> sdk.createMAZBucket(new CreateBucketRequest(BUCKET)));
        assertThat(sdk.doesBucketExist(BUCKET)).isFalse();
        sdk.createBucket(closed);
        assertThat(sdk.doesBucketExist(BUCKET)).isTrue();
    }

    @Test
    void listsObjectsWithAllThatIsToldOfThem() {
        sdk.putObject(BUCKET, "dir one/a+b~*&中.bin", "content");
        ObjectListing listing = sdk.listObjects(BUCKET);

        assertThat(listing.getBucketName()).isEqualTo(BUCKET);
        assertThat(listing.isTruncated()).isFalse();
        assertThat(listing.getMaxKeys()).isEqualTo(1000);
        COSObjectSummary object = listing.getObjectSummaries().get(0);
        assertThat(object.getKey()).isEqualTo("dir one/a+b~*&中.bin");
        assertThat(object.getSize()).isEqualTo(7);
        assertThat(object.getETag()).isEqualTo(Md5Utils.md5Hex("content"));
        assertThat(object.getLastModified()).isCloseTo(new Date(), 60_000);
        assertThat(object.getStorageClass()).isEqualTo("STANDARD");
        assertThat(object.getOwner().getId()).isEqualTo(CosFixture.APP_ID);
        assertThat(sdk.listObjects(BUCKET, "other").getObjectSummaries()).isEmpty();
    }

    @Test
    void listsObjectsByPrefixAndDelimiterInPages() {
        for (String key : List.of("photos/1", "photos/a & b/1", "photos/a & b/2", "photos/c/1", "photos/d", "other")) {
            sdk.putObject(BUCKET, key, "content");
        }
        ListObjectsRequest request = new ListObjectsRequest(BUCKET, "photos/", null, "/", null);
        ObjectListing all = sdk.listObjects(request);
        assertThat(keys(all)).containsExactly("photos/1", "photos/d");
        assertThat(all.getCommonPrefixes()).containsExactly("photos/a & b/", "photos/c/");

        for (int size = 1; size <= 5; size++) {
            request.setMaxKeys(size);
            List<String> keys = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            ObjectListing page = sdk.listObjects(request);
            int pages = 1;
            while (true) {
                assertThat(page.getObjectSummaries().size() + page.getCommonPrefixes().size()).isBetween(1, size);
                keys.addAll(keys(page));
                prefixes.addAll(page.getCommonPrefixes());
                if (!page.isTruncated()) {
                    break;
                }
                page = sdk.listNextBatchOfObjects(page);
                pages++;
            }
            assertThat(keys).as("pages of %d", size).isEqualTo(keys(all));
            assertThat(prefixes).as("pages of %d", size).isEqualTo(all.getCommonPrefixes());
            assertThat(pages).isEqualTo((4 + size - 1) / size);
        }
    }

    @Test
    void refusesAListThatIsNone() {
        ListObjectsRequest base64 = new ListObjectsRequest(BUCKET, null, null, null, 0);

        refused(400, "InvalidArgument", () -> sdk.listObjects(base64));
        base64.setMaxKeys(5);
        base64.setEncodingType("base64");
        refused(400, "InvalidArgument", () -> sdk.listObjects(base64));
    }

    private static List<String> keys(ObjectListing listing) {
        return listing.getObjectSummaries().stream().map(COSObjectSummary::getKey).toList();
    }

    private static void refused(int status, String code, ThrowingCallable call) {
        CosServiceException refusal = catchThrowableOfType(CosServiceException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.getErrorCode()).isEqualTo(code);
        assertThat(refusal.getStatusCode()).isEqualTo(status);
        assertThat(refusal.getRequestId()).isNotEmpty();
    }
}
