package io.github.chunkupload.protocol.cayman;

import static io.github.chunkupload.protocol.cayman.CaymanFixture.BUCKET;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.data;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done to finished objects, as raw requests see it. */
class CaymanEditsTest {

    private static final String DONE = "{\n\t\"code\":\t200\n}";
    private static final String FILECONTENT_MD5 = "86c0460e2f881850a75eac2f5e0b7d07";

    @TempDir
    private Path directory;
    private final AtomicReference<HeldStore> store = new AtomicReference<>();
    private CaymanFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new CaymanFixture(directory, true, Map.of(), disk -> {
            store.set(new HeldStore(disk));
            return store.get();
        });
        finish("k", "filecontent");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void finish(String key, String content) throws IOException {
        fixture.create(key);
        fixture.write(key, 0, content.substring(0, content.length() / 2));
        fixture.write(key, content.length() / 2, content.substring(content.length() / 2));
        assertThat(fixture.call("finish", key).text()).isEqualTo(DONE);
    }

    private String call(String operation, String more) throws IOException {
        return fixture.urlencoded("/api/cayman/store/object/" + operation, "bucket=" + BUCKET + "&objectid=k" + more).text();
    }

    private static String told(String md5) {
        return "{\n\t\"code\":\t200,\n\t\"result\":\t{\n\t\t\"md5\":\t\"" + md5 + "\"\n\t}\n}";
    }

    @Test
    void aFinishedObjectIsWrittenLikeAnUnfinishedOne() throws IOException {
        assertThat(fixture.write("k", 4, "CON").text()).isEqualTo(told("53ae9714fbfd6c730c0a698c5c412b82"));
        assertThat(fixture.stored("k")).isEqualTo("fileCONtent");
        fixture.write("k", 13, "!");
        fixture.write("k", 0, "");
        assertThat(fixture.stored("k")).isEqualTo("fileCONtent\0\0!");
        assertThat(fixture.call("finish", "k").text()).as("finish after an edit").isEqualTo(DONE);
        assertThat(call("info", "")).contains("\"cayman_metadata_field_size\":\t14");
    }

    @Test
    void aWriteMeantForAnUnfinishedObjectLeavesAFinishedOneAlone() throws IOException {
        Reply late = fixture.multipart("/api/cayman/store/object/write", field("bucket", BUCKET), field("objectid", "k"),
            field("offset", "0"), field("unfinished", "true"), data("late"));
        assertThat(late.text()).contains("\"code\":\t404").contains("no_such_upload");
        fixture.create("open");
        Reply early = fixture.multipart("/api/cayman/store/object/write", field("bucket", BUCKET), field("objectid", "open"),
            field("offset", "0"), field("finished", "true"), data("early"));
        assertThat(early.text()).contains("\"code\":\t404").contains("no_such_object");
        assertThat(fixture.stored("k")).isEqualTo("filecontent");
    }

    @Test
    void cutsAndLengthensAFinishedObject() throws IOException {
        assertThat(call("truncate", "&newsize=4")).isEqualTo(DONE);
        assertThat(fixture.stored("k")).isEqualTo("file");
        assertThat(call("truncate", "&newsize=6")).isEqualTo(DONE);
        assertThat(fixture.stored("k")).isEqualTo("file\0\0");
        assertThat(call("truncate", "&newsize=0")).isEqualTo(DONE);
        assertThat(fixture.stored("k")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', 400", "&newsize=x, 400", "&newsize=-1, 416", "&newsize=99999999999999999999, 416", "&objectid=none&newsize=1, 404"})
    void refusesToCutByItsCode(String fields, int code) throws IOException {
        String form = fields.contains("objectid") ? "bucket=" + BUCKET + fields : "bucket=" + BUCKET + "&objectid=k" + fields;
        assertThat(fixture.urlencoded("/api/cayman/store/object/truncate", form).text()).contains("\"code\":\t" + code);
    }

    @Test
    void doesNotCutAnUnfinishedObject() throws IOException {
        fixture.create("open");
        fixture.write("open", 0, "hello");
        assertThat(fixture.urlencoded("/api/cayman/store/object/truncate", "bucket=" + BUCKET + "&objectid=open&newsize=1").text())
            .contains("\"code\":\t409").contains("upload_open");
        fixture.call("finish", "open");
        assertThat(fixture.stored("open")).isEqualTo("hello");
    }

    @Test
    void tellsTheMd5OfAnObjectUntilTheObjectChanges() throws IOException {
        assertThat(call("md5/query", "")).as("never computed").isEqualTo(told(""));
        assertThat(call("md5/calc/sync", "&newsubuser=stray")).isEqualTo(told(FILECONTENT_MD5));
        assertThat(call("md5/query", "")).isEqualTo(told(FILECONTENT_MD5));
        fixture.write("k", 0, "F");
        assertThat(call("md5/query", "")).isIn(told(""), told("ee7cd707a3019d9a9ec4827d048eb66a"));
    }

    @Test
    void computesWhatWasOrderedAndTellsItToWhoAsks() throws IOException {
        finish("dir/other", "");
        CountDownLatch held = store.get().hold();
        String order = "bucket=" + BUCKET + "&objectids=k,dir/other&callback_ip=192.0.2.1&callback_port=1&callback_uri=/x";
        assertThat(fixture.urlencoded("/api/cayman/store/object/md5/calc/async", order).text()).isEqualTo(DONE);
        assertThat(call("md5/query", "")).as("still computing").isEqualTo(told(""));
        held.countDown();
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(call("md5/query", ""))
            .isEqualTo(told(FILECONTENT_MD5)));
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
            fixture.urlencoded("/api/cayman/store/object/md5/query", "bucket=" + BUCKET + "&objectid=dir/other").text())
            .isEqualTo(told("d41d8cd98f00b204e9800998ecf8427e")));
    }

    @Test
    void takesNoOrderForWhatIsNotThere() throws IOException {
        String path = "/api/cayman/store/object/md5/calc/async";
        assertThat(fixture.urlencoded(path, "bucket=" + BUCKET + "&objectids=k,none").text()).contains("\"code\":\t404");
        assertThat(fixture.urlencoded(path, "bucket=" + BUCKET + "&objectids=../k").text()).contains("\"code\":\t400");
        assertThat(fixture.urlencoded(path, "bucket=" + BUCKET).text()).contains("\"code\":\t400");
        assertThat(call("md5/calc/sync", "x")).contains("\"code\":\t404");
    }

    @Test
    void computesNoMd5OfMoreThan100MegabytesAtOnce() throws IOException {
        fixture.create("large");
        for (int block = 0; block < 25; block++) {
            fixture.write("large", block * 4194304L, "x".repeat(4194304));
        }
        fixture.write("large", 104857600, "x");
        fixture.call("finish", "large");
        assertThat(fixture.call("md5/calc/sync", "large").text()).contains("\"code\":\t400").contains("md5/calc/async");
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "truncate", "md5/calc/sync", "md5/calc/async"})
    void refusesByNameWhatTheStoreBehindCannotDo(String operation) throws IOException {
        fixture.close();
        fixture = new CaymanFixture(directory, true, Map.of(), BareStore::new);
        Reply reply = fixture.multipart("/api/cayman/store/object/" + operation, field("bucket", BUCKET), field("objectid", "k"),
            field("newsize", "1"), field("objectids", "k"), operation.equals("write") ? data("x") : field("x", "x"));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("\"error\":\t\"unsupported\"");
        assertThat(fixture.stored("k")).isEqualTo("filecontent");
    }
}
