package io.github.chunkupload.protocol.cos;

import static io.github.chunkupload.protocol.cos.CosFixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import com.qcloud.cos.COSClient;
import com.qcloud.cos.http.HttpMethodName;
import com.qcloud.cos.model.AbortMultipartUploadRequest;
import com.qcloud.cos.model.COSObject;
import com.qcloud.cos.model.CompleteMultipartUploadRequest;
import com.qcloud.cos.model.CopyPartRequest;
import com.qcloud.cos.model.GeneratePresignedUrlRequest;
import com.qcloud.cos.model.GetObjectRequest;
import com.qcloud.cos.model.HeadBucketRequest;
import com.qcloud.cos.model.InitiateMultipartUploadRequest;
import com.qcloud.cos.model.ListMultipartUploadsRequest;
import com.qcloud.cos.model.ListObjectsRequest;
import com.qcloud.cos.model.ListPartsRequest;
import com.qcloud.cos.model.ObjectMetadata;
import com.qcloud.cos.model.PartETag;
import com.qcloud.cos.model.UploadPartRequest;
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
import io.github.chunkupload.protocol.QSign;
import io.github.chunkupload.store.Access;
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
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares each request of our client, field by field, with the one that the vendor's Java SDK 5.6.265 sends for the same purpose. Every
 * difference is in one of two tables with its reason; one that is not listed fails, and so does a listed one that is gone.
 */
class CosDifferentialTest {

    private static final String KEY = "dir one/a+b~*&中//./b.bin";
    private static final ObjectRef OBJECT = new ObjectRef(BUCKET, KEY);
    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "1484727270323ddb949d528c62923531");
    private static final byte[] BYTES = "part2".getBytes(StandardCharsets.US_ASCII);
    private static final String MD5 = "39270a968a357d24207e9911162507eb";

    /** Differences that every request has. */
    private static final Map<String, String> ALWAYS = Map.of(
        "header connection", "keeping it is the default of HTTP/1.1; saying so is a habit of HTTP/1.0",
        "header user-agent", "each names itself",
        "header x-cos-sdk-log-debug", "a switch of the SDK's own logging; the service ignores it",
        "signature life", "ours begins a minute in the past, for servers whose clock is behind");

    private static CosFixture fixture;
    private static RecordingServer server;
    private static COSClient sdk;
    private static ObjectStore ours;

    private enum Operation {

        INITIATE(Map.of(),
            client -> client.initiate(UploadRequest.of(OBJECT)),
            vendor -> vendor.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, KEY))),
        INITIATE_WITH_METADATA(Map.of(),
            client -> client.initiate(UploadRequest.of(OBJECT).withMetadata(Metadata.NONE.withHeader("content-type", "text/plain")
                .withHeader("cache-control", "no-cache").withUser("note", "a b&c")).withReplace(false)),
            vendor -> {
                InitiateMultipartUploadRequest request = new InitiateMultipartUploadRequest(BUCKET, KEY);
                ObjectMetadata metadata = new ObjectMetadata();
                metadata.setContentType("text/plain");
                metadata.setCacheControl("no-cache");
                metadata.addUserMetadata("note", "a b&c");
                metadata.setHeader("x-cos-forbid-overwrite", "true");
                request.setObjectMetadata(metadata);
                vendor.initiateMultipartUpload(request);
            }),
        PUT_PART(Map.of(),
            client -> client.putPart(UPLOAD, PartSlot.numbered(1, 5), Body.of(BYTES), Checks.NONE, Access.NONE),
            vendor -> vendor.uploadPart(part())),
        PUT_PART_WITH_MD5(Map.of(),
            client -> client.putPart(UPLOAD, PartSlot.numbered(1, 5), Body.of(BYTES),
                new Checks(Set.of(), Checksums.of(Digest.MD5, MD5)), Access.NONE),
            vendor -> {
                UploadPartRequest part = part();
                part.setMd5Digest("OScKloo1fSQgfpkRFiUH6w==");
                vendor.uploadPart(part);
            }),
        LIST_PARTS(Map.of(),
            client -> client.state(UPLOAD, 6, 2),
            vendor -> {
                ListPartsRequest request = new ListPartsRequest(BUCKET, KEY, UPLOAD.uploadId());
                request.setMaxParts(2);
                request.setPartNumberMarker(7);
                vendor.listParts(request);
            }),
        LIST_UPLOADS(Map.of(),
            client -> client.uploads(new UploadQuery(BUCKET, "photos/2024 01", false, "/", new UploadQuery.Marker("k", "u"), 10)),
            vendor -> {
                ListMultipartUploadsRequest request = new ListMultipartUploadsRequest(BUCKET);
                request.setPrefix("photos/2024 01");
                request.setDelimiter("/");
                request.setEncodingType("url");
                request.setKeyMarker("k");
                request.setUploadIdMarker("u");
                request.setMaxUploads(10);
                vendor.listMultipartUploads(request);
            }),
        COMPLETE(Map.of(),
            client -> client.complete(UPLOAD, Completion.of(List.of(
                PartReceipt.of(PartSlot.numbered(0, 5), MD5, Checksums.NONE),
                PartReceipt.of(PartSlot.numbered(1, 5), "x", Checksums.NONE)))),
            vendor -> vendor.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, KEY, UPLOAD.uploadId(),
                new ArrayList<>(List.of(new PartETag(1, MD5), new PartETag(2, "x")))))),
        ABORT(Map.of(),
            client -> client.abort(UPLOAD),
            vendor -> vendor.abortMultipartUpload(new AbortMultipartUploadRequest(BUCKET, KEY, UPLOAD.uploadId()))),
        PUT_OBJECT(Map.of(),
            client -> client.put(UploadRequest.of(OBJECT).withMetadata(Metadata.NONE.withHeader("content-type", "text/plain")),
                Body.of(BYTES), Checks.NONE),
            vendor -> {
                ObjectMetadata metadata = new ObjectMetadata();
                metadata.setContentLength(BYTES.length);
                metadata.setContentType("text/plain");
                vendor.putObject(BUCKET, KEY, new ByteArrayInputStream(BYTES), metadata);
            }),
        HEAD_OBJECT(Map.of(),
            client -> client.head(OBJECT, Access.NONE),
            vendor -> vendor.getObjectMetadata(BUCKET, KEY)),
        GET_OBJECT(Map.of(),
            client -> close(() -> client.get(OBJECT, ByteRange.ALL, Access.NONE)),
            vendor -> close(() -> vendor.getObject(BUCKET, KEY))),
        GET_RANGE(Map.of(),
            client -> close(() -> client.get(OBJECT, new ByteRange(2, 4), Access.NONE)),
            vendor -> close(() -> {
                GetObjectRequest request = new GetObjectRequest(BUCKET, KEY);
                request.setRange(2, 4);
                COSObject object = vendor.getObject(request);
                return object;
            })),
        DELETE_OBJECT(Map.of(),
            client -> client.delete(OBJECT),
            vendor -> vendor.deleteObject(BUCKET, KEY)),
        COPY_PART(Map.of(),
            client -> client.capability(PartCopy.class).orElseThrow().copyPart(UPLOAD, PartSlot.numbered(1, 4),
                new CopySource(new ObjectRef(BUCKET, "a b/中"), new ByteRange(3, 6), "", Access.NONE), Access.NONE),
            vendor -> {
                CopyPartRequest request = new CopyPartRequest();
                request.setSourceBucketName(BUCKET);
                request.setSourceKey("a b/中");
                request.setFirstByte(3L);
                request.setLastByte(6L);
                request.setDestinationBucketName(BUCKET);
                request.setDestinationKey(KEY);
                request.setUploadId(UPLOAD.uploadId());
                request.setPartNumber(2);
                vendor.copyPart(request);
            }),
        LIST_OBJECTS(Map.of(),
            client -> client.capability(Listing.class).orElseThrow().objects(
                new ObjectQuery(BUCKET, "photos/2024 01", "/", "photos/2024 01/中", 10)),
            vendor -> vendor.listObjects(new ListObjectsRequest(BUCKET, "photos/2024 01", "photos/2024 01/中", "/", 10))),
        PUT_BUCKET(Map.of(
            "signed headers", "both send Content-Length: 0, ours signs it as that of any PUT; the SDK leaves it to its HTTP client",
            "string to sign", "the same"),
            client -> client.capability(Buckets.class).orElseThrow().createBucket(BUCKET),
            vendor -> vendor.createBucket(BUCKET)),
        HEAD_BUCKET(Map.of(),
            client -> client.capability(Buckets.class).orElseThrow().bucket(BUCKET),
            vendor -> vendor.headBucket(new HeadBucketRequest(BUCKET))),
        DELETE_BUCKET(Map.of(),
            client -> client.capability(Buckets.class).orElseThrow().deleteBucket(BUCKET),
            vendor -> vendor.deleteBucket(BUCKET)),
        GET_SERVICE(Map.of(),
            client -> fixture.client(server.uri(), Addressing.PATH).capability(Buckets.class).orElseThrow().buckets(),
            vendor -> vendor.listBuckets());

        private final Map<String, String> differences;
        private final Consumer<ObjectStore> ours;
        private final Consumer<COSClient> theirs;

        Operation(Map<String, String> differences, Consumer<ObjectStore> ours, Consumer<COSClient> theirs) {
            this.differences = differences;
            this.ours = ours;
            this.theirs = theirs;
        }
    }

    @BeforeAll
    static void start() {
        fixture = new CosFixture();
        server = RecordingServer.start(CosDifferentialTest::answer);
        sdk = VendorSdk.ENDPOINT.client(server.port(), CosFixture.KEY);
        ours = fixture.client(server.uri(), Addressing.BUCKETLESS);
    }

    @AfterAll
    static void stop() {
        ours.close();
        sdk.shutdown();
        server.close();
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void sendsWhatTheVendorsSdkSends(Operation operation) {
        operation.ours.accept(ours);
        Recorded our = server.last();
        operation.theirs.accept(sdk);
        Recorded their = server.last();

        Map<String, String> expected = new TreeMap<>(ALWAYS);
        expected.putAll(operation.differences);
        Map<String, String> found = differences(our, their);
        assertThat(found.keySet()).as("differences of %s: %s", operation, found).isEqualTo(expected.keySet());
    }

    @ParameterizedTest
    @EnumSource(QSign.Layout.class)
    void presignsAsTheVendorsSdkDoes(QSign.Layout layout) {
        GeneratePresignedUrlRequest request = new GeneratePresignedUrlRequest(BUCKET, KEY, HttpMethodName.PUT);
        request.setSignPrefixMode(layout == QSign.Layout.SIGN);
        request.addRequestParameter("partNumber", "2");
        request.addRequestParameter("uploadId", UPLOAD.uploadId());
        HttpHead their = head(sdk.generatePresignedUrl(request).toString());
        ObjectStore client = fixture.client(server.uri(), Addressing.BUCKETLESS, Map.of("presign", layout.name().toLowerCase(Locale.ROOT)));
        HttpHead our = head(client.capability(Presigning.class).orElseThrow().presign("PUT", OBJECT,
            Query.NONE.with("partNumber", "2").with("uploadId", UPLOAD.uploadId()), Duration.ofHours(1)).toString());

        assertThat(our.authority()).isEqualTo(their.authority());
        assertThat(our.rawPath()).isEqualTo(their.rawPath());
        assertThat(names(our)).isEqualTo(names(their));
        QSign ourSign = QSign.in(our).orElseThrow();
        QSign theirSign = QSign.in(their).orElseThrow();
        assertThat(ourSign.headers()).isEqualTo(theirSign.headers());
        assertThat(ourSign.parameters()).isEqualTo(theirSign.parameters());
        assertThat(ourSign.accessKey()).isEqualTo(theirSign.accessKey());
    }

    private static HttpHead head(String url) {
        Headers host = Headers.of("Host", url.substring(7, url.indexOf('/', 7)));
        return HttpHead.received("PUT", url.substring(url.indexOf('/', 7)), host);
    }

    private static Set<String> names(HttpHead head) {
        return head.query().parameters().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
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

    /** The order of parameters and headers has no meaning and is not compared. */
    private static Map<String, String> fields(Recorded request) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("method", request.head().method());
        fields.put("path", request.head().rawPath());
        String target = request.head().target();
        fields.put("query", target.contains("?")
            ? Arrays.stream(target.substring(target.indexOf('?') + 1).split("&")).sorted().collect(Collectors.joining("&")) : "");
        fields.put("body", new String(request.body(), StandardCharsets.UTF_8));
        for (Map.Entry<String, String> header : request.head().headers().fields()) {
            if (!header.getKey().equalsIgnoreCase("Authorization")) {
                fields.merge("header " + header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + " + " + b);
            }
        }
        QSign sign = QSign.in(request.head()).orElseThrow();
        long[] times = Stream.of(sign.signTime().split(";")).mapToLong(Long::parseLong).toArray();
        fields.put("signature life", String.valueOf(times[1] - times[0]));
        fields.put("signed headers", String.join(";", sign.headers()));
        fields.put("signed parameters", String.join(";", sign.parameters()));
        fields.put("string to sign", httpString(request, sign));
        return fields;
    }

    /** Rebuilds what was signed from the wire, independently of our signer. */
    private static String httpString(Recorded request, QSign sign) {
        return request.head().method().toLowerCase(Locale.ROOT) + "\n" + Percent.decode(request.head().rawPath()) + "\n"
            + sign.parameters().stream().map(name -> name + "=" + Percent.encode(request.head().query().first(name).orElse("")))
                .collect(Collectors.joining("&")) + "\n"
            + sign.headers().stream().map(name -> name + "=" + Percent.encode(request.head().header(name).orElse("")))
                .collect(Collectors.joining("&")) + "\n";
    }

    private static HttpReply answer(HttpCall call) {
        Headers headers = Headers.of("ETag", "\"opaque\"").with("Last-Modified", "Fri, 10 Apr 2020 09:35:05 GMT")
            .with("x-cos-request-id", "id");
        boolean range = call.head().headers().has("Range");
        boolean xml = call.head().method().equals("POST") || call.head().headers().has("x-cos-copy-source")
            || call.head().method().equals("GET") && (call.head().target().contains("?") || call.head().target().equals("/"));
        if (call.head().method().equals("HEAD")) {
            return HttpReply.of(200, headers.with("Content-Length", "5"));
        }
        if (call.head().method().equals("DELETE")) {
            return HttpReply.of(204, headers);
        }
        if (xml) {
            return HttpReply.of(200, headers, "application/xml", document(call));
        }
        return new HttpReply(range ? 206 : 200, range ? headers.with("Content-Range", "bytes 2-4/10") : headers,
            Body.of(call.head().method().equals("GET") ? new byte[range ? 3 : 10] : new byte[0]));
    }

    private static String document(HttpCall call) {
        Optional<String> id = call.head().query().first("uploadId");
        if (call.head().method().equals("POST")) {
            return id.isPresent() ? "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>"
                : "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>";
        }
        if (call.head().method().equals("PUT")) {
            return "<CopyPartResult><ETag>\"e\"</ETag></CopyPartResult>";
        }
        if (call.head().target().equals("/")) {
            return "<ListAllMyBucketsResult><Owner/><Buckets/></ListAllMyBucketsResult>";
        }
        if (call.head().query().has("max-keys")) {
            return "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";
        }
        return id.isPresent() ? "<ListPartsResult><MaxParts>2</MaxParts><IsTruncated>false</IsTruncated></ListPartsResult>"
            : "<ListMultipartUploadsResult><MaxUploads>10</MaxUploads><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>";
    }

    private static UploadPartRequest part() {
        UploadPartRequest part = new UploadPartRequest();
        part.setBucketName(BUCKET);
        part.setKey(KEY);
        part.setUploadId(UPLOAD.uploadId());
        part.setPartNumber(2);
        part.setPartSize(BYTES.length);
        part.setInputStream(new ByteArrayInputStream(BYTES));
        return part;
    }

    private static void close(Callable<? extends Closeable> opened) {
        try {
            opened.call().close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
