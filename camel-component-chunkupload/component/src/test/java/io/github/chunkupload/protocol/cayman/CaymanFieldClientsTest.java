package io.github.chunkupload.protocol.cayman;

import static io.github.chunkupload.protocol.cayman.CaymanFixture.BUCKET;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.TOKEN;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole requests of clients in the field, byte by byte, and the replies they look for, byte by byte. */
class CaymanFieldClientsTest {

    private static final String DONE = "{\n\t\"code\":\t200\n}";
    private static final String WRITTEN =
        "{\n\t\"code\":\t200,\n\t\"result\":\t{\n\t\t\"md5\":\t\"86c0460e2f881850a75eac2f5e0b7d07\"\n\t}\n}";

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
    void takesTheWriteOfACurrentClient() throws IOException {
        fixture.create("directory1/a.txt");
        String form = String.join("\r\n",
            "--B", "Content-Disposition: form-data; name=\"bucket\"", "", "bucket-z",
            "--B", "Content-Disposition: form-data; name=\"objectid\"", "", "directory1/a.txt",
            "--B", "Content-Disposition: form-data; name=\"offset\"", "", "0",
            "--B", "Content-Disposition: form-data; name=\"len\"", "", "11",
            "--B", "Content-Disposition: form-data; name=\"PostData\"; filename=\"block\"", "Content-Type: application/octet-stream", "",
            "filecontent", "--B--", "");
        Reply reply = Requests.exchange(fixture.server().uri(), "POST /api/cayman/store/object/write HTTP/1.1\r\nHost: 192.168.1.100\r\n"
            + "ACCESS-TOKEN: " + TOKEN + "\r\n"
            + "Authorization: DATATOM DATATOMtestkey0001:NTM5QzQxNTc0MzVCNjA5ODM5MzJCRDgwRTVEN0U5Nzc0MzdBNUMxOQ==\r\n"
            + "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: " + form.length() + "\r\n\r\n" + form);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("Content-Type")).hasValue("application/json");
        assertThat(reply.text()).isEqualTo(WRITTEN);
    }

    @Test
    void answersEveryCallOfTheManualAsCurlSendsIt() throws IOException {
        curl("create", "size", "11");
        assertThat(fixture.write("directory1/a.txt", 0, "filecontent").text()).isEqualTo(WRITTEN);
        assertThat(curl("finish").text()).isEqualTo(DONE);
        assertThat(curl("exist").text()).isEqualTo(DONE);
        assertThat(curl("info", "userid", "7").text().replaceAll("time\":\t\\d+", "time\":\t1455673028")).startsWith("""
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
            \t\t"cayman_metadata_field_size":\t11,
            \t\t"cayman_metadata_field_subuser":\t"",
            \t\t"finished":\ttrue""");
        assertThat(curl("read", "offset", "2", "len", "4").text()).isEqualTo("leco");
        assertThat(curl("md5/calc/sync", "newsubuser", "subuser1").text()).isEqualTo(WRITTEN);
        assertThat(curl("md5/query").text()).isEqualTo(WRITTEN);
        assertThat(curl("md5/calc/async", "objectids", "directory1/a.txt", "callback_ip", "192.0.2.1", "callback_port", "80",
            "callback_uri", "/done").text()).isEqualTo(DONE);
        assertThat(curl("truncate", "newsize", "4").text()).isEqualTo(DONE);
        assertThat(fixture.stored("directory1/a.txt")).isEqualTo("file");
        assertThat(curl("remove").text()).isEqualTo(DONE);
        assertThat(curl("exist").text()).startsWith("{\n\t\"code\":\t404,\n\t\"msg\":\t\"");
    }

    private Reply curl(String operation, String... more) throws IOException {
        String boundary = "------------------------34757956b6f1c3b7";
        StringBuilder form = new StringBuilder("--" + boundary + "\r\n" + field("bucket", BUCKET));
        form.append("\r\n--").append(boundary).append("\r\n").append(field("objectid", "directory1/a.txt"));
        for (int i = 0; i < more.length; i += 2) {
            form.append("\r\n--").append(boundary).append("\r\n").append(field(more[i], more[i + 1]));
        }
        return fixture.post("/api/cayman/store/object/" + operation, "User-Agent: curl/7.88.1\r\nAccept: */*\r\n"
            + "Content-Type: multipart/form-data; boundary=" + boundary + "\r\n", form + "\r\n--" + boundary + "--\r\n");
    }

    /** The page prints part headers after an empty line and values without one; no library sends that. */
    @Test
    void refusesTheSampleAsItIsPrintedAndGoesOn() throws IOException {
        String boundary = "wodmd5zTpvSlfvcSNu_awTp7nzXgWIZin3D";
        String form = "--" + boundary + "\r\n\r\nContent-Disposition: form-data; name=\"fileid\"\r\nContent-Type: text/plain; "
            + "charset=ISO-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n--" + boundary + "\r\n\r\nContent-Disposition: form-data; "
            + "name=\"PostData\"; filename=\"multipart/form-data\"\r\nContent-Type: PostData\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            + "filecontent\r\n\r\n--" + boundary + "--\r\n";
        Reply reply = fixture.post("/api/cluster/storage/file/write", "Content-Type: multipart/form-data; boundary=" + boundary + "\r\n",
            form);
        assertThat(reply.text()).startsWith("{\n\t\"code\":\t400,");
        assertThat(curl("exist").text()).contains("\"code\":\t404");
    }
}
