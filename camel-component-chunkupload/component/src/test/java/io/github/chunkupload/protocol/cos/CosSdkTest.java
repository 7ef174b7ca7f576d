package io.github.chunkupload.protocol.cos;

import static io.github.chunkupload.protocol.cos.CosFixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.exception.CosServiceException;
import com.qcloud.cos.http.HttpMethodName;
import com.qcloud.cos.model.AbortMultipartUploadRequest;
import com.qcloud.cos.model.COSObject;
import com.qcloud.cos.model.CompleteMultipartUploadRequest;
import com.qcloud.cos.model.CompleteMultipartUploadResult;
import com.qcloud.cos.model.GeneratePresignedUrlRequest;
import com.qcloud.cos.model.GetObjectRequest;
import com.qcloud.cos.model.InitiateMultipartUploadRequest;
import com.qcloud.cos.model.ListMultipartUploadsRequest;
import com.qcloud.cos.model.ListPartsRequest;
import com.qcloud.cos.model.MultipartUpload;
import com.qcloud.cos.model.MultipartUploadListing;
import com.qcloud.cos.model.ObjectMetadata;
import com.qcloud.cos.model.PartETag;
import com.qcloud.cos.model.PartListing;
import com.qcloud.cos.model.PartSummary;
import com.qcloud.cos.model.PutObjectRequest;
import com.qcloud.cos.model.PutObjectResult;
import com.qcloud.cos.model.ResponseHeaderOverrides;
import com.qcloud.cos.model.UploadPartRequest;
import com.qcloud.cos.model.UploadPartResult;
import com.qcloud.cos.model.UploadResult;
import com.qcloud.cos.transfer.TransferManager;
import com.qcloud.cos.transfer.TransferManagerConfiguration;
import com.qcloud.cos.utils.Md5Utils;
import io.github.chunkupload.checksum.Crc64;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.SocketServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's Java SDK 5.6.265, unmodified, works with our server. */
class CosSdkTest {

    private static final String KEY = "dir one/a+b~*&中.bin";
    private static final int MIB = 1 << 20;
    private static final Credentials TEMPORARY = new Credentials("TEMPORARYKEY", "TEMPORARYSECRET", Optional.of("to/ken+=&"));

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;
    private COSClient sdk;

    @BeforeEach
    void open() {
        disk = DiskStore.open(directory.resolve("store"), new DiskSettings(Fsync.NEVER, Clock.systemUTC()));
        server = SocketServer.start(new CosProtocol().server(caller -> disk,
            CosFixture.serverSettings(false, OptionalLong.empty(), CosFixture.KEY, TEMPORARY)));
        sdk = VendorSdk.RESOLVER.client(server.port(), CosFixture.KEY);
    }

    @AfterEach
    void close() {
        sdk.shutdown();
        server.close();
        disk.close();
    }

    @ParameterizedTest
    @EnumSource(VendorSdk.class)
    void uploadsInPartsHoweverItIsPointedHere(VendorSdk way) throws Exception {
        byte[] content = random(2 * MIB + 17);
        COSClient client = way.client(server.port(), CosFixture.KEY);
        try {
            CompleteMultipartUploadResult result = upload(client, KEY, content);

            assertThat(result.getBucketName()).isEqualTo(BUCKET);
            assertThat(result.getKey()).isEqualTo(KEY);
            assertThat(result.getETag()).endsWith("-3");
            assertThat(result.getCrc64Ecma()).isEqualTo(Long.toUnsignedString(crc64(content)));
            assertThat(read(client, KEY)).isEqualTo(content);
        } finally {
            client.shutdown();
        }
    }

    @Test
    void uploadsAFileWithTheTransferManager() throws Exception {
        byte[] content = random(12 * MIB);
        Path file = Files.write(directory.resolve("file"), content);
        TransferManager manager = new TransferManager(sdk, Executors.newFixedThreadPool(4), true);
        TransferManagerConfiguration configuration = new TransferManagerConfiguration();
        configuration.setMinimumUploadPartSize(MIB);
        configuration.setMultipartUploadThreshold(5 * MIB);
        manager.setConfiguration(configuration);
        UploadResult result = manager.upload(BUCKET, KEY, file.toFile()).waitForUploadResult();
        manager.shutdownNow(false);

        assertThat(result.getETag()).endsWith("-12");
        assertThat(read(sdk, KEY)).isEqualTo(content);
    }

    @Test
    void listsPartsInPages() {
        String id = initiate(KEY);
        List<PartETag> sent = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            sent.add(part(sdk, KEY, id, number, random(10 + number)).getPartETag());
        }
        ListPartsRequest request = new ListPartsRequest(BUCKET, KEY, id);
        request.setMaxParts(2);
        PartListing first = sdk.listParts(request);
        request.setPartNumberMarker(first.getNextPartNumberMarker());
        PartListing second = sdk.listParts(request);

        assertThat(first.isTruncated()).isTrue();
        assertThat(second.isTruncated()).isFalse();
        assertThat(first.getParts()).extracting(PartSummary::getSize).containsExactly(11L, 12L);
        assertThat(second.getParts()).extracting(PartSummary::getPartNumber).containsExactly(3);
        assertThat(second.getParts().get(0).getETag()).isEqualTo(sent.get(2).getETag());
        assertThat(first.getParts().get(0).getLastModified()).isCloseTo(new Date(), 60_000);
        assertThat(first.getKey()).isEqualTo(KEY);
    }

    @Test
    void listsUploadsByPrefixAndDelimiterInPages() {
        initiate("photos/1");
        initiate("photos/2");
        initiate("photos/more & more/3");
        initiate("other");
        ListMultipartUploadsRequest request = new ListMultipartUploadsRequest(BUCKET);
        request.setPrefix("photos/");
        request.setDelimiter("/");
        MultipartUploadListing all = sdk.listMultipartUploads(request);
        request.setMaxUploads(1);
        MultipartUploadListing page = sdk.listMultipartUploads(request);
        request.setKeyMarker(page.getNextKeyMarker());
        request.setUploadIdMarker(page.getNextUploadIdMarker());

        assertThat(all.getMultipartUploads()).extracting(MultipartUpload::getKey).containsExactlyInAnyOrder("photos/1", "photos/2");
        assertThat(all.getCommonPrefixes()).containsExactly("photos/more & more/");
        assertThat(all.getMultipartUploads().get(0).getInitiated()).isCloseTo(new Date(), 60_000);
        assertThat(page.isTruncated()).isTrue();
        assertThat(page.getMultipartUploads().size() + page.getCommonPrefixes().size()).isEqualTo(1);
        assertThat(sdk.listMultipartUploads(request).getMultipartUploads()).extracting(MultipartUpload::getKey)
            .doesNotContainAnyElementsOf(page.getMultipartUploads().stream().map(MultipartUpload::getKey).toList());
    }

    @Test
    void abortsAnUpload() {
        String id = initiate(KEY);
        part(sdk, KEY, id, 1, random(10));
        sdk.abortMultipartUpload(new AbortMultipartUploadRequest(BUCKET, KEY, id));

        refused(404, "NoSuchUpload", () -> sdk.abortMultipartUpload(new AbortMultipartUploadRequest(BUCKET, KEY, id)));
        refused(404, "NoSuchUpload", () -> part(sdk, KEY, id, 2, random(10)));
        refused(404, "NoSuchUpload", () -> sdk.listParts(new ListPartsRequest(BUCKET, KEY, id)));
    }

    @Test
    void putsHeadsGetsAndDeletesAnObject() throws Exception {
        byte[] content = random(1000);
        ObjectMetadata metadata = new ObjectMetadata();
        metadata.setContentLength(content.length);
        metadata.setContentType("text/plain");
        metadata.setCacheControl("no-cache");
        metadata.addUserMetadata("note", "a b&c");
        PutObjectResult put = sdk.putObject(BUCKET, KEY, new ByteArrayInputStream(content), metadata);
        ObjectMetadata head = sdk.getObjectMetadata(BUCKET, KEY);
        GetObjectRequest range = new GetObjectRequest(BUCKET, KEY);
        range.setRange(10, 19);

        assertThat(put.getETag()).isEqualTo(Md5Utils.md5Hex(content));
        assertThat(put.getCrc64Ecma()).isEqualTo(Long.toUnsignedString(crc64(content)));
        assertThat(put.getRequestId()).isNotEmpty();
        assertThat(head.getContentLength()).isEqualTo(1000);
        assertThat(head.getContentType()).isEqualTo("text/plain");
        assertThat(head.getCacheControl()).isEqualTo("no-cache");
        assertThat(head.getUserMetadata()).containsEntry("note", "a b&c");
        assertThat(head.getETag()).isEqualTo(put.getETag());
        assertThat(head.getCrc64Ecma()).isEqualTo(put.getCrc64Ecma());
        assertThat(head.getLastModified()).isCloseTo(new Date(), 60_000);
        try (COSObject object = sdk.getObject(range)) {
            assertThat(object.getObjectContent().readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 10, 20));
            assertThat(object.getObjectMetadata().getInstanceLength()).isEqualTo(1000);
        }
        sdk.deleteObject(BUCKET, KEY);
        assertThat(sdk.doesObjectExist(BUCKET, KEY)).isFalse();
        refused(404, "NoSuchKey", () -> sdk.getObject(BUCKET, KEY));
        sdk.deleteObject(BUCKET, KEY);
    }

    @Test
    void overridesHeadersByASignedRequest() throws Exception {
        sdk.putObject(BUCKET, KEY, "content");
        ResponseHeaderOverrides overrides = new ResponseHeaderOverrides();
        overrides.setContentType("text/html");
        overrides.setContentDisposition("attachment; filename=\"a b.txt\"");
        GetObjectRequest request = new GetObjectRequest(BUCKET, KEY);
        request.setResponseHeaders(overrides);
        try (COSObject object = sdk.getObject(request)) {
            assertThat(object.getObjectMetadata().getContentType()).isEqualTo("text/html");
            assertThat(object.getObjectMetadata().getContentDisposition()).isEqualTo("attachment; filename=\"a b.txt\"");
        }
    }

    @Test
    void putsAFileWithItsMd5() throws Exception {
        byte[] content = random(MIB);
        Path file = Files.write(directory.resolve("file"), content);
        PutObjectResult result = sdk.putObject(new PutObjectRequest(BUCKET, "file", file.toFile()));

        assertThat(result.getETag()).isEqualTo(Md5Utils.md5Hex(content));
        assertThat(read(sdk, "file")).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir one/a+b~*&中.bin", "a//b", "a///b", "./a", "../../etc/passwd", "a/../b", "dir/", "%2F", "a%20b", "a?b#c",
        "<&>\"'", "😀", "!()'", "a b "})
    void takesAwkwardKeys(String key) throws Exception {
        sdk.putObject(BUCKET, key, "content of " + key);

        assertThat(new String(read(sdk, key), StandardCharsets.UTF_8)).isEqualTo("content of " + key);
        assertThat(upload(sdk, key, random(20)).getKey()).isEqualTo(key);
        assertThat(read(sdk, key)).isEqualTo(random(20));
        assertThat(disk.head(new ObjectRef(BUCKET, key), Access.NONE).size())
            .isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"true, RESOLVER", "false, RESOLVER", "true, ENDPOINT", "false, ENDPOINT"})
    void acceptsPresignedUrlsInBothLayouts(boolean signPrefix, VendorSdk way) throws Exception {
        COSClient client = way.client(server.port(), TEMPORARY);
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(BUCKET, KEY, HttpMethodName.PUT);
        request.setSignPrefixMode(signPrefix);
        URL url = client.generatePresignedUrl(request);
        client.shutdown();
        byte[] content = random(500);

        assertThat(put(url, content)).isEqualTo(200);
        assertThat(read(sdk, KEY)).isEqualTo(content);
        assertThat(put(new URL(url.toString().replace("a%2Bb", "a%2Bc")), content)).isEqualTo(403);
    }

    @Test
    void refusesAWrongSecretAnUnknownKeyAndAMissingToken() {
        refusedWith(Credentials.of("AKIDEXAMPLEKEY", "WRONG"), "SignatureDoesNotMatch");
        refusedWith(Credentials.of("NOBODY", "EXAMPLESECRETKEY0123"), "InvalidAccessKeyId");
        refusedWith(Credentials.of(TEMPORARY.accessKey(), TEMPORARY.secretKey()), "AccessDenied");
    }

    @Test
    void letsATemporaryKeyInWithItsToken() throws Exception {
        COSClient client = VendorSdk.RESOLVER.client(server.port(), TEMPORARY);
        try {
            client.putObject(BUCKET, "k", "content");
            assertThat(read(client, "k")).asString().isEqualTo("content");
        } finally {
            client.shutdown();
        }
    }

    @Test
    void refusesPartsThatAreTooSmallAndPartsThatAreMissing() {
        String id = initiate(KEY);
        PartETag first = part(sdk, KEY, id, 1, random(10)).getPartETag();
        PartETag second = part(sdk, KEY, id, 2, random(10)).getPartETag();

        refused(400, "EntityTooSmall", () -> complete(sdk, KEY, id, List.of(first, second)));
        refused(400, "InvalidPart", () -> complete(sdk, KEY, id, List.of(first, new PartETag(2, first.getETag() + "0"))));
        refused(400, "InvalidPart", () -> complete(sdk, KEY, id, List.of(second)));
    }

    @Test
    void refusesBytesThatHaveAnotherMd5() {
        String id = initiate(KEY);
        UploadPartRequest request = partRequest(KEY, id, 1, random(10));
        request.setMd5Digest("OScKloo1fSQgfpkRFiUH6w==");

        refused(400, "BadDigest", () -> sdk.uploadPart(request));
        assertThat(sdk.listParts(new ListPartsRequest(BUCKET, KEY, id)).getParts()).isEmpty();
    }

    private void refusedWith(Credentials credentials, String code) {
        COSClient client = VendorSdk.RESOLVER.client(server.port(), credentials);
        try {
            refused(403, code, () -> client.putObject(BUCKET, "k", "content"));
        } finally {
            client.shutdown();
        }
    }

    private static void refused(int status, String code, ThrowingCallable call) {
        CosServiceException refusal = catchThrowableOfType(CosServiceException.class, call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.getErrorCode()).isEqualTo(code);
        assertThat(refusal.getStatusCode()).isEqualTo(status);
        assertThat(refusal.getRequestId()).isNotEmpty();
        assertThat(refusal.getTraceId()).isNotEmpty();
    }

    private String initiate(String key) {
        return sdk.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, key)).getUploadId();
    }

    private static CompleteMultipartUploadResult upload(COSClient client, String key, byte[] content) {
        String id = client.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, key)).getUploadId();
        List<PartETag> etags = new ArrayList<>();
        for (int offset = 0; offset < content.length; offset += MIB) {
            byte[] bytes = Arrays.copyOfRange(content, offset, Math.min(content.length, offset + MIB));
            etags.add(part(client, key, id, offset / MIB + 1, bytes).getPartETag());
        }
        return complete(client, key, id, etags);
    }

    private static CompleteMultipartUploadResult complete(COSClient client, String key, String id, List<PartETag> etags) {
        return client.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, key, id, new ArrayList<>(etags)));
    }

    private static UploadPartResult part(COSClient client, String key, String id, int number, byte[] bytes) {
        return client.uploadPart(partRequest(key, id, number, bytes));
    }

    private static UploadPartRequest partRequest(String key, String id, int number, byte[] bytes) {
        UploadPartRequest part = new UploadPartRequest();
        part.setBucketName(BUCKET);
        part.setKey(key);
        part.setUploadId(id);
        part.setPartNumber(number);
        part.setPartSize(bytes.length);
        part.setInputStream(new ByteArrayInputStream(bytes));
        return part;
    }

    private static byte[] read(COSClient client, String key) throws IOException {
        try (COSObject object = client.getObject(BUCKET, key)) {
            return object.getObjectContent().readAllBytes();
        }
    }

    /** Sends what a browser would, to this server whatever the host is called. */
    private int put(URL url, byte[] content) throws IOException {
        try (Requests requests = Requests.to(server.uri())) {
            requests.send("PUT " + url.getFile() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nContent-Length: " + content.length
                + "\r\n\r\n");
            return requests.send(content).reply().status();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static long crc64(byte[] bytes) {
        Crc64 crc = new Crc64();
        crc.update(bytes, 0, bytes.length);
        return crc.value();
    }
}
