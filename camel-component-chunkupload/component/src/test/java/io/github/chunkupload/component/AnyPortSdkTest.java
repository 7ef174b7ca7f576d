package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.model.CompleteMultipartUploadRequest;
import com.qcloud.cos.model.InitiateMultipartUploadRequest;
import com.qcloud.cos.model.PartETag;
import com.qcloud.cos.model.UploadPartRequest;
import com.qingstor.sdk.config.EnvContext;
import com.qingstor.sdk.service.Bucket;
import com.qingstor.sdk.service.QingStor;
import com.qingstor.sdk.service.Types;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.cos.VendorSdk;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The vendors' clients, unmodified, and ours where there is none, all at once on one port that speaks all protocols. */
@Timeout(120)
class AnyPortSdkTest {

    private static final Credentials KEY = Credentials.of("AKIDEXAMPLEKEY", "EXAMPLESECRETKEY0123");
    private static final String KEYS = "&accessKey=" + KEY.accessKey() + "&secretKey=" + KEY.secretKey();
    private static final String BUCKET = "examplebucket-1250000000";
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    private final Map<String, byte[]> received = new ConcurrentHashMap<>();
    private final byte[] content = random(5 * MIB + 12_345);
    private Node node;

    @Test
    void everyVendorsClientFindsItsProtocol() throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        try (Node opened = new Node(directory)) {
            node = opened;
            node.route("chunkupload:any:" + BUCKET + "?serverUri=undertow:http://127.0.0.1:0&baseHosts=127.0.0.1&dataDirectory="
                + directory.resolve("data") + KEYS, "gateway", exchange -> received.put(
                    exchange.getMessage().getHeader(ChunkUploadConstants.KEY, String.class), exchange.getMessage().getBody(byte[].class)));

            List<Callable<Object>> all = List.of(this::cos, this::qingStor, this::cosSlice, this::cosSliceV2,
                () -> ours("cdcs"), () -> ours("cayman"));
            for (Future<Object> each : clients.invokeAll(all)) {
                each.get();
            }

            assertThat(received).containsOnlyKeys("cos", "qingstor", "dir one/a+b~.txt", "big.bin", "cos-slice-v2", "cdcs", "cayman");
            received.remove("dir one/a+b~.txt");
            assertThat(received.values()).allSatisfy(bytes -> assertThat(bytes).isEqualTo(content));
        } finally {
            clients.shutdownNow();
        }
    }

    private Object cos() {
        COSClient sdk = VendorSdk.RESOLVER.client(node.port(), KEY);
        try {
            String id = sdk.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, "cos")).getUploadId();
            List<PartETag> parts = new ArrayList<>();
            for (int offset = 0; offset < content.length; offset += MIB) {
                int size = Math.min(MIB, content.length - offset);
                UploadPartRequest part = new UploadPartRequest().withBucketName(BUCKET).withKey("cos").withUploadId(id)
                    .withPartNumber(parts.size() + 1).withPartSize(size)
                    .withInputStream(new ByteArrayInputStream(content, offset, size));
                parts.add(sdk.uploadPart(part).getPartETag());
            }
            return sdk.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, "cos", id, parts)).getETag();
        } finally {
            sdk.shutdown();
        }
    }

    private Object qingStor() throws Exception {
        EnvContext env = new EnvContext(KEY.accessKey(), KEY.secretKey());
        env.setEndpoint("http://127.0.0.1:" + node.port());
        Bucket sdk = new QingStor(env).getBucket(BUCKET, null);
        String id = sdk.initiateMultipartUpload("qingstor", new Bucket.InitiateMultipartUploadInput()).getUploadID();
        List<Types.ObjectPartModel> parts = new ArrayList<>();
        for (int offset = 0; offset < content.length; offset += 4 * MIB) {
            Bucket.UploadMultipartInput part = new Bucket.UploadMultipartInput();
            part.setUploadID(id);
            part.setPartNumber(parts.size());
            byte[] bytes = Arrays.copyOfRange(content, offset, Math.min(content.length, offset + 4 * MIB));
            part.setBodyInputStream(new ByteArrayInputStream(bytes));
            part.setContentLength((long) bytes.length);
            assertThat(sdk.uploadMultipart("qingstor", part).getStatueCode()).isEqualTo(201);
            Types.ObjectPartModel sent = new Types.ObjectPartModel();
            sent.setPartNumber(parts.size());
            parts.add(sent);
        }
        Bucket.CompleteMultipartUploadInput complete = new Bucket.CompleteMultipartUploadInput();
        complete.setUploadID(id);
        complete.setObjectParts(parts);
        assertThat(sdk.completeMultipartUpload("qingstor", complete).getStatueCode()).isEqualTo(201);
        return id;
    }

    private Object cosSlice() throws Exception {
        Path small = Files.write(directory.resolve("small"), random(5000));
        String answers = program("cos-api-3", "CosApi3Program", "http://127.0.0.1:" + node.port() + "/files/v1", small.toString(),
            Files.write(directory.resolve("large3"), content).toString());
        assertThat(answers).containsPattern("slices .*\"code\":0").containsPattern("stat .*\"code\":0");
        return answers;
    }

    private Object cosSliceV2() throws Exception {
        Path large = Files.write(directory.resolve("large4"), content);
        String answers = program("cos-api-4", "CosApi4Program", String.valueOf(node.port()), KEY.secretKey(),
            "slices,/cos-slice-v2," + large + ",OVER_WRITE,true");
        assertThat(answers).containsPattern("slices .*\"code\":0");
        return answers;
    }

    /** The SDKs have classes of the same names, so each but the newest runs in a JVM of its own. */
    private String program(String classPath, String name, String... arguments) throws Exception {
        Path program = Path.of(AnyPortSdkTest.class.getResource("/" + classPath + "/" + name + ".java").toURI());
        Path jars = Path.of(AnyPortSdkTest.class.getResource("/").toURI()).resolveSibling(classPath);
        Path output = directory.resolve(name);
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dfile.encoding=UTF-8", "-cp", jars + "/*", program.toString());
        builder.command().addAll(List.of(arguments));
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private Object ours(String protocol) throws Exception {
        return node.call("chunkupload:" + protocol + ":" + BUCKET + "?endpoint=http://127.0.0.1:" + node.port() + KEYS
            + "&partSize=1MB&key=" + protocol + "&journalDirectory=" + directory.resolve("journal"), content, Map.of());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
