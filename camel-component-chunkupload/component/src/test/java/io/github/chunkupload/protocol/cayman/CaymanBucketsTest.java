package io.github.chunkupload.protocol.cayman;

import static io.github.chunkupload.protocol.cayman.CaymanFixture.BUCKET;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.data;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets, their lists, and the one-shot upload, as raw requests see them. */
class CaymanBucketsTest {

    private static final String DONE = "{\n\t\"code\":\t200\n}";

    @TempDir
    private Path directory;
    private CaymanFixture fixture;

    @BeforeEach
    void open() {
        fixture = new CaymanFixture(directory, true, Map.of());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String bucket(String verb, String form) throws IOException {
        return fixture.urlencoded("/api/cayman/store/bucket/" + verb, form).text();
    }

    private Reply log(String key, String content) throws IOException {
        return fixture.multipart("/api/cayman/log/upload", field("bucket", BUCKET), field("object", key), data(content));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/cayman/store/bucket/", "/api/cayman/storage/bucket/", "/api/v2/core/bucket/"})
    void makesListsAndRemovesABucket(String family) throws IOException {
        assertThat(fixture.urlencoded(family + "create", "bucket=" + BUCKET).text()).isEqualTo(DONE);
        assertThat(bucket("create", "bucket=" + BUCKET)).contains("\"code\":\t409").contains("bucket_exists");
        assertThat(fixture.urlencoded(family + "list", "").text().replaceAll("time\":\t\\d+", "time\":\t1455673028")).isEqualTo("""
            {
            \t"code":\t200,
            \t"total":\t1,
            \t"result":\t[{
            \t\t\t"bucketname":\t"bucket-z",
            \t\t\t"owner":\t"anonymous",
            \t\t\t"createtime":\t1455673028
            \t\t}]
            }""");
        assertThat(log("a", "x").text()).isEqualTo(DONE);
        assertThat(bucket("remove", "bucket=" + BUCKET)).contains("\"code\":\t409").contains("bucket_not_empty");
        fixture.call("remove", "a");
        assertThat(fixture.urlencoded(family + "remove", "bucket=" + BUCKET).text()).isEqualTo(DONE);
        assertThat(bucket("remove", "bucket=" + BUCKET)).contains("\"code\":\t404").contains("no_such_bucket");
    }

    @Test
    void keepsToTheBucketsItServes() throws IOException {
        assertThat(bucket("create", "bucket=other")).contains("\"code\":\t404");
        assertThat(bucket("create", "bucket=a%20b")).contains("\"code\":\t400");
        assertThat(bucket("listobject", "bucket=other")).contains("\"code\":\t404");
    }

    @Test
    void listsTheObjectsOfOneDirectoryByPages() throws IOException {
        for (String key : List.of("a", "b", "d/1", "d/2", "d/3", "d/e/4", "e")) {
            log(key, "content");
        }
        fixture.create("d/unfinished");
        assertThat(ids(bucket("listobject", "bucket=" + BUCKET))).containsExactly("a", "b", "e");
        assertThat(ids(bucket("listobject", "bucket=" + BUCKET + "&dirname=/d"))).containsExactly("d/1", "d/2", "d/3");
        String second = bucket("listobject", "bucket=" + BUCKET + "&dirname=/d/&page=2&perpage=2");
        assertThat(ids(second)).containsExactly("d/3");
        assertThat(second).startsWith("{\n\t\"code\":\t200,\n\t\"total\":\t\"3\",\n\t\"result\":\t[{\n")
            .contains("\"cayman_metadata_field_size\":\t7");
        assertThat(ids(bucket("listobject", "bucket=" + BUCKET + "&dirname=/d&page=9"))).isEmpty();
        assertThat(bucket("listobject", "bucket=" + BUCKET + "&page=x")).contains("\"code\":\t400");
    }

    private static List<String> ids(String reply) {
        return CaymanJson.parse(reply.getBytes(StandardCharsets.UTF_8)).findValuesAsText("cayman_metadata_field_objectid");
    }

    @Test
    void takesASmallObjectInOneStep() throws IOException {
        assertThat(log("logs/today.txt", "x".repeat(4194304)).text()).isEqualTo(DONE);
        assertThat(fixture.stored("logs/today.txt")).hasSize(4194304);
        assertThat(log("logs/today.txt", "again").text()).contains("\"code\":\t409").contains("already_exists");
        assertThat(log("logs/large", "x".repeat(4194305)).text()).contains("\"code\":\t413");
        assertThat(fixture.multipart("/api/cayman/log/upload", field("bucket", BUCKET), field("object", "k")).text())
            .contains("\"code\":\t400");
        Reply owned = fixture.multipart("/api/cayman/log/upload", field("bucket", BUCKET), field("object", "mine"),
            field("subuser", "subuser1"), data("x"));
        assertThat(owned.text()).isEqualTo(DONE);
        assertThat(fixture.call("info", "mine").text()).contains("\"cayman_metadata_field_subuser\":\t\"subuser1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "remove", "list", "listobject"})
    void refusesByNameWhatTheStoreBehindCannotDo(String verb) throws IOException {
        fixture.close();
        fixture = new CaymanFixture(directory, true, Map.of(), BareStore::new);
        Reply reply = fixture.urlencoded("/api/cayman/store/bucket/" + verb, "bucket=" + BUCKET);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("\"error\":\t\"unsupported\"");
    }
}
