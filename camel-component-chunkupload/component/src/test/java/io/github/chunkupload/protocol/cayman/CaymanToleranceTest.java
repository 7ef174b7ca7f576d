package io.github.chunkupload.protocol.cayman;

import static io.github.chunkupload.protocol.cayman.CaymanFixture.BUCKET;
import static io.github.chunkupload.protocol.cayman.CaymanFixture.data;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients in the field do to forms, and our server takes; each test is one rule of theirs. */
class CaymanToleranceTest {

    private static final String WRITE = "/api/cayman/store/object/write";
    private static final String BINARY = "Content-Disposition: form-data; name=\"PostData\"; filename=\"multipart/form-data\"\r\n"
        + "Content-Type: PostData\r\nContent-Transfer-Encoding: binary\r\n\r\n";

    @TempDir
    private Path directory;
    private CaymanFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new CaymanFixture(directory, true, Map.of());
        fixture.create("k");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void takesFormsOfBothKindsForCallsWithoutData() throws IOException {
        assertThat(fixture.urlencoded("/api/cayman/store/object/create", "bucket=" + BUCKET + "&objectid=a+b%2Fc%20d&size=5").text())
            .contains("\"cayman_metadata_field_objectid\":\t\"a b/c d\"");
        assertThat(fixture.multipart("/api/cayman/store/object/create", field("bucket", BUCKET), field("objectid", "e f"),
            field("size", "")).text()).contains("\"cayman_metadata_field_objectid\":\t\"e f\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name=\"PostData\"", "name=\"file\"; filename=\"blob\"", "name=\"file0\"", "name=\"file7\"; filename=\"a.jpg\"",
        "name=\"file1\" ; filename=\"a.jpg\"", "name=\"anything\"; filename=\"a\"", "name=\"filedata\""})
    void knowsTheDataPartByAnySignOfOne(String disposition) throws IOException {
        isWritten(fixture.multipart(WRITE, field("bucket", BUCKET), field("object", "k"), field("offset", "0"), field("length", "5"),
            "Content-Disposition: form-data; " + disposition + "\r\n\r\nhello"));
    }

    @Test
    void takesChunkedBodiesWithoutLength() throws IOException {
        String form = "--B\r\n" + field("bucket", BUCKET) + "\r\n--B\r\n" + field("objectid", "k") + "\r\n--B\r\n" + data("hello")
            + "\r\n--B--\r\n";
        String half = form.substring(0, 40);
        String rest = form.substring(40);
        isWritten(Requests.exchange(fixture.server().uri(), "POST " + WRITE + " HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: multipart/form-data; boundary=B\r\n\r\n" + Integer.toHexString(half.length()) + "\r\n" + half + "\r\n"
            + Integer.toHexString(rest.length()) + "\r\n" + rest + "\r\n0\r\n\r\n"));
    }

    @Test
    void ignoresFileNameAndMediaTypeOfTheData() throws IOException {
        isWritten(fixture.multipart(WRITE, field("bucket", BUCKET), field("objectid", "k"), field("offset", "0"), field("len", "5"),
            BINARY + "hello"));
    }

    @Test
    void ignoresThePartHeadersOfFields() throws IOException {
        String noise = "\r\nContent-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: 8bit\r\nContent-Length: 1\r\n\r\n";
        isWritten(fixture.multipart(WRITE, "Content-Disposition: form-data; name=\"bucket\"" + noise + BUCKET,
            "Content-Disposition: form-data; name=\"objectid\"" + noise + "k",
            "Content-Disposition: form-data; name=\"offset\"" + noise + "0", data("hello")));
    }

    @Test
    void takesTheQuotesOffValuesWrittenAsJson() throws IOException {
        String json = "\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n";
        isWritten(fixture.multipart(WRITE, "Content-Disposition: form-data; name=\"bucket\"" + json + '"' + BUCKET + '"',
            "Content-Disposition: form-data; name=\"object\"" + json + "\"\\u006b\"",
            "Content-Disposition: form-data; name=\"offset\"" + json + "\"0\"", field("length", "\"5\""), data("hello")));
    }

    @Test
    void takesTheBrokenDispositionOfAnApp() throws IOException {
        isWritten(fixture.multipart(WRITE, field("object", "k"), field("offset", "0"), field("length", "5"), field("bucket", BUCKET),
            "Content-Disposition: form-data; name=\"file; filename=\"blob\"\"\r\nContent-Type: application/octet-stream\r\n\r\nhello"));
    }

    @Test
    void takesTheDataBeforeTheFields() throws IOException {
        fixture.write("k", 0, "xx");
        Reply reply = fixture.multipart(WRITE, data("llo"), field("offset", "2"), field("len", "3"), field("objectid", "k"),
            field("bucket", BUCKET));
        assertThat(reply.text()).contains("\t\"code\":\t200");
        fixture.write("k", 0, "he");
        fixture.call("finish", "k");
        assertThat(fixture.stored("k")).isEqualTo("hello");
    }

    @Test
    void asksForTheBodyOfAClientThatWaits() throws IOException {
        String form = "--B\r\n" + field("bucket", BUCKET) + "\r\n--B\r\n" + field("objectid", "k") + "\r\n--B\r\n" + data("hello")
            + "\r\n--B--\r\n";
        try (Requests requests = Requests.to(fixture.server().uri())) {
            requests.send("POST " + WRITE + " HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: " + form.length()
                + "\r\nContent-Type: multipart/form-data; boundary=B\r\n\r\n");
            assertThat(requests.reply().status()).isEqualTo(100);
            isWritten(requests.send(form).reply());
        }
    }

    @Test
    void ignoresFieldsItDoesNotKnow() throws IOException {
        isWritten(fixture.multipart(WRITE, field("filesize", "99"), field("debug", "true"), field("bucket", BUCKET), field("userid", "7"),
            field("objectid", "k"), data("hello")));
    }

    private void isWritten(Reply reply) throws IOException {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text())
            .isEqualTo("{\n\t\"code\":\t200,\n\t\"result\":\t{\n\t\t\"md5\":\t\"5d41402abc4b2a76b9719d911017c592\"\n\t}\n}");
        assertThat(fixture.call("finish", "k").text()).isEqualTo("{\n\t\"code\":\t200\n}");
        assertThat(fixture.stored("k")).isEqualTo("hello");
    }
}
