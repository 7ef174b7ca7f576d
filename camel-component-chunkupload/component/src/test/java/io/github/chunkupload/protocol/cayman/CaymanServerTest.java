package io.github.chunkupload.protocol.cayman;

import static io.github.chunkupload.protocol.cayman.CaymanFixture.BUCKET;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.TOKEN;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.data;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server as raw requests see it. */
class CaymanServerTest {

    private static final String OBJECT = "/api/cayman/store/object/";

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

    @Test
    void answersTheManualsOwnCreateInTheManualsLayout() throws IOException {
        String boundary = "------------------------34757956b6f1c3b7";
        String between = "\r\n--" + boundary;
        String form = ("--" + boundary + "\r\n" + String.join(between + "\r\n", field("bucket", BUCKET),
            field("objectid", "directory1/a.txt"), field("size", "2022"), field("subuser", "subuser1"))) + between + "--\r\n";
        assertThat(form).hasSize(463);

        Reply reply = fixture.post(OBJECT + "create", "User-Agent: curl/7.88.1\r\nAccept: */*\r\n"
            + "Content-Type: multipart/form-data; boundary=" + boundary + "\r\n", form);

        assertThat(reply.headers().first("Content-Type")).hasValue("application/json");
        assertThat(reply.text().replaceAll("time\":\t\\d+", "time\":\t1455673028")).isEqualTo("""
            {
            \t"code":\t200,
            \t"result":\t{
            \t\t"cayman_metadata_field_objectid":\t"directory1/a.txt",
            \t\t"cayman_metadata_field_username":\t"anonymous",
            \t\t"cayman_metadata_field_bucket":\t"bucket-z",
            \t\t"cayman_metadata_field_name":\t"a.txt",
            \t\t"cayman_metadata_field_dir":\t"/directory1",
            \t\t"cayman_metadata_field_lastmodifytime":\t1455673028,
            \t\t"cayman_metadata_field_createtime":\t1455673028,
            \t\t"cayman_metadata_field_type":\t0,
            \t\t"cayman_metadata_field_size":\t0,
            \t\t"cayman_metadata_field_subuser":\t"subuser1",
            \t\t"finished":\tfalse
            \t}
            }""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/cayman/store/object/", "/api/cayman/storage/object/", "/api/v2/core/object/"})
    void writesAnObjectByThePathsOfAllRevisions(String family) throws IOException {
        fixture.urlencoded(family + "create", "bucket=" + BUCKET + "&dir=/d&name=a.txt&size=5");
        fixture.multipart(family + "write", field("bucket", BUCKET), field("objectid", "d/a.txt"), data("hello"));
        assertThat(fixture.urlencoded(family + "finish", "bucket=" + BUCKET + "&objectid=d/a.txt").text()).contains("\t\"code\":\t200");
        assertThat(fixture.stored("d/a.txt")).isEqualTo("hello");
    }

    @Test
    void countsTheLaterOfBytesWrittenTwice() throws IOException {
        fixture.create("k");
        fixture.write("k", 0, "aaaaaaaa");
        fixture.write("k", 6, "bbbb");
        fixture.write("k", 2, "cc");
        fixture.write("k", 3, "dddd");
        fixture.write("k", 10, "");
        fixture.call("finish", "k");
        assertThat(fixture.stored("k")).isEqualTo("aacddddbbb");
    }

    @Test
    void namesTheFirstGapAtFinishAndStaysOpen() throws IOException {
        fixture.create("k");
        fixture.write("k", 0, "ab");
        fixture.write("k", 200, "ef");
        assertThat(fixture.call("finish", "k").text()).contains("\"code\":\t409").contains("Bytes 2 to 199").doesNotContain("200");
        assertThat(fixture.call("blocks", "k").text()).contains("\"ranges\":\t[[0, 2], [200, 202]]").contains("\"finished\":\tfalse");
        fixture.write("k", 2, "x".repeat(198));
        assertThat(fixture.call("finish", "k").text()).contains("\t\"code\":\t200");
        assertThat(fixture.call("finish", "k").text()).as("repeated").contains("\t\"code\":\t200");
        assertThat(fixture.call("blocks", "k").text()).contains("[[0, 202]]").contains("\"finished\":\ttrue");
    }

    @Test
    void demandsTheBytesThatWereDeclared() throws IOException {
        fixture.urlencoded(OBJECT + "create", "bucket=" + BUCKET + "&objectid=k&size=6");
        fixture.write("k", 0, "hello");
        assertThat(fixture.call("finish", "k").text()).contains("\"code\":\t409");
        assertThat(fixture.write("k", 5, "xx").text()).as("beyond").contains("\"code\":\t400");
        fixture.write("k", 5, "!");
        assertThat(fixture.call("finish", "k").text()).contains("\t\"code\":\t200");
    }

    @Test
    void takesBlocksOfFourMebibytesAndNotOneByteMore() throws IOException {
        fixture.create("k");
        assertThat(fixture.write("k", 0, "x".repeat(4194304)).text()).contains("\t\"code\":\t200");
        assertThat(fixture.write("k", 0, "x".repeat(4194305)).text()).contains("\"code\":\t413");
        fixture.call("finish", "k");
        assertThat(fixture.stored("k")).hasSize(4194304);
    }

    @ParameterizedTest
    @CsvSource({"offset=-1, 416", "offset=9223372036854775807, 416", "offset=99999999999999999999, 416", "offset=x, 400", "len=4, 400",
        "len=6, 400", "len=4194305, 413", "objectid=/a, 400", "objectid=a//b, 400", "objectid=../a, 400", "objectid=other, 404",
        "bucket=other, 404", "bucket=a b, 400"})
    void refusesWritesByTheirCode(String field, int code) throws IOException {
        fixture.create("k");
        int sign = field.indexOf('=');
        Reply reply = fixture.multipart(OBJECT + "write", field(field.substring(0, sign), field.substring(sign + 1)),
            field("bucket", BUCKET), field("objectid", "k"), field("offset", "0"), field("len", "5"), data("hello"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).startsWith("{\n\t\"code\":\t" + code + ",\n\t\"msg\":\t\"").doesNotContain("200");
    }

    @Test
    void refusesFormsThatCannotBeRead() throws IOException {
        String type = "Content-Type: multipart/form-data";
        assertThat(fixture.post(OBJECT + "create", type + "\r\n", "--B--\r\n").text()).contains("\"code\":\t400");
        assertThat(fixture.post(OBJECT + "create", type + "; boundary=B\r\n", "--B\r\nContent-Disp").text()).contains("\"code\":\t400");
        assertThat(fixture.urlencoded(OBJECT + "create", "bucket=%zz").text()).contains("\"code\":\t400");
        assertThat(fixture.urlencoded(OBJECT + "create", "objectid=" + "x".repeat(70_000)).text()).contains("\"code\":\t413");
        assertThat(fixture.multipart(OBJECT + "write", data("a"), data("b")).text()).contains("\"code\":\t400");
    }

    @Test
    void createsEachNameOnce() throws IOException {
        fixture.create("k");
        assertThat(fixture.call("create", "k").text()).as("unfinished").contains("\"code\":\t409");
        fixture.call("finish", "k");
        assertThat(fixture.call("create", "k").text()).as("finished").contains("\"code\":\t409");
        assertThat(fixture.call("remove", "k").text()).isEqualTo("{\n\t\"code\":\t200\n}");
        assertThat(fixture.call("remove", "k").text()).contains("\"code\":\t404");
        fixture.create("k");
        assertThat(fixture.call("remove", "k").text()).as("unfinished").contains("\t\"code\":\t200");
        assertThat(fixture.call("exist", "k").text()).contains("\"code\":\t404");
    }

    @Test
    void readsRangesAndWholeObjects() throws IOException {
        fixture.create("d/a%20b");
        fixture.write("d/a b", 0, "hello");
        assertThat(fixture.call("exist", "d/a%20b").text()).isEqualTo("{\n\t\"code\":\t200\n}");
        assertThat(fixture.call("info", "d/a%20b").text()).contains("\"cayman_metadata_field_size\":\t5");
        fixture.call("finish", "d/a%20b");
        String form = "bucket=" + BUCKET + "&objectid=d/a%20b&offset=";
        assertThat(fixture.urlencoded(OBJECT + "read", form + "1&len=3").text()).isEqualTo("ell");
        assertThat(fixture.urlencoded(OBJECT + "read", form + "3&length=100").text()).isEqualTo("lo");
        Reply behind = fixture.urlencoded(OBJECT + "read", form + "5&length=100");
        assertThat(behind.status()).isEqualTo(200);
        assertThat(behind.text()).isEmpty();
        Reply missing = fixture.urlencoded(OBJECT + "read", "bucket=" + BUCKET + "&objectid=none&offset=0&length=1");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).contains("\"code\":\t404");
        String get = "GET " + OBJECT + "download?debug=true&bucket=bucket-z&objectid=d%2Fa%20b HTTP/1.1\r\nHost: h\r\n";
        Reply whole = Requests.exchange(fixture.server().uri(), get + "\r\n");
        assertThat(whole.text()).isEqualTo("hello");
        assertThat(whole.headers().first("Content-Disposition")).hasValue("attachment; filename*=UTF-8''a%20b");
        Reply part = Requests.exchange(fixture.server().uri(), get + "Range: bytes=1-2\r\n\r\n");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("el");
    }

    @Test
    void readsNothingWhileNoMemoryForABlockIsFree() throws IOException {
        fixture.close();
        fixture = new CaymanFixture(directory, true, Map.of("blockMemory", "4194305"));
        fixture.create("k");
        String head = "POST " + OBJECT + "write HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: multipart/form-data; boundary=B\r\n\r\n";
        try (Requests first = Requests.to(fixture.server().uri()); Requests second = Requests.to(fixture.server().uri())) {
            assertThat(first.send(head).reply().status()).isEqualTo(100);
            second.send(head);
            assertThat(second.isSilent(Duration.ofMillis(300))).isTrue();
            first.reset();
            assertThat(second.reply().status()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 401", "ACCESS-TOKEN: " + TOKEN + ", 200", "access-token: wrong, 401",
        "Authorization: DATATOM DATATOMtestkey0001:NTM5QzQxNTc0MzVCNjA5ODM5MzJCRDgwRTVEN0U5Nzc0MzdBNUMxOQ==, 200",
        "Authorization: DATATOM DATATOMtestkey0001:NTM5QzQxNTc0MzVCNjA5ODM5MzJCRDgwRTVEN0U5Nzc0MzdBNUMxOA==, 401",
        "Authorization: DATATOM other:x, 401", "Authorization: Basic x, 401"})
    void letsIn(String header, int status) throws IOException {
        fixture.close();
        fixture = new CaymanFixture(directory, false, Map.of());
        Requests requests = Requests.to(fixture.server().uri());
        try (requests) {
            requests.send("POST " + OBJECT + "create HTTP/1.1\r\nHost: h\r\n" + (header.isEmpty() ? "" : header + "\r\n")
                + "Expect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 26\r\n\r\n");
            Reply reply = requests.reply();
            assertThat(reply.status()).as("no body is asked for before").isEqualTo(status == 200 ? 100 : 401);
            if (status == 200) {
                assertThat(requests.send("bucket=bucket-z&objectid=k").reply().text()).contains("\t\"code\":\t200");
            } else {
                assertThat(reply.text()).contains("\"code\":\t401");
            }
        }
    }

    @Test
    void namesTheOwnerOfATokenAndTakesReadyMadeSignatures() throws IOException {
        fixture.close();
        fixture = new CaymanFixture(directory, false, Map.of("signature", "fixed", "requireSignature", "true"));
        String form = "bucket=bucket-z&objectid=k";
        String headers = "Content-Type: application/x-www-form-urlencoded\r\nACCESS-TOKEN: " + TOKEN + "\r\n";
        assertThat(fixture.post(OBJECT + "create", headers, form).status()).isEqualTo(401);
        headers += "Authorization: DATATOM DATATOMtestkey0001:cayman-secret-0001\r\n";
        assertThat(fixture.post(OBJECT + "create", headers, form).text()).contains("\"cayman_metadata_field_username\":\t\"alice\"");
    }
}
