package io.github.chunkupload.protocol.qingstor;

import static io.github.chunkupload.protocol.qingstor.QingStorFixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import com.qingstor.sdk.config.EnvContext;
import com.qingstor.sdk.model.OutputModel;
import com.qingstor.sdk.service.Bucket;
import com.qingstor.sdk.service.QingStor;
import com.qingstor.sdk.service.Types;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Access.CustomerKey;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.SocketServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Customer keys from the vendor's Java SDK 2.6.5, unmodified, through our server to encrypted files, and back. */
class QingStorCustomerKeySdkTest {

    private static final int PART = 4 << 20;
    private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String MD5 = "KYvwGXoFFJ42a2u2GDWhwQ==";
    private static final Access ACCESS = new Access(
        Optional.of(new CustomerKey("01234567890123456789012345678901".getBytes(StandardCharsets.US_ASCII))));
    private static final String OTHER_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String OTHER_MD5 = "cLyPS3KoaSFGi/joRB3OUQ==";
    private static final String KEY_HEADERS = headers(KEY, MD5);

    @TempDir
    private Path directory;
    private DiskStore disk;
    private SocketServer server;
    private Bucket sdk;

    @BeforeEach
    void open() throws Exception {
        disk = DiskStore.open(directory, DiskSettings.DEFAULT.withFsync(Fsync.NEVER));
        server = SocketServer.start(new QingStorProtocol().server(caller -> disk,
            QingStorFixture.serverSettings(true, Set.of("127.0.0.1"))));
        EnvContext env = new EnvContext(QingStorFixture.KEY.accessKey(), QingStorFixture.KEY.secretKey());
        env.setEndpoint(server.uri().toString());
        sdk = new QingStor(env).getBucket(BUCKET, null);
    }

    @AfterEach
    void close() {
        server.close();
        disk.close();
    }

    @Test
    void uploadsPartsAndReadsThemWithTheKeyOnly() throws Exception {
        byte[] content = random(PART + 1000);
        String id = initiate("secret");
        for (int number = 0; number < 2; number++) {
            byte[] bytes = Arrays.copyOfRange(content, number * PART, Math.min(content.length, (number + 1) * PART));
            Bucket.UploadMultipartOutput sent = sdk.uploadMultipart("secret", part(id, number, bytes, KEY, MD5));
            succeeded(201, sent);
            assertThat(sent.getXQSEncryptionCustomerAlgorithm()).isEqualTo("AES256");
        }
        succeeded(201, complete("secret", id));

        assertThat(read("secret", KEY, MD5)).isEqualTo(content);
        refused(400, "invalid_request", sdk.getObject("secret", new Bucket.GetObjectInput()));
        refused(403, "permission_denied", sdk.getObject("secret", get(OTHER_KEY, OTHER_MD5)));
        assertThat(inTheClear(Arrays.copyOf(content, 64))).as("files with the bytes as they are").isEmpty();
    }

    @Test
    void headNeedsNoKeyAndChecksOneThatIsGiven() throws Exception {
        put("secret", random(1000));
        Bucket.HeadObjectInput right = new Bucket.HeadObjectInput();
        right.setXQSEncryptionCustomerAlgorithm("AES256");
        right.setXQSEncryptionCustomerKey(KEY);
        right.setXQSEncryptionCustomerKeyMD5(MD5);
        Bucket.HeadObjectOutput told = sdk.headObject("secret", right);
        right.setXQSEncryptionCustomerKey(OTHER_KEY);
        right.setXQSEncryptionCustomerKeyMD5(OTHER_MD5);

        assertThat(told.getStatueCode()).isEqualTo(200);
        assertThat(told.getXQSEncryptionCustomerAlgorithm()).isEqualTo("AES256");
        assertThat(told.getContentLength()).isEqualTo(1000);
        assertThat(sdk.headObject("secret", new Bucket.HeadObjectInput()).getStatueCode()).isEqualTo(200);
        assertThat(sdk.headObject("secret", right).getStatueCode()).isEqualTo(403);
    }

    @Test
    void refusesPartsWithoutTheKeyOfTheirUploadOrWithAnother() throws Exception {
        String id = initiate("secret");
        refused(400, "invalid_argument", sdk.uploadMultipart("secret", part(id, 0, random(10), null, null)));
        refused(400, "invalid_argument", sdk.uploadMultipart("secret", part(id, 0, random(10), OTHER_KEY, OTHER_MD5)));
        refused(400, "invalid_argument", sdk.uploadMultipart("secret", part(id, 0, random(10), KEY, OTHER_MD5)));
        Bucket.ListMultipartInput list = new Bucket.ListMultipartInput();
        list.setUploadID(id);
        assertThat(sdk.listMultipart("secret", list).getCount()).isZero();
    }

    @Test
    void ourClientReadsWhatTheVendorsSent() throws Exception {
        byte[] content = random(1000);
        put("secret", content);
        try (QingStorFixture fixture = new QingStorFixture();
                ObjectStore client = fixture.client(server.uri(), Addressing.PATH, Clock.systemUTC());
                Download download = client.get(new ObjectRef(BUCKET, "secret"), ByteRange.ALL, ACCESS)) {
            assertThat(download.body().open().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void copiesFromOneKeyToAnotherAndToNone() throws Exception {
        byte[] content = random(1000);
        put("secret", content);
        Bucket.PutObjectInput other = copy();
        other.setXQSEncryptionCustomerAlgorithm("AES256");
        other.setXQSEncryptionCustomerKey(OTHER_KEY);
        other.setXQSEncryptionCustomerKeyMD5(OTHER_MD5);
        succeeded(201, sdk.putObject("other", other));
        succeeded(201, sdk.putObject("plain", copy()));
        String id = initiate("parts");
        Bucket.UploadMultipartInput part = part(id, 0, new byte[0], KEY, MD5);
        part.setXQSCopySource("/" + BUCKET + "/other");
        part.setXQSCopySourceEncryptionCustomerAlgorithm("AES256");
        part.setXQSCopySourceEncryptionCustomerKey(OTHER_KEY);
        part.setXQSCopySourceEncryptionCustomerKeyMD5(OTHER_MD5);
        succeeded(201, sdk.uploadMultipart("parts", part));
        succeeded(201, complete("parts", id, 0));

        assertThat(read("other", OTHER_KEY, OTHER_MD5)).isEqualTo(content);
        assertThat(read("plain", null, null)).isEqualTo(content);
        assertThat(read("parts", KEY, MD5)).isEqualTo(content);
        Bucket.PutObjectInput keyless = new Bucket.PutObjectInput();
        keyless.setXQSCopySource("/" + BUCKET + "/secret");
        refused(400, "invalid_argument", sdk.putObject("copy", keyless));
    }

    /** Sends no body, and the server answers without asking for it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PUT /mybucket/k | AES256 | " + KEY + " | ''", "PUT /mybucket/k | AES128 | " + KEY + " | " + MD5,
        "PUT /mybucket/k | AES256 | c2hvcnQ= | " + MD5, "PUT /mybucket/k | AES256 | " + KEY + " | " + OTHER_MD5,
        "POST /mybucket/k?uploads | AES256 | '' | ''", "PUT /mybucket/k?part_number=0&upload_id=x | AES256 | " + KEY + " | " + OTHER_MD5})
    void refusesHeadersThatDoNotFitBeforeTheBody(String request, String algorithm, String key, String md5) throws Exception {
        String headers = "x-qs-encryption-customer-algorithm: " + algorithm + "\r\n"
            + (key.isEmpty() ? "" : "x-qs-encryption-customer-key: " + key + "\r\n")
            + (md5.isEmpty() ? "" : "x-qs-encryption-customer-key-md5: " + md5 + "\r\n");
        try (Requests requests = Requests.to(server.uri())) {
            Reply reply = requests.send(request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n" + headers
                + "\r\n").reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(QingStorJson.parse(reply.body()).path("code").asText()).isEqualTo("invalid_argument");
            assertThat(reply.text()).doesNotContain(KEY);
        }
    }

    @Test
    void tellsAlgorithmAndMd5OfTheKeyInEveryAnswerAndNeverTheKey() throws Exception {
        Reply initiate = exchange("POST /mybucket/k?uploads", "");
        String id = QingStorJson.parse(initiate.body()).path("upload_id").asText();
        Reply part = exchange("PUT /mybucket/k?part_number=0&upload_id=" + id, "hello");
        Reply put = exchange("PUT /mybucket/p", "hello");
        Reply get = exchange("GET /mybucket/p", "");
        Reply range = exchange("GET /mybucket/p", "", "Range: bytes=1-2\r\n");

        for (Reply reply : List.of(initiate, part, put, get, range)) {
            assertThat(reply.headers().first("x-qs-encryption-customer-algorithm")).hasValue("AES256");
            assertThat(reply.headers().first("x-qs-encryption-customer-key-md5")).hasValue(MD5);
            assertThat(reply.headers().has("x-qs-encryption-customer-key")).isFalse();
        }
        assertThat(get.text()).isEqualTo("hello");
        assertThat(range.text()).isEqualTo("el");
    }

    private Bucket.PutObjectInput copy() {
        Bucket.PutObjectInput copy = new Bucket.PutObjectInput();
        copy.setXQSCopySource("/" + BUCKET + "/secret");
        copy.setXQSCopySourceEncryptionCustomerAlgorithm("AES256");
        copy.setXQSCopySourceEncryptionCustomerKey(KEY);
        copy.setXQSCopySourceEncryptionCustomerKeyMD5(MD5);
        return copy;
    }

    private void put(String key, byte[] content) throws Exception {
        Bucket.PutObjectInput input = new Bucket.PutObjectInput();
        input.setBodyInputStream(new ByteArrayInputStream(content));
        input.setXQSEncryptionCustomerAlgorithm("AES256");
        input.setXQSEncryptionCustomerKey(KEY);
        input.setXQSEncryptionCustomerKeyMD5(MD5);
        succeeded(201, sdk.putObject(key, input));
    }

    private String initiate(String key) throws Exception {
        Bucket.InitiateMultipartUploadInput input = new Bucket.InitiateMultipartUploadInput();
        input.setXQSEncryptionCustomerAlgorithm("AES256");
        input.setXQSEncryptionCustomerKey(KEY);
        input.setXQSEncryptionCustomerKeyMD5(MD5);
        Bucket.InitiateMultipartUploadOutput output = sdk.initiateMultipartUpload(key, input);
        succeeded(200, output);
        assertThat(output.getXQSEncryptionCustomerAlgorithm()).isEqualTo("AES256");
        return output.getUploadID();
    }

    private static Bucket.UploadMultipartInput part(String id, int number, byte[] bytes, String key, String md5) {
        Bucket.UploadMultipartInput input = new Bucket.UploadMultipartInput();
        input.setUploadID(id);
        input.setPartNumber(number);
        input.setBodyInputStream(new ByteArrayInputStream(bytes));
        if (key != null) {
            input.setXQSEncryptionCustomerAlgorithm("AES256");
            input.setXQSEncryptionCustomerKey(key);
            input.setXQSEncryptionCustomerKeyMD5(md5);
        }
        return input;
    }

    private OutputModel complete(String key, String id, int... numbers) throws Exception {
        List<Types.ObjectPartModel> parts = new ArrayList<>();
        for (int number : numbers.length == 0 ? new int[] {0, 1} : numbers) {
            Types.ObjectPartModel part = new Types.ObjectPartModel();
            part.setPartNumber(number);
            parts.add(part);
        }
        Bucket.CompleteMultipartUploadInput input = new Bucket.CompleteMultipartUploadInput();
        input.setUploadID(id);
        input.setObjectParts(parts);
        return sdk.completeMultipartUpload(key, input);
    }

    private static Bucket.GetObjectInput get(String key, String md5) {
        Bucket.GetObjectInput input = new Bucket.GetObjectInput();
        if (key != null) {
            input.setXQSEncryptionCustomerAlgorithm("AES256");
            input.setXQSEncryptionCustomerKey(key);
            input.setXQSEncryptionCustomerKeyMD5(md5);
        }
        return input;
    }

    private byte[] read(String object, String key, String md5) throws Exception {
        try (Bucket.GetObjectOutput output = sdk.getObject(object, get(key, md5))) {
            succeeded(200, output);
            return output.getBodyInputStream().readAllBytes();
        }
    }

    private Reply exchange(String request, String body, String... more) throws IOException {
        return Requests.exchange(server.uri(), request + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length() + "\r\n"
            + KEY_HEADERS + String.join("", more) + "\r\n" + body);
    }

    private static String headers(String key, String md5) {
        return "x-qs-encryption-customer-algorithm: AES256\r\nx-qs-encryption-customer-key: " + key
            + "\r\nx-qs-encryption-customer-key-md5: " + md5 + "\r\n";
    }

    private List<Path> inTheClear(byte[] start) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).filter(file -> contains(file, start)).toList();
        }
    }

    private static boolean contains(Path file, byte[] wanted) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.contains(StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(wanted)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void succeeded(int status, OutputModel output) {
        assertThat(output.getStatueCode()).as("%s %s", output.getCode(), output.getMessage()).isEqualTo(status);
    }

    private static void refused(int status, String code, OutputModel output) {
        assertThat(output.getCode()).as(output.getMessage()).isEqualTo(code);
        assertThat(output.getStatueCode()).isEqualTo(status);
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
