package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.Verify;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our client's lists, edits and digests before answers as the manual prints them, and before servers that have less. */
class CaymanCapabilityReplyTest {

    private static final ObjectRef OBJECT = new ObjectRef("bucket-z", "directory1/a.txt");
    private static final String DONE = "{\n\t\"code\":\t200\n}";
    private static final String MD5 = "3a0febb9c40b0f6b9094b919a30525b4";
    private static final String INFO = "{\"code\":200,\"result\":{\"cayman_metadata_field_size\":\"%s\"}}";

    private PlayedServer server;

    @BeforeEach
    void open() {
        server = new PlayedServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private <C> C capability(Class<C> type) {
        return server.client().capability(type).orElseThrow();
    }

    private String form() {
        return new String(server.last().body(), StandardCharsets.UTF_8);
    }

    private static void refused(Failure kind, ThrowingCallable call) {
        assertThatExceptionOfType(UploadException.class).isThrownBy(call).matches(e -> e.kind() == kind, kind.name());
    }

    @Test
    void readsTheManualsListOfBucketsWhichTellsNoCode() {
        server.reply("bucket/list", """
            {
            \t"total":\t2,
            \t"result":\t[{
            \t\t\t"bucketname":\t"bucket-z",
            \t\t\t"owner":\t"anonymous"
            \t\t}, {
            \t\t\t"bucketname":\t"bucket-w",
            \t\t\t"owner":\t"anonymous"
            \t\t}]
            }""");
        assertThat(capability(Buckets.class).buckets()).extracting(BucketInfo::name).containsExactly("bucket-w", "bucket-z");
        assertThat(capability(Buckets.class).bucket("bucket-w")).hasValue(new BucketInfo("bucket-w", Instant.EPOCH));
        assertThat(capability(Buckets.class).bucket("other")).isEmpty();
    }

    @Test
    void makesAndRemovesBuckets() {
        Buckets buckets = capability(Buckets.class);
        server.reply("bucket/create", DONE);
        server.reply("bucket/remove", DONE);
        buckets.createBucket("bucket-w");
        assertThat(form()).contains("name=\"bucket\"\r\n\r\nbucket-w\r\n").doesNotContain("objectid");
        buckets.deleteBucket("bucket-w");
        server.reply("bucket/create", "{\"code\":409,\"msg\":\"exists\"}");
        server.reply("bucket/remove", "{\"code\":409,\"msg\":\"not empty\"}");
        refused(Failure.BUCKET_EXISTS, () -> buckets.createBucket("bucket-w"));
        refused(Failure.BUCKET_NOT_EMPTY, () -> buckets.deleteBucket("bucket-w"));
        server.reply("bucket/remove", "{\"code\":404,\"msg\":\"none\"}");
        refused(Failure.NO_SUCH_BUCKET, () -> buckets.deleteBucket("bucket-w"));
        refused(Failure.INVALID_BUCKET, () -> buckets.createBucket("no good"));
    }

    @Test
    void listsADirectoryOfAServerThatHasNumberedPagesOnly() {
        String page = "{\"total\":\"3\",\"result\":[{\"cayman_metadata_field_objectid\":\"d/%s\",\"cayman_metadata_field_size\":\"36\","
            + "\"cayman_metadata_field_lastmodifytime\":\"1455673028\"},{\"cayman_metadata_field_objectid\":\"d/%s\","
            + "\"cayman_metadata_field_size\":1}, {\"cayman_metadata_field_objectid\":\"d/%s\",\"cayman_metadata_field_size\":2}]}";
        server.reply("bucket/listobject", page.formatted("c", "a", "b"));
        ObjectQuery query = ObjectQuery.prefix("bucket-z", "d/").delimiter("/").limit(2);
        Page<ObjectInfo> first = capability(Listing.class).objects(query);
        assertThat(first.items()).extracting(info -> info.object().key()).containsExactly("d/a", "d/b");
        assertThat(first.next()).hasValue(new Marker("d/b", ""));
        assertThat(form()).contains("name=\"dirname\"\r\n\r\n/d\r\n");
        Page<ObjectInfo> second = capability(Listing.class).objects(query.after("d/b"));
        assertThat(second.next()).isEmpty();
        assertThat(second.items()).singleElement().satisfies(info -> {
            assertThat(info.size()).isEqualTo(36);
            assertThat(info.modified()).isEqualTo(Instant.ofEpochSecond(1455673028));
        });
        refused(Failure.UNSUPPORTED, () -> capability(Listing.class).objects(ObjectQuery.prefix("bucket-z", "")));
        refused(Failure.UNSUPPORTED, () -> capability(Listing.class).objects(ObjectQuery.prefix("bucket-z", "d").delimiter("/")));
    }

    @Test
    void editsAndCutsWithTheCallsOfTheManual() {
        Editing editing = capability(Editing.class);
        server.reply("write", "{\"code\":200,\"result\":{\"md5\":\"" + MD5 + "\"}}");
        server.reply("truncate", DONE);
        assertThat(editing.write(OBJECT, 7, Body.of("x".getBytes(StandardCharsets.UTF_8)), Checks.NONE).sums().get(Digest.MD5))
            .hasValue(MD5);
        assertThat(form()).contains("name=\"offset\"\r\n\r\n7\r\n").contains("name=\"finished\"");
        editing.truncate(OBJECT, 4);
        assertThat(form()).contains("name=\"newsize\"\r\n\r\n4\r\n");
        Checks wrong = new Checks(Set.of(), Checksums.of(Digest.MD5, MD5));
        int sent = server.requests().size();
        refused(Failure.DIGEST_MISMATCH, () -> editing.write(OBJECT, 0, Body.of(new byte[1]), wrong));
        refused(Failure.TOO_LARGE, () -> editing.write(OBJECT, 0, Body.of(new byte[4194305]), Checks.NONE));
        refused(Failure.INVALID_ARGUMENT, () -> editing.truncate(OBJECT, -1));
        assertThat(server.requests()).as("before any byte moves").hasSize(sent);
        server.reply("write", "{\"code\":404,\"msg\":\"none\"}");
        server.reply("truncate", "{\"code\":409,\"msg\":\"not finished\"}");
        refused(Failure.NO_SUCH_OBJECT, () -> editing.write(OBJECT, 0, Body.of(new byte[1]), Checks.NONE));
        refused(Failure.NO_SUCH_OBJECT, () -> editing.truncate(OBJECT, 4));
    }

    @Test
    void hasAnMd5ComputedAtOnceOrOrdersIt() {
        Verify verify = capability(Verify.class);
        server.reply("info", INFO.formatted(104857600));
        server.reply("md5/calc/sync", "{\n\t\"code\":\t200,\n\t\"result\":\t{\n\t\t\"md5\":\t\"" + MD5 + "\"\n\t}\n}");
        assertThat(verify.verify(OBJECT, Set.of(Digest.MD5), Access.NONE)).isEqualTo(Checksums.of(Digest.MD5, MD5));
        server.reply("info", INFO.formatted(104857601));
        server.reply("md5/calc/async", DONE);
        String empty = "{\"code\":200,\"result\":{\"md5\":\"\"}}";
        server.replies("md5/query", List.of(empty, empty, empty.replace("\"\"", '"' + MD5 + '"')));
        assertThat(verify.verify(OBJECT, Set.of(Digest.MD5), Access.NONE)).isEqualTo(Checksums.of(Digest.MD5, MD5));
        refused(Failure.UNSUPPORTED, () -> verify.verify(OBJECT, Set.of(Digest.CRC64), Access.NONE));
        server.reply("info", INFO.formatted(1));
        server.reply("md5/calc/sync", "{\"code\":417,\"msg\":\"failed\"}");
        refused(Failure.INTERNAL, () -> verify.verify(OBJECT, Set.of(Digest.MD5), Access.NONE));
    }

    @Test
    void namesWhatAServerDoesNotHave() {
        refused(Failure.UNSUPPORTED, () -> capability(Buckets.class).buckets());
        refused(Failure.UNSUPPORTED, () -> capability(Listing.class).objects(ObjectQuery.prefix("bucket-z", "").delimiter("/")));
        refused(Failure.UNSUPPORTED, () -> capability(Editing.class).truncate(OBJECT, 1));
        assertThat(server.client().capability(Optional.class)).isEmpty();
    }

    @Test
    void doesNotTakeAnObjectForItsOwnWhoseCreateMayBeAnybodys() {
        server.replies("create", List.of("", "{\"code\":409,\"msg\":\"exists\"}", "{\"code\":409,\"msg\":\"exists\"}"));
        UploadRequest wish = UploadRequest.of(OBJECT).withOpen(OpenUploads.REFUSE);
        refused(Failure.CONNECTION, () -> server.client().initiate(wish));
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> server.client().initiate(wish))
            .matches(e -> e.kind() == Failure.UPLOAD_OPEN && e.remedy() == Remedy.GIVE_UP).withMessageContaining("remove it");
        refused(Failure.ALREADY_EXISTS, () -> server.client().initiate(wish));
    }
}
