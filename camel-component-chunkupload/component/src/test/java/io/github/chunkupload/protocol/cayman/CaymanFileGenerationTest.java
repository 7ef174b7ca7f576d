package io.github.chunkupload.protocol.cayman;

import static io.github.chunkupload.protocol.cayman.CaymanFixture.TOKEN;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.data;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generation before, in which the server names the files, as its clients in the field speak. */
class CaymanFileGenerationTest {

    @TempDir
    private Path directory;
    private CaymanFixture fixture;

    @BeforeEach
    void open() {
        fixture = new CaymanFixture(directory, true, Map.of("signature", "fixed"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void writesAFileAsAWebClientDoes() throws IOException {
        Reply created = fixture.post("/api/cluster/tracker/file/create?uid=42",
            "ACCESS-TOKEN: " + TOKEN + "\r\nContent-Type: application/x-www-form-urlencoded\r\n", "filename=a+b.jpg&filesize=10");
        JsonNode file = CaymanJson.parse(created.text().getBytes(StandardCharsets.UTF_8)).path("result");
        String id = file.path("fileid").asText();
        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(file.path("uid").asText()).isEqualTo("42");
        assertThat(file.path("name").asText()).isEqualTo("a b.jpg");
        assertThat(file.path("filesize")).isEqualTo(CaymanJson.object().put("s", "10").path("s"));
        assertThat(file.path("lock").isBoolean()).isTrue();

        assertThat(write(id, 0, "hello").text()).contains("\t\"code\":\t200").contains("5d41402abc4b2a76b9719d911017c592");
        write(id, 5, "world");
        assertThat(fixture.urlencoded("/upload/finish", "fileid=" + id + "&customjson=+").text()).isEqualTo("{\n\t\"code\":\t200\n}");

        assertThat(fixture.stored(id)).isEqualTo("helloworld");
        String get = "GET /preview/getImage?fileid=" + id + "&token=";
        assertThat(Requests.exchange(fixture.server().uri(), get + TOKEN.replace("=", "%3D") + " HTTP/1.1\r\nHost: h\r\n\r\n").text())
            .isEqualTo("helloworld");
        assertThat(Requests.exchange(fixture.server().uri(), get + "wrong HTTP/1.1\r\nHost: h\r\n\r\n").status()).isEqualTo(401);
    }

    /** The data part comes first, as in the script on the vendor's page. */
    private Reply write(String id, long offset, String bytes) throws IOException {
        return fixture.multipart("/api/cluster/storage/file/write",
            "Content-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\nContent-Type: application/octet-stream\r\n\r\n" + bytes,
            field("fileid", id), field("offset", String.valueOf(offset)), field("length", String.valueOf(bytes.length())),
            field("filesize", "10"), field("bucket", "users-own-id"));
    }

    @Test
    void takesTheVendorPagesSampleAsHttpClientSendsIt() throws IOException {
        fixture.create("f-1");
        String boundary = "LDb51f9UmbWEDH_LenOMqTolOwfljF9lr_l9";
        String form = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"fileid\"\r\nContent-Type: text/plain; "
            + "charset=ISO-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nf-1\r\n--" + boundary
            + "\r\nContent-Disposition: form-data; name=\"PostData\"; filename=\"multipart/form-data\"\r\nContent-Type: PostData\r\n"
            + "Content-Transfer-Encoding: binary\r\n\r\nfilecontent\r\n--" + boundary + "--\r\n";
        String head = "POST /api/cluster/storage/file/write HTTP/1.1\r\nACCESS-TOKEN: " + TOKEN
            + "\r\nAuthorization: DATATOM DATATOMtestkey0001:cayman-secret-0001\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: multipart/form-data; boundary=" + boundary + "\r\nHost: 127.0.0.1:18100\r\nConnection: Keep-Alive\r\n"
            + "User-Agent: Apache-HttpClient/4.3.4 (java 1.5)\r\nAccept-Encoding: gzip,deflate\r\n\r\n";

        try (Requests requests = Requests.to(fixture.server().uri())) {
            for (int i = 0; i < 2; i++) {
                requests.send(head + Integer.toHexString(form.length()) + "\r\n" + form + "\r\n0\r\n\r\n");
                assertThat(requests.reply().text()).as("request %s of the connection", i + 1)
                    .contains("\t\"code\":\t200").contains("\"md5\":\t\"86c0460e2f881850a75eac2f5e0b7d07\"");
            }
        }
        fixture.urlencoded("/api/cluster/tracker/file/finish", "fileid=f-1");
        assertThat(fixture.stored("f-1")).isEqualTo("filecontent");
    }

    @Test
    void refusesAFileItDidNotMake() throws IOException {
        assertThat(write(UUID.randomUUID().toString(), 0, "x").text()).contains("\"code\":\t404");
        assertThat(fixture.multipart("/api/cluster/storage/file/write", data("x")).text()).contains("\"code\":\t400");
        assertThat(fixture.urlencoded("/upload/finish", "fileid=none").text()).contains("\"code\":\t404");
    }
}
