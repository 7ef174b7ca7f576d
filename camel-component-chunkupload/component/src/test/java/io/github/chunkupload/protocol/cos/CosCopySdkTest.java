package io.github.chunkupload.protocol.cos;

import static io.github.chunkupload.protocol.cos.CosFixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.exception.CosServiceException;
import com.qcloud.cos.model.COSObject;
import com.qcloud.cos.model.CompleteMultipartUploadRequest;
import com.qcloud.cos.model.CopyObjectRequest;
import com.qcloud.cos.model.CopyPartRequest;
import com.qcloud.cos.model.CopyPartResult;
import com.qcloud.cos.model.InitiateMultipartUploadRequest;
import com.qcloud.cos.model.ListPartsRequest;
import com.qcloud.cos.model.PartETag;
import com.qcloud.cos.transfer.TransferManager;
import com.qcloud.cos.transfer.TransferManagerConfiguration;
import com.qcloud.cos.utils.Md5Utils;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Crc64;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's Java SDK 5.6.265, unmodified, has our server copy parts. */
class CosCopySdkTest {

    private static final String OTHER = "otherbucket-1250000000";
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;
    private COSClient sdk;
    private byte[] content;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory, new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        server = SocketServer.start(new CosProtocol().server(caller -> disk, new ServerSettings(CredentialSource.of(CosFixture.KEY), false,
            Set.of(BUCKET, OTHER), BUCKET, Set.of(), CosFixture.APP_ID, Map.of(), OptionalLong.empty(), Clock.systemUTC())));
        sdk = VendorSdk.RESOLVER.client(server.port(), CosFixture.KEY);
        content = new byte[3 * MIB];
        new Random(1).nextBytes(content);
    }

    @AfterEach
    void close() {
        sdk.shutdown();
        server.close();
        disk.close();
    }

    @ParameterizedTest
    @EnumSource(VendorSdk.class)
    void copiesWholeObjectsAndRangesHoweverItIsPointedHere(VendorSdk way) throws Exception {
        make(BUCKET, "dir one/a+b~*&中.bin");
        COSClient client = way.client(server.port(), CosFixture.KEY);
        try {
            String id = initiate();
            CopyPartResult whole = client.copyPart(copy(id, 1, BUCKET, "dir one/a+b~*&中.bin"));
            CopyPartRequest middle = copy(id, 2, BUCKET, "dir one/a+b~*&中.bin");
            middle.setFirstByte(10L);
            middle.setLastByte(19L);
            CopyPartResult range = client.copyPart(middle);

            byte[] ten = Arrays.copyOfRange(content, 10, 20);
            assertThat(whole.getETag()).isEqualTo(Md5Utils.md5Hex(content));
            assertThat(whole.getCrc64Ecma()).isEqualTo(crc64(content));
            assertThat(range.getETag()).isEqualTo(Md5Utils.md5Hex(ten));
            assertThat(sdk.listParts(new ListPartsRequest(BUCKET, "copy", id)).getParts())
                .extracting(part -> part.getSize()).containsExactly((long) content.length, 10L);
            sdk.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, "copy", id,
                new ArrayList<>(List.of(whole.getPartETag(), range.getPartETag()))));
            byte[] expected = Arrays.copyOf(content, content.length + 10);
            System.arraycopy(ten, 0, expected, content.length, 10);
            assertThat(read("copy")).isEqualTo(expected);
        } finally {
            client.shutdown();
        }
    }

    @Test
    void copiesWithTheTransferManagerFromAnotherBucket() throws Exception {
        make(OTHER, "source");
        TransferManager manager = new TransferManager(sdk, Executors.newFixedThreadPool(4), true);
        TransferManagerConfiguration configuration = new TransferManagerConfiguration();
        configuration.setMultipartCopyThreshold(MIB);
        configuration.setMultipartCopyPartSize(MIB);
        manager.setConfiguration(configuration);
        manager.copy(new CopyObjectRequest(OTHER, "source", BUCKET, "copy")).waitForCopyResult();
        manager.shutdownNow(false);

        assertThat(read("copy")).isEqualTo(content);
    }

    @Test
    void copiesOnlyWhatTheConditionsAllow() throws Exception {
        make(BUCKET, "source");
        String etag = sdk.getObjectMetadata(BUCKET, "source").getETag();
        String id = initiate();
        CopyPartRequest same = copy(id, 1, BUCKET, "source");
        same.setMatchingETagConstraints(List.of(etag));
        CopyPartRequest another = copy(id, 1, BUCKET, "source");
        another.setMatchingETagConstraints(List.of((etag.startsWith("0") ? "1" : "0") + etag.substring(1)));
        CopyPartRequest changed = copy(id, 1, BUCKET, "source");
        changed.setNonmatchingETagConstraints(List.of(etag));
        CopyPartRequest old = copy(id, 1, BUCKET, "source");
        old.setUnmodifiedSinceConstraint(new Date(0));

        assertThat(sdk.copyPart(same)).isNotNull();
        assertThat(sdk.copyPart(another)).as("the SDK's way to say that a condition does not hold").isNull();
        assertThat(sdk.copyPart(changed)).isNull();
        assertThat(sdk.copyPart(old)).isNull();
    }

    @Test
    void refusesByNameWhatCannotBeCopied() {
        make(BUCKET, "source");
        String id = initiate();
        CopyPartRequest beyond = copy(id, 1, BUCKET, "source");
        beyond.setFirstByte((long) content.length);
        beyond.setLastByte(content.length + 1L);
        CopyPartRequest version = copy(id, 1, BUCKET, "source");
        version.setSourceVersionId("1");

        refused(416, "InvalidRange", () -> sdk.copyPart(beyond));
        refused(501, "NotImplemented", () -> sdk.copyPart(version));
        refused(404, "NoSuchKey", () -> sdk.copyPart(copy(id, 1, BUCKET, "none")));
        refused(404, "NoSuchBucket", () -> sdk.copyPart(copy(id, 1, "third-1250000000", "source")));
        refused(404, "NoSuchUpload", () -> sdk.copyPart(copy("none", 1, BUCKET, "source")));
        refused(400, "InvalidArgument", () -> sdk.copyPart(copy(id, 10_001, BUCKET, "source")));
        refused(501, "NotImplemented", () -> sdk.copyObject(BUCKET, "source", BUCKET, "copy"));
        assertThat(sdk.listParts(new ListPartsRequest(BUCKET, "copy", id)).getParts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a//b", "./a", "a/../b", "%2F", "a%20b", "a?b#c", "😀", "dir/"})
    void copiesFromAwkwardKeys(String key) throws Exception {
        make(BUCKET, key);
        String id = initiate();
        PartETag etag = sdk.copyPart(copy(id, 1, BUCKET, key)).getPartETag();

        assertThat(etag.getETag()).isEqualTo(Md5Utils.md5Hex(content));
    }

    private void make(String bucket, String key) {
        disk.put(UploadRequest.of(new ObjectRef(bucket, key)), Body.of(content), Checks.NONE);
    }

    private String initiate() {
        return sdk.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "copy")).getUploadId();
    }

    private static CopyPartRequest copy(String uploadId, int number, String bucket, String key) {
        CopyPartRequest request = new CopyPartRequest();
        request.setSourceBucketName(bucket);
        request.setSourceKey(key);
        request.setDestinationBucketName(BUCKET);
        request.setDestinationKey("copy");
        request.setUploadId(uploadId);
        request.setPartNumber(number);
        return request;
    }

    private byte[] read(String key) throws IOException {
        try (COSObject object = sdk.getObject(BUCKET, key)) {
            return object.getObjectContent().readAllBytes();
        }
    }

    private static void refused(int status, String code, ThrowingCallable call) {
        CosServiceException refusal = catchThrowableOfType(CosServiceException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.getErrorCode()).isEqualTo(code);
        assertThat(refusal.getStatusCode()).isEqualTo(status);
    }

    private static String crc64(byte[] bytes) {
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, bytes.length);
        return Long.toUnsignedString(crc.value());
    }
}
