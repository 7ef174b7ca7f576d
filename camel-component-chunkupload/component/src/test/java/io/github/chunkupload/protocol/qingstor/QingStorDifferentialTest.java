package io.github.chunkupload.protocol.qingstor;

import static io.github.chunkupload.protocol.qingstor.QingStorFixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import com.qingstor.sdk.config.EnvContext;
import com.qingstor.sdk.service.Bucket;
import com.qingstor.sdk.service.QingStor;
import com.qingstor.sdk.service.Types;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.Presigning;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Access.CustomerKey;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.RecordingServer.Recorded;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares each request of our client, field by field, with the one that the vendor's Java SDK 2.6.5 sends for the same purpose. Every
 * difference is in one of two tables with its reason; one that is not listed fails, and so does a listed one that is gone.
 */
class QingStorDifferentialTest {

    private static final String KEY = "dir one/a+b~*&中=(1)/b.bin";
    private static final ObjectRef OBJECT = new ObjectRef(BUCKET, KEY);
    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "4d26b37a469230619604ecdc0e314782");
    private static final byte[] BYTES = "part2".getBytes(StandardCharsets.US_ASCII);
    private static final String MD5 = "39270a968a357d24207e9911162507eb";
    private static final String SECRET = "01234567890123456789012345678901";
    private static final Access ACCESS = new Access(Optional.of(new CustomerKey(SECRET.getBytes(StandardCharsets.US_ASCII))));
    private static final String SECRET_HEADER = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static final String SECRET_MD5 = "KYvwGXoFFJ42a2u2GDWhwQ==";

    /** Differences that every request has. */
    private static final Map<String, String> ALWAYS = Map.of(
        "header connection", "keeping it is the default of HTTP/1.1; saying so is a habit of HTTP/1.0",
        "header user-agent", "each names itself",
        "header accept-encoding", "ours wants the bytes as they are");

    private static final Map<String, String> OFFSET = Map.of("query file_offset", "unsigned and meant for the SDK itself: ours has none");
    private static final Map<String, String> STREAM = Map.of(
        "header transfer-encoding", "the SDK sends streams in chunks, whatever length it is told",
        "header content-length", "ours tells the length it knows, as the manual asks");
    private static final Map<String, String> STREAMED_PART = with(OFFSET, STREAM);
    private static final Map<String, String> LENGTH = Map.of(
        "header content-length", "the SDK says 0; a DELETE without a body needs no length (RFC 9110 §8.6)");

    private static QingStorFixture fixture;
    private static RecordingServer server;
    private static QingStor service;
    private static Bucket sdk;
    private static ObjectStore ours;

    /** A call of either client, with the exceptions that the vendor's declares. */
    private interface Call {
        void run() throws Exception;
    }

    private enum Operation {

        INITIATE(Map.of(), () -> ours.initiate(UploadRequest.of(OBJECT)),
            () -> sdk.initiateMultipartUpload(KEY, new Bucket.InitiateMultipartUploadInput())),
        INITIATE_WITH_METADATA(Map.of(), () -> ours.initiate(UploadRequest.of(OBJECT).withMetadata(Metadata.NONE
                .withHeader("content-type", "text/plain").withHeader("storage-class", "STANDARD_IA").withUser("note", "a b&c"))),
            () -> {
                Bucket.InitiateMultipartUploadInput input = new Bucket.InitiateMultipartUploadInput();
                input.setContentType("text/plain");
                input.setXQSStorageClass("STANDARD_IA");
                input.setXQSMetaData(Map.of("note", "a b&c"));
                sdk.initiateMultipartUpload(KEY, input);
            }),
        INITIATE_WITH_CUSTOMER_KEY(Map.of(), () -> ours.initiate(UploadRequest.of(OBJECT).withAccess(ACCESS)), () -> {
            Bucket.InitiateMultipartUploadInput input = new Bucket.InitiateMultipartUploadInput();
            input.setXQSEncryptionCustomerAlgorithm("AES256");
            input.setXQSEncryptionCustomerKey(SECRET_HEADER);
            input.setXQSEncryptionCustomerKeyMD5(SECRET_MD5);
            sdk.initiateMultipartUpload(KEY, input);
        }),
        PUT_PART(STREAMED_PART, () -> ours.putPart(UPLOAD, PartSlot.numbered(1, 5), Body.of(BYTES), Checks.NONE, Access.NONE),
            () -> sdk.uploadMultipart(KEY, streamed())),
        PUT_PART_WITH_MD5(STREAMED_PART, () -> ours.putPart(UPLOAD, PartSlot.numbered(1, 5), Body.of(BYTES),
                new Checks(Set.of(), Checksums.of(Digest.MD5, MD5)), Access.NONE),
            () -> {
                Bucket.UploadMultipartInput input = streamed();
                input.setContentMD5("OScKloo1fSQgfpkRFiUH6w==");
                sdk.uploadMultipart(KEY, input);
            }),
        PUT_PART_WITH_CUSTOMER_KEY(STREAMED_PART, () -> ours.putPart(UPLOAD, PartSlot.numbered(1, 5), Body.of(BYTES), Checks.NONE, ACCESS),
            () -> {
                Bucket.UploadMultipartInput input = streamed();
                input.setXQSEncryptionCustomerAlgorithm("AES256");
                input.setXQSEncryptionCustomerKey(SECRET_HEADER);
                input.setXQSEncryptionCustomerKeyMD5(SECRET_MD5);
                sdk.uploadMultipart(KEY, input);
            }),
        COPY_PART(OFFSET, () -> copies().copyPart(UPLOAD, PartSlot.numbered(1, -1),
                new CopySource(new ObjectRef("otherbucket", "a b"), new ByteRange(2, 4), "x", ACCESS), Access.NONE),
            () -> {
                Bucket.UploadMultipartInput input = part();
                input.setXQSCopySource("/otherbucket/a%20b");
                input.setXQSCopyRange("bytes=2-4");
                input.setXQSCopySourceIfMatch("\"x\"");
                input.setXQSCopySourceEncryptionCustomerAlgorithm("AES256");
                input.setXQSCopySourceEncryptionCustomerKey(SECRET_HEADER);
                input.setXQSCopySourceEncryptionCustomerKeyMD5(SECRET_MD5);
                sdk.uploadMultipart(KEY, input);
            }),
        LIST_PARTS(Map.of(), () -> ours.state(UPLOAD, 6, 2), () -> {
            Bucket.ListMultipartInput input = new Bucket.ListMultipartInput();
            input.setUploadID(UPLOAD.uploadId());
            input.setLimit(3);
            input.setPartNumberMarker(6);
            sdk.listMultipart(KEY, input);
        }),
        LIST_UPLOADS(Map.of(),
            () -> ours.uploads(new UploadQuery(BUCKET, "photos/2024 01", false, "/", new UploadQuery.Marker("k", "u"), 10)), () -> {
                Bucket.ListMultipartUploadsInput input = new Bucket.ListMultipartUploadsInput();
                input.setPrefix("photos/2024 01");
                input.setDelimiter("/");
                input.setKeyMarker("k");
                input.setUploadIDMarker("u");
                input.setLimit(10);
                sdk.listMultipartUploads(input);
            }),
        COMPLETE(Map.of(), () -> ours.complete(UPLOAD, Completion.of(List.of(
                PartReceipt.of(PartSlot.numbered(0, 5), "", Checksums.NONE), PartReceipt.of(PartSlot.numbered(2, 5), "", Checksums.NONE)))
                .expecting(10, Checksums.of(Digest.MD5, MD5))),
            () -> {
                Bucket.CompleteMultipartUploadInput input = new Bucket.CompleteMultipartUploadInput();
                input.setUploadID(UPLOAD.uploadId());
                input.setETag('"' + MD5 + '"');
                input.setObjectParts(new ArrayList<>(List.of(numbered(0), numbered(2))));
                sdk.completeMultipartUpload(KEY, input);
            }),
        ABORT(LENGTH, () -> ours.abort(UPLOAD), () -> {
            Bucket.AbortMultipartUploadInput input = new Bucket.AbortMultipartUploadInput();
            input.setUploadID(UPLOAD.uploadId());
            sdk.abortMultipartUpload(KEY, input);
        }),
        PUT_OBJECT(STREAM, () -> ours.put(UploadRequest.of(OBJECT).withMetadata(Metadata.NONE.withHeader("content-type", "text/plain")),
                Body.of(BYTES), Checks.NONE),
            () -> {
                Bucket.PutObjectInput input = new Bucket.PutObjectInput();
                input.setContentType("text/plain");
                input.setContentLength((long) BYTES.length);
                input.setBodyInputStream(new ByteArrayInputStream(BYTES));
                sdk.putObject(KEY, input);
            }),
        HEAD_OBJECT(Map.of(), () -> ours.head(OBJECT, Access.NONE), () -> sdk.headObject(KEY, new Bucket.HeadObjectInput())),
        GET_OBJECT(Map.of(), () -> ours.get(OBJECT, ByteRange.ALL, Access.NONE).close(),
            () -> sdk.getObject(KEY, new Bucket.GetObjectInput()).close()),
        GET_RANGE(Map.of(), () -> ours.get(OBJECT, new ByteRange(2, 4), ACCESS).close(), () -> {
            Bucket.GetObjectInput input = new Bucket.GetObjectInput();
            input.setRange("bytes=2-4");
            input.setXQSEncryptionCustomerAlgorithm("AES256");
            input.setXQSEncryptionCustomerKey(SECRET_HEADER);
            input.setXQSEncryptionCustomerKeyMD5(SECRET_MD5);
            sdk.getObject(KEY, input).close();
        }),
        DELETE_OBJECT(LENGTH, () -> ours.delete(OBJECT), () -> sdk.deleteObject(KEY, new Bucket.DeleteObjectInput())),
        LIST_OBJECTS(Map.of(),
            () -> ours.capability(Listing.class).orElseThrow().objects(new ObjectQuery(BUCKET, "photos/2024 01", "/", "k", 10)), () -> {
                Bucket.ListObjectsInput input = new Bucket.ListObjectsInput();
                input.setPrefix("photos/2024 01");
                input.setDelimiter("/");
                input.setMarker("k");
                input.setLimit(10);
                sdk.listObjects(input);
            }),
        LIST_BUCKETS(Map.of(), () -> buckets().buckets(), () -> service.listBuckets(new QingStor.ListBucketsInput())),
        STATISTICS(Map.of(), () -> buckets().bucket(BUCKET), () -> sdk.getStatistics()),
        PUT_BUCKET(Map.of(), () -> buckets().createBucket(BUCKET), () -> sdk.put()),
        DELETE_BUCKET(LENGTH, () -> buckets().deleteBucket(BUCKET), () -> sdk.delete());

        private final Map<String, String> differences;
        private final Call ourCall;
        private final Call theirCall;

        Operation(Map<String, String> differences, Call ourCall, Call theirCall) {
            this.differences = differences;
            this.ourCall = ourCall;
            this.theirCall = theirCall;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        fixture = new QingStorFixture();
        server = RecordingServer.start(QingStorDifferentialTest::answer);
        EnvContext env = new EnvContext(QingStorFixture.KEY.accessKey(), QingStorFixture.KEY.secretKey());
        env.setEndpoint(server.uri().toString());
        service = new QingStor(env);
        sdk = service.getBucket(BUCKET, null);
        ours = fixture.client(server.uri(), Addressing.PATH, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        ours.close();
        server.close();
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void sendsWhatTheVendorsSdkSends(Operation operation) throws Exception {
        operation.ourCall.run();
        Recorded our = server.last();
        operation.theirCall.run();
        Recorded their = server.last();
        assertThat(their).isNotSameAs(our);

        Map<String, String> expected = with(ALWAYS, operation.differences);
        Map<String, String> found = differences(our, their);
        assertThat(found.keySet()).as("differences of %s: %s", operation, found).isEqualTo(expected.keySet());
    }

    @Test
    void presignsAsTheVendorsSdkDoes() throws Exception {
        HttpHead their = head(sdk.GetObjectSignatureUrl(KEY, Clock.systemUTC().instant().getEpochSecond() + 3600));
        HttpHead our = head(ours.capability(Presigning.class).orElseThrow()
            .presign("GET", OBJECT, Query.NONE, Duration.ofHours(1)).toString());

        assertThat(our.authority()).isEqualTo(their.authority());
        assertThat(our.rawPath()).isEqualTo(their.rawPath());
        for (HttpHead head : List.of(our, their)) {
            assertThat(head.query().parameters()).extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("access_key_id", "expires", "signature");
            String text = "GET\n\n\n" + head.query().first("expires").orElseThrow() + "\n" + head.rawPath();
            assertThat(head.query().first("signature")).hasValue(QingStorSign.signature(QingStorFixture.KEY.secretKey(), text));
        }
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }

    private static HttpHead head(String url) {
        return HttpHead.received("GET", url.substring(url.indexOf('/', 7)), Headers.of("Host", url.substring(7, url.indexOf('/', 7))));
    }

    private static Map<String, String> differences(Recorded our, Recorded their) {
        Map<String, String> left = fields(our);
        Map<String, String> right = fields(their);
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        Map<String, String> found = new TreeMap<>();
        for (String name : names) {
            String ourValue = left.getOrDefault(name, "(none)");
            String theirValue = right.getOrDefault(name, "(none)");
            if (!ourValue.equals(theirValue)) {
                found.put(name, "ours " + ourValue + ", theirs " + theirValue);
            }
        }
        return found;
    }

    /** The order of parameters and headers has no meaning and is not compared; dates and what follows from them are checked instead. */
    private static Map<String, String> fields(Recorded request) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("method", request.head().method());
        fields.put("path", request.head().rawPath());
        String target = request.head().target();
        if (target.contains("?")) {
            for (String parameter : target.substring(target.indexOf('?') + 1).split("&")) {
                int sign = parameter.indexOf('=');
                fields.put("query " + (sign < 0 ? parameter : parameter.substring(0, sign)), parameter);
            }
        }
        fields.put("body", new String(request.body(), StandardCharsets.UTF_8));
        for (Map.Entry<String, String> header : request.head().headers().fields()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.equals("authorization") && !name.equals("date")) {
                fields.merge("header " + name, header.getValue(), (a, b) -> a + " + " + b);
            }
        }
        String text = text(request);
        String date = request.head().header("Date").orElseThrow();
        fields.put("string to sign", text.replace(date, "(date)"));
        fields.put("signed as told", String.valueOf(request.head().header("Authorization").orElse("")
            .equals("QS " + QingStorFixture.KEY.accessKey() + ":" + QingStorSign.signature(QingStorFixture.KEY.secretKey(), text))));
        assertThat(fields.get("signed as told")).as(text).isEqualTo("true");
        return fields;
    }

    /** Rebuilds what was signed from the wire, independently of our signer. */
    private static String text(Recorded request) {
        HttpHead head = request.head();
        String vendors = head.headers().fields().stream().filter(field -> field.getKey().toLowerCase(Locale.ROOT).startsWith("x-qs-"))
            .sorted(Comparator.comparing(field -> field.getKey().toLowerCase(Locale.ROOT)))
            .map(field -> field.getKey().toLowerCase(Locale.ROOT) + ":" + field.getValue() + "\n").collect(Collectors.joining());
        String query = head.target().contains("?") ? head.target().substring(head.target().indexOf('?') + 1) : "";
        String signed = Arrays.stream(query.split("&"))
            .filter(parameter -> List.of("uploads", "upload_id", "part_number", "stats").contains(parameter.split("=")[0]))
            .map(Percent::decode).sorted().collect(Collectors.joining("&"));
        return head.method() + "\n" + head.header("Content-MD5").orElse("") + "\n" + head.header("Content-Type").orElse("") + "\n"
            + head.header("Date").orElse("") + "\n" + vendors + head.rawPath() + (signed.isEmpty() ? "" : "?" + signed);
    }

    private static HttpReply answer(HttpCall call) {
        Headers headers = Headers.of("ETag", "\"opaque\"").with("Last-Modified", "Sun, 16 Aug 2015 13:25:10 GMT");
        if (call.head().headers().has("x-qs-encryption-customer-key")) {
            headers = headers.with("x-qs-encryption-customer-algorithm", "AES256").with("x-qs-encryption-customer-key-md5", SECRET_MD5);
        }
        if (call.head().headers().has("Range")) {
            return new HttpReply(206, headers.with("Content-Range", "bytes 2-4/10"), Body.of(new byte[3]));
        }
        boolean initiate = call.head().target().endsWith("?uploads");
        boolean list = call.head().method().equals("GET")
            && (call.head().target().contains("?") || call.head().rawPath().split("/").length < 3);
        if (initiate || list) {
            return HttpReply.of(200, headers, "application/json", "{\"upload_id\":\"u\",\"object_parts\":[],\"uploads\":[],\"keys\":[]}");
        }
        return switch (call.head().method()) {
            case "HEAD" -> HttpReply.of(200, headers.with("Content-Length", "5"));
            case "GET" -> new HttpReply(200, headers, Body.of(new byte[10]));
            case "DELETE" -> HttpReply.of(204, headers);
            default -> HttpReply.of(201, headers);
        };
    }

    private static PartCopy copies() {
        return ours.capability(PartCopy.class).orElseThrow();
    }

    private static Buckets buckets() {
        return ours.capability(Buckets.class).orElseThrow();
    }

    private static Bucket.UploadMultipartInput part() {
        Bucket.UploadMultipartInput input = new Bucket.UploadMultipartInput();
        input.setUploadID(UPLOAD.uploadId());
        input.setPartNumber(1);
        return input;
    }

    private static Bucket.UploadMultipartInput streamed() {
        Bucket.UploadMultipartInput input = part();
        input.setBodyInputStream(new ByteArrayInputStream(BYTES));
        input.setContentLength((long) BYTES.length);
        return input;
    }

    private static Types.ObjectPartModel numbered(int number) {
        Types.ObjectPartModel part = new Types.ObjectPartModel();
        part.setPartNumber(number);
        return part;
    }
}
