package io.github.chunkupload.protocol.qingstor;

import static io.github.chunkupload.protocol.qingstor.QingStorFixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import com.qingstor.sdk.config.EnvContext;
import com.qingstor.sdk.model.OutputModel;
import com.qingstor.sdk.service.Bucket;
import com.qingstor.sdk.service.QingStor;
import com.qingstor.sdk.service.Types;
import com.qingstor.sdk.upload.Recorder;
import com.qingstor.sdk.upload.UploadManager;
import com.qingstor.sdk.upload.UploadManagerCallback;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.testing.SocketServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vendor's Java SDK 2.6.5, unmodified, works with our server. */
class QingStorSdkTest {

    private static final String KEY = "dir a/文件 +(1)~*'!.bin";
    private static final int PART = 4 << 20;

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;
    private Bucket sdk;
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private volatile Predicate<HttpCall> broken = call -> false;

    @BeforeEach
    void open() throws Exception {
        disk = DiskStore.open(directory.resolve("store"), DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        HttpHandler handler = new QingStorProtocol().server(caller -> disk, QingStorFixture.serverSettings(true, Set.of("127.0.0.1")));
        server = SocketServer.start(call -> {
            seen.add(call.head().method() + " " + call.head().target());
            if (broken.test(call)) {
                broken = other -> false;
                return HttpReply.of(500, Headers.NONE, "application/json", "{\"code\":\"internal_error\",\"message\":\"try again later\"}");
            }
            return handler.handle(call);
        });
        sdk = bucket(QingStorFixture.KEY.accessKey(), QingStorFixture.KEY.secretKey());
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    @Test
    void uploadsPartsOfFilesRegionsAndStreams() throws Exception {
        byte[] content = random(2 * PART + 1000);
        Path file = Files.write(directory.resolve("file"), content);
        Path first = Files.write(directory.resolve("first"), Arrays.copyOf(content, PART));
        String id = initiate(KEY);
        Bucket.UploadMultipartInput whole = part(id, 0);
        whole.setBodyInputFilePart(first.toFile());
        whole.setFileOffset(0L);
        Bucket.UploadMultipartInput stream = part(id, 1);
        stream.setBodyInputStream(new ByteArrayInputStream(content, PART, PART));
        stream.setContentLength((long) PART);
        Bucket.UploadMultipartInput region = part(id, 2);
        region.setBodyInputFilePart(file.toFile());
        region.setFileOffset(2L * PART);
        region.setContentLength(1000L);

        for (Bucket.UploadMultipartInput input : List.of(region, stream, whole)) {
            succeeded(201, sdk.uploadMultipart(KEY, input));
        }
        succeeded(201, complete(KEY, id, 0, 1, 2));

        assertThat(seen).anyMatch(target -> target.contains("file_offset=-1")).anyMatch(target -> target.contains("file_offset=0"));
        assertThat(read(KEY)).isEqualTo(content);
    }

    @Test
    void listsPartsAndUploadsAndAborts() throws Exception {
        String id = initiate(KEY);
        send(KEY, id, 0, random(10));
        send(KEY, id, 5, random(11));
        Bucket.ListMultipartInput list = new Bucket.ListMultipartInput();
        list.setUploadID(id);
        list.setLimit(100);
        Bucket.ListMultipartOutput parts = sdk.listMultipart(KEY, list);
        Bucket.ListMultipartUploadsOutput uploads = sdk.listMultipartUploads(new Bucket.ListMultipartUploadsInput());
        Bucket.AbortMultipartUploadInput abort = new Bucket.AbortMultipartUploadInput();
        abort.setUploadID(id);

        succeeded(200, parts);
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getObjectParts()).extracting(Types.ObjectPartModel::getPartNumber).containsExactly(0, 5);
        assertThat(parts.getObjectParts()).extracting(Types.ObjectPartModel::getSize).containsExactly(10L, 11L);
        assertThat(parts.getObjectParts().get(0).getCreated()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z");
        succeeded(200, uploads);
        assertThat(uploads.getUploads()).extracting(Types.UploadsModel::getKey).containsExactly(KEY);
        assertThat(uploads.getUploads()).extracting(Types.UploadsModel::getUploadID).containsExactly(id);
        assertThat(uploads.getHasMore()).isFalse();
        succeeded(204, sdk.abortMultipartUpload(KEY, abort));
        succeeded(204, sdk.abortMultipartUpload(KEY, abort));
        refused(404, "upload_not_exists", sdk.listMultipart(KEY, list));
        refused(404, "upload_not_exists", sdk.uploadMultipart(KEY, streamed(id, 0, random(10))));
    }

    @Test
    void joinsASubsetOverGapsAndRefusesSmallAndMissingParts() throws Exception {
        String id = initiate(KEY);
        byte[] first = random(PART);
        byte[] last = random(7);
        send(KEY, id, 1, first);
        send(KEY, id, 2, random(5));
        send(KEY, id, 9, last);

        refused(400, "entity_too_small", complete(KEY, id, 1, 2, 9));
        refused(400, "invalid_part", complete(KEY, id, 1, 3));
        refused(400, "invalid_part_order", complete(KEY, id, 9, 1));
        succeeded(201, complete(KEY, id, 1, 9));
        byte[] joined = Arrays.copyOf(first, PART + 7);
        System.arraycopy(last, 0, joined, PART, 7);
        assertThat(read(KEY)).isEqualTo(joined);
    }

    @Test
    void uploadManagerSendsSmallFilesWholeAndLargeOnesInParts() throws Exception {
        byte[] small = random(100_000);
        byte[] large = random(2 * PART + 5);
        Answers answers = new Answers();
        UploadManager manager = new UploadManager(sdk, answers);
        manager.put(Files.write(directory.resolve("small"), small).toFile(), "small", "", "");
        manager.put(Files.write(directory.resolve("large"), large).toFile(), "large", "saved as.bin",
            "\"0123456789abcdef0123456789abcdef\"");

        assertThat(answers.statuses).containsExactly(201, 201);
        assertThat(read("small")).isEqualTo(small);
        assertThat(read("large")).isEqualTo(large);
        Bucket.HeadObjectOutput head = sdk.headObject("large", new Bucket.HeadObjectInput());
        assertThat(head.getETag()).isEqualTo("\"0123456789abcdef0123456789abcdef\"");
        assertThat(head.getContentLength()).isEqualTo(large.length);
        try (Bucket.GetObjectOutput get = sdk.getObject("large", new Bucket.GetObjectInput())) {
            assertThat(get.getContentDisposition()).startsWith("attachment; filename=");
        }
    }

    @Test
    void uploadManagerGoesOnAfterAFailedPart() throws Exception {
        byte[] content = random(2 * PART + 5);
        Path file = Files.write(directory.resolve("file"), content);
        Answers answers = new Answers();
        Memory memory = new Memory();
        broken = call -> call.head().target().contains("part_number=1");
        new UploadManager(sdk, memory, null, null, answers).put(file.toFile(), "resumed", "", "");
        assertThat(answers.statuses).containsExactly(500);
        seen.clear();

        new UploadManager(sdk, memory, null, null, answers).put(file.toFile(), "resumed", "", "");

        assertThat(answers.statuses).containsExactly(500, 201);
        assertThat(seen).noneMatch(request -> request.contains("?uploads") || request.contains("part_number=0"))
            .anyMatch(request -> request.contains("part_number=1"));
        assertThat(read("resumed")).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dir a/文件 +(1)~*'!.bin", "a//b", "dir/", "%2F", "a%20b", "a?b#c", "<&>\"'", "😀", "a=b;c,d:e@f$"})
    void takesAwkwardKeys(String key) throws Exception {
        byte[] content = random(100);
        Bucket.PutObjectInput put = new Bucket.PutObjectInput();
        put.setBodyInputStream(new ByteArrayInputStream(content));
        put.setContentLength(100L);
        put.setContentType("text/plain");
        put.setXQSMetaData(Map.of("x-qs-meta-note", "a b"));
        put.setXQSStorageClass("STANDARD_IA");
        succeeded(201, sdk.putObject(key, put));

        assertThat(read(key)).isEqualTo(content);
        Bucket.HeadObjectOutput head = sdk.headObject(key, new Bucket.HeadObjectInput());
        assertThat(head.getContentType()).isEqualTo("text/plain");
        assertThat(head.getXQSStorageClass()).isEqualTo("STANDARD_IA");
        assertThat(head.getXQSMetaData()).containsEntry("x-qs-meta-note", "a b");
        succeeded(204, sdk.deleteObject(key, new Bucket.DeleteObjectInput()));
        assertThat(sdk.headObject(key, new Bucket.HeadObjectInput()).getStatueCode()).isEqualTo(404);
    }

    @Test
    void letsAnonymousCallersWriteButChecksCredentialsThatAreGiven() throws Exception {
        Bucket anonymous = bucket("whoever", "");
        Bucket.InitiateMultipartUploadOutput open = anonymous.initiateMultipartUpload(KEY, new Bucket.InitiateMultipartUploadInput());
        succeeded(200, open);
        succeeded(201, anonymous.uploadMultipart(KEY, streamed(open.getUploadID(), 0, random(10))));

        refused(401, "signature_not_matched", bucket(QingStorFixture.KEY.accessKey(), "wrong")
            .uploadMultipart(KEY, streamed(open.getUploadID(), 1, random(10))));
        refused(401, "invalid_access_key_id", bucket("NOBODY", "secret").initiateMultipartUpload(KEY,
            new Bucket.InitiateMultipartUploadInput()));
        refused(403, "permission_denied", anonymous.deleteObject(KEY, new Bucket.DeleteObjectInput()));
    }

    @Test
    void servesAPresignedUrl() throws Exception {
        byte[] content = random(50);
        Bucket.PutObjectInput put = new Bucket.PutObjectInput();
        put.setBodyInputStream(new ByteArrayInputStream(content));
        put.setContentLength(50L);
        sdk.putObject(KEY, put);
        String url = sdk.GetObjectSignatureUrl(KEY, System.currentTimeMillis() / 1000 + 600);
        String late = sdk.GetObjectSignatureUrl(KEY, System.currentTimeMillis() / 1000 - 10);

        try (InputStream in = URI.create(url).toURL().openStream()) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        refused(403, "request_expired", sdk.GetObjectBySignatureUrl(late));
    }

    @Test
    void copiesRangesOfAnObjectIntoPartsAndWholeObjects() throws Exception {
        byte[] content = random(PART + 1000);
        Bucket.PutObjectInput put = new Bucket.PutObjectInput();
        put.setBodyInputStream(new ByteArrayInputStream(content));
        put.setContentType("text/plain");
        succeeded(201, sdk.putObject("source 1", put));
        String id = initiate(KEY);
        Bucket.UploadMultipartInput range = part(id, 0);
        range.setXQSCopySource("/" + BUCKET + "/source%201");
        range.setXQSCopyRange("bytes=0-" + (PART - 1));
        Bucket.UploadMultipartInput whole = part(id, 1);
        whole.setXQSCopySource("/" + BUCKET + "/source%201");
        Bucket.UploadMultipartOutput copied = sdk.uploadMultipart(KEY, range);
        succeeded(201, copied);
        succeeded(201, sdk.uploadMultipart(KEY, whole));
        succeeded(201, complete(KEY, id, 0, 1));
        Bucket.PutObjectInput copy = new Bucket.PutObjectInput();
        copy.setXQSCopySource("/" + BUCKET + "/source%201");
        succeeded(201, sdk.putObject("copy", copy));
        Bucket.PutObjectInput move = new Bucket.PutObjectInput();
        move.setXQSMoveSource("/" + BUCKET + "/copy");
        succeeded(201, sdk.putObject("moved", move));

        assertThat(copied.getXQSContentCopyRange()).isEqualTo("bytes 0-" + (PART - 1) + "/" + content.length);
        byte[] joined = Arrays.copyOf(content, PART + content.length);
        System.arraycopy(content, 0, joined, PART, content.length);
        assertThat(read(KEY)).isEqualTo(joined);
        assertThat(read("moved")).isEqualTo(content);
        assertThat(sdk.headObject("moved", new Bucket.HeadObjectInput()).getContentType()).isEqualTo("text/plain");
        assertThat(sdk.headObject("copy", new Bucket.HeadObjectInput()).getStatueCode()).isEqualTo(404);
        Bucket.PutObjectInput fetch = new Bucket.PutObjectInput();
        fetch.setXQSFetchSource("http://127.0.0.1/x");
        refused(405, "method_not_allowed", sdk.putObject("fetched", fetch));
    }

    private Bucket bucket(String accessKey, String secretKey) throws Exception {
        EnvContext env = new EnvContext(accessKey, secretKey);
        env.setEndpoint(server.uri().toString());
        return new QingStor(env).getBucket(BUCKET, null);
    }

    private String initiate(String key) throws Exception {
        Bucket.InitiateMultipartUploadOutput output = sdk.initiateMultipartUpload(key, new Bucket.InitiateMultipartUploadInput());
        succeeded(200, output);
        assertThat(output.getBucket()).isEqualTo(BUCKET);
        assertThat(output.getKey()).isEqualTo(key);
        return output.getUploadID();
    }

    private void send(String key, String id, int number, byte[] bytes) throws Exception {
        succeeded(201, sdk.uploadMultipart(key, streamed(id, number, bytes)));
    }

    private OutputModel complete(String key, String id, int... numbers) throws Exception {
        List<Types.ObjectPartModel> parts = new ArrayList<>();
        for (int number : numbers) {
            Types.ObjectPartModel part = new Types.ObjectPartModel();
            part.setPartNumber(number);
            parts.add(part);
        }
        Bucket.CompleteMultipartUploadInput input = new Bucket.CompleteMultipartUploadInput();
        input.setUploadID(id);
        input.setObjectParts(parts);
        return sdk.completeMultipartUpload(key, input);
    }

    private static Bucket.UploadMultipartInput part(String id, int number) {
        Bucket.UploadMultipartInput input = new Bucket.UploadMultipartInput();
        input.setUploadID(id);
        input.setPartNumber(number);
        return input;
    }

    private static Bucket.UploadMultipartInput streamed(String id, int number, byte[] bytes) {
        Bucket.UploadMultipartInput input = part(id, number);
        input.setBodyInputStream(new ByteArrayInputStream(bytes));
        input.setContentLength((long) bytes.length);
        return input;
    }

    private byte[] read(String key) throws Exception {
        try (Bucket.GetObjectOutput output = sdk.getObject(key, new Bucket.GetObjectInput())) {
            succeeded(200, output);
            return output.getBodyInputStream().readAllBytes();
        }
    }

    private static void succeeded(int status, OutputModel output) {
        assertThat(output.getStatueCode()).as("%s %s", output.getCode(), output.getMessage()).isEqualTo(status);
    }

    private static void refused(int status, String code, OutputModel output) {
        assertThat(output.getCode()).as(output.getMessage()).isEqualTo(code);
        assertThat(output.getStatueCode()).isEqualTo(status);
        assertThat(output.getRequestId()).isNotEmpty();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** What the vendor's UploadManager reports. */
    private static final class Answers extends UploadManagerCallback<OutputModel> {

        private final List<Integer> statuses = new ArrayList<>();

        @Override
        public void onAPIResponse(String key, OutputModel output) {
            statuses.add(output.getStatueCode());
        }
    }

    /** Where the vendor's UploadManager keeps how far it is. */
    private static final class Memory implements Recorder {

        private final Map<String, byte[]> records = new ConcurrentHashMap<>();

        @Override
        public void set(String key, byte[] record) {
            records.put(key, record);
        }

        @Override
        public byte[] get(String key) {
            return records.get(key);
        }

        @Override
        public void del(String key) {
            records.remove(key);
        }
    }
}
