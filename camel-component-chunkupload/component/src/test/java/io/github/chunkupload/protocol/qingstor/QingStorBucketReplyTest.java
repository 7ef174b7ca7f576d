package io.github.chunkupload.protocol.qingstor;

import static io.github.chunkupload.protocol.qingstor.QingStorFixture.BUCKET;
import static io.github.chunkupload.protocol.qingstor.QingStorFixture.OBJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.testing.RecordingServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays to our client what the manual has for buckets, lists and copies, and what other servers make of it. */
class QingStorBucketReplyTest {

    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "4d26b37a469230619604ecdc0e314782");

    private final QingStorFixture fixture = new QingStorFixture();
    private RecordingServer server;
    private ObjectStore client;
    private volatile HttpReply next;

    @BeforeEach
    void open() {
        server = RecordingServer.start(call -> next);
        client = fixture.client(server.uri(), Addressing.PATH, Clock.fixed(Instant.parse("2015-08-16T09:05:00Z"), ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        fixture.close();
    }

    @Test
    void readsAListOfObjectsAsTheManualHasIt() {
        json(200, """
            {"name":"mybucket","prefix":"dir/","owner":{"name":"qingstor","id":"usr-xxxx"},"delimiter":"/","limit":4,"marker":"dir/0",
             "next_marker":"dir/z","has_more":true,"common_prefixes":["dir/a/"],
             "keys":[{"key":"dir/photo.jpg","size":3145728,"etag":"\\"0ba1d5fca4f1a0bb4a0b4c5f3ab2c9d1\\"","mime_type":"image/jpeg",
               "created":"2015-07-11T04:45:57.000Z","modified":1436589957,"encrypted":false,"storage_class":"STANDARD_IA"},
              {"key":"dir/y","size":"7","modified":"1436589958"}]}
            """);
        Page<ObjectInfo> page = listing().objects(new ObjectQuery(BUCKET, "dir/", "/", "dir/0", 4));

        assertThat(server.last().requestLine())
            .isEqualTo("GET /mybucket?prefix=dir%2F&delimiter=%2F&limit=4&marker=dir%2F0 HTTP/1.1");
        assertThat(page.prefixes()).containsExactly("dir/a/");
        assertThat(page.next()).hasValue(new Marker("dir/z", ""));
        ObjectInfo photo = page.items().get(0);
        assertThat(photo.object()).isEqualTo(new ObjectRef(BUCKET, "dir/photo.jpg"));
        assertThat(photo.size()).isEqualTo(3_145_728);
        assertThat(photo.etag()).isEqualTo("0ba1d5fca4f1a0bb4a0b4c5f3ab2c9d1");
        assertThat(photo.sums()).isEqualTo(Checksums.of(Digest.MD5, "0ba1d5fca4f1a0bb4a0b4c5f3ab2c9d1"));
        assertThat(photo.modified()).isEqualTo(Instant.parse("2015-07-11T04:45:57Z"));
        assertThat(photo.metadata().header("storage-class")).hasValue("STANDARD_IA");
        assertThat(page.items().get(1).size()).isEqualTo(7);
        assertThat(page.items().get(1).etag()).isEmpty();
        assertThat(page.items().get(1).modified()).isEqualTo(Instant.parse("2015-07-11T04:45:58Z"));
    }

    @Test
    void signsAListAsV5WasSigned() {
        json(200, "{\"keys\":[]}");
        listing().objects(ObjectQuery.prefix(BUCKET, ""));

        assertThat(server.last().head().header("Authorization"))
            .hasValue("QS TESTACCESSKEYID00001:lXjSoLkvvwWB3yKu1C+BwQJ7shHOmTDzudHecoDvFlA=");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"{\"next_marker\":\"\",\"has_more\":false} | -", "{\"next_marker\":\"k\"} | k",
        "{\"next_marker\":\"k\",\"has_more\":false} | -", "{\"has_more\":true,\"keys\":[{\"key\":\"a\",\"size\":1}]} | a",
        "{\"has_more\":true,\"keys\":[{\"key\":\"a\",\"size\":1}],\"common_prefixes\":[\"b/\"]} | b/", "{\"has_more\":true} | -", "{} | -"})
    void knowsWhetherMoreFollowHoweverThatIsTold(String document, String after) {
        json(200, document);

        assertThat(listing().objects(ObjectQuery.prefix(BUCKET, "")).next().map(Marker::key).orElse(null)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"<html/>", "{\"keys\":[{\"size\":1}]}", "{\"keys\":[{\"key\":\"a\",\"size\":\"many\"}]}"})
    void aListThatCannotBeReadIsNamed(String document) {
        json(200, document);

        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> listing().objects(ObjectQuery.prefix(BUCKET, "")))
            .satisfies(e -> assertThat(e.kind()).isEqualTo(Failure.PROTOCOL))
            .satisfies(e -> assertThat(e.remedy()).isEqualTo(Remedy.ASK));
    }

    @Test
    void readsTheListOfBuckets() {
        json(200, """
            {"count":2,"buckets":[{"name":"mybucket","location":"pek3a","urls":["http://mybucket.pek3a.qingstor.com"],
             "created":"2015-07-11T04:45:57Z"},{"name":"myphotos"}]}
            """);

        assertThat(buckets().buckets()).containsExactly(new BucketInfo("mybucket", Instant.parse("2015-07-11T04:45:57Z")),
            new BucketInfo("myphotos", Instant.EPOCH));
        assertThat(server.last().requestLine()).isEqualTo("GET / HTTP/1.1");
    }

    @Test
    void namesTheServiceWhereBucketsStandInTheHost() {
        json(200, "{\"buckets\":[]}");
        fixture.client(server.uri(), Addressing.VIRTUAL, Clock.systemUTC()).capability(Buckets.class).orElseThrow().buckets();
        assertThat(server.last().head().header("Host")).hasValue(server.uri().getAuthority());

        refused(Failure.UNSUPPORTED, () -> fixture.client(server.uri(), Addressing.BUCKETLESS, Clock.systemUTC())
            .capability(Buckets.class).orElseThrow().buckets());
    }

    @Test
    void tellsOfOneBucketMakesAndRemovesIt() {
        json(200, "{\"name\":\"mybucket\",\"location\":\"pek3a\",\"created\":\"2015-07-11T04:45:57.000Z\",\"count\":\"1234\","
            + "\"size\":1048576,\"status\":\"active\","
            + "\"status_time\":\"2015-07-11T04:45:57Z\",\"url\":\"http://mybucket.pek3a.qingstor.com\"}");
        assertThat(buckets().bucket(BUCKET)).hasValue(new BucketInfo(BUCKET, Instant.parse("2015-07-11T04:45:57Z")));
        assertThat(server.last().requestLine()).isEqualTo("GET /mybucket?stats HTTP/1.1");
        json(404, "{\"code\":\"bucket_not_exists\"}");
        assertThat(buckets().bucket(BUCKET)).isEmpty();
        json(404, "");
        assertThat(buckets().bucket(BUCKET)).isEmpty();
        json(403, "{\"code\":\"permission_denied\"}");
        refused(Failure.FORBIDDEN, () -> buckets().bucket(BUCKET));
        json(201, "");
        buckets().createBucket(BUCKET);
        assertThat(server.last().requestLine()).isEqualTo("PUT /mybucket HTTP/1.1");
        json(409, "{\"code\":\"bucket_already_exists\"}");
        refused(Failure.BUCKET_EXISTS, () -> buckets().createBucket(BUCKET));
        json(204, "");
        buckets().deleteBucket(BUCKET);
        assertThat(server.last().requestLine()).isEqualTo("DELETE /mybucket HTTP/1.1");
        json(409, "{\"code\":\"bucket_not_empty\"}");
        refused(Failure.BUCKET_NOT_EMPTY, () -> buckets().deleteBucket(BUCKET));
        refused(Failure.INVALID_BUCKET, () -> buckets().createBucket("No"));
        refused(Failure.INVALID_BUCKET, () -> buckets().bucket(""));
    }

    @Test
    void readsTheAnswerToACopy() {
        CopySource source = new CopySource(new ObjectRef("otherbucket", "a b"), new ByteRange(10, 20), "x", Access.NONE);
        reply(201, Headers.of("x-qs-content-copy-range", "bytes 10-19/20").with("x-qs-request-id", "1"));
        PartReceipt range = copies().copyPart(UPLOAD, PartSlot.numbered(3, -1), source, Access.NONE);
        reply(201, Headers.of("ETag", "\"c837682353601f7fc0a2ccb6bc8f4654\""));
        PartReceipt whole = copies().copyPart(UPLOAD, PartSlot.numbered(0, -1), CopySource.of(source.object()), Access.NONE);

        assertThat(range.slot()).isEqualTo(PartSlot.numbered(3, 10));
        assertThat(range.etag()).isEmpty();
        assertThat(whole.slot().length()).as("not told").isEqualTo(PartSlot.UNKNOWN);
        assertThat(whole.sums()).isEqualTo(Checksums.of(Digest.MD5, "c837682353601f7fc0a2ccb6bc8f4654"));
        assertThat(server.last().head().header("x-qs-copy-source")).hasValue("/otherbucket/a%20b");
        assertThat(server.last().head().headers().has("x-qs-copy-range")).isFalse();
        assertThat(server.last().head().header("Content-Length")).hasValue("0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"404 | {\"code\":\"object_not_exists\"} | NO_SUCH_OBJECT",
        "404 | {\"code\":\"upload_not_exists\"} | NO_SUCH_UPLOAD", "412 | {\"code\":\"precondition_failed\"} | PRECONDITION_FAILED",
        "412 | <html/> | PRECONDITION_FAILED", "416 | {\"code\":\"invalid_range\"} | INVALID_RANGE",
        "200 | {\"code\":\"internal_error\",\"message\":\"copy broke off\"} | INTERNAL"})
    void namesWhatBecameOfACopy(int status, String document, Failure kind) {
        json(status, document);

        refused(kind, () -> copies().copyPart(UPLOAD, PartSlot.numbered(0, -1), CopySource.of(OBJECT), Access.NONE));
    }

    private Listing listing() {
        return client.capability(Listing.class).orElseThrow();
    }

    private Buckets buckets() {
        return client.capability(Buckets.class).orElseThrow();
    }

    private PartCopy copies() {
        return client.capability(PartCopy.class).orElseThrow();
    }

    private void json(int status, String document) {
        next = new HttpReply(status, Headers.of("Content-Type", "application/json"), Body.of(document.getBytes(StandardCharsets.UTF_8)));
    }

    private void reply(int status, Headers headers) {
        next = HttpReply.of(status, headers);
    }

    private static void refused(Failure kind, Runnable call) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(call::run)
            .satisfies(e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
    }
}
