package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.RecordingServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our client before answers as the manual prints them, and before a server without our extensions. */
class CaymanClientReplyTest {

    private static final ObjectRef OBJECT = new ObjectRef("bucket-z", "directory1/a.txt");
    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "");
    private static final String INFO = """
        {
        \t"code":\t200,
        \t"result":\t{
        \t\t"cayman_metadata_field_objectid":\t"directory1/a.txt",
        \t\t"cayman_metadata_field_lastmodifytime":\t"1455673028",
        \t\t"cayman_metadata_field_type":\t4,
        \t\t"cayman_metadata_field_size":\t%s
        \t}
        }""";

    private PlayedServer server;
    private ObjectStore client;

    @BeforeEach
    void open() {
        server = new PlayedServer();
        client = server.client();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void reply(String operation, String text) {
        server.reply(operation, text);
    }

    @Test
    void sendsABlockAsTheManualDescribesIt() {
        reply("write", "  {\"code\":\t\"200\",\t\"result\":\t{\"md5\":\"3A0FEBB9C40B0F6B9094B919A30525B4\"}}");

        PartReceipt receipt = client.putPart(UPLOAD, new PartSlot(-1, 7, 11), Body.of("filecontent".getBytes(StandardCharsets.UTF_8)),
            Checks.NONE, Access.NONE);

        assertThat(receipt.sums().get(Digest.MD5)).hasValue("3a0febb9c40b0f6b9094b919a30525b4");
        RecordingServer.Recorded request = server.last();
        assertThat(request.requestLine()).isEqualTo("POST /api/cayman/store/object/write HTTP/1.1");
        assertThat(request.head().header("ACCESS-TOKEN")).hasValue(CaymanFixture.TOKEN);
        assertThat(request.head().header("Authorization"))
            .hasValue("DATATOM DATATOMtestkey0001:NTM5QzQxNTc0MzVCNjA5ODM5MzJCRDgwRTVEN0U5Nzc0MzdBNUMxOQ==");
        String boundary = request.head().header("Content-Type").orElseThrow().replace("multipart/form-data; boundary=", "");
        assertThat(new String(request.body(), StandardCharsets.UTF_8).replace(boundary, "B").replace("\r\n", "\n")).isEqualTo("""
            --B
            Content-Disposition: form-data; name="bucket"

            bucket-z
            --B
            Content-Disposition: form-data; name="objectid"

            directory1/a.txt
            --B
            Content-Disposition: form-data; name="offset"

            7
            --B
            Content-Disposition: form-data; name="len"

            11
            --B
            Content-Disposition: form-data; name="unfinished"

            true
            --B
            Content-Disposition: form-data; name="PostData"; filename="block"
            Content-Type: application/octet-stream

            filecontent
            --B--
            """);
    }

    @Test
    void needsNoResultOfCreate() {
        reply("create", "{\n\t\"code\":\t200\n}");
        client.initiate(UploadRequest.of(OBJECT).withOpen(OpenUploads.REFUSE).withSize(2022));
        assertThat(new String(server.last().body(), StandardCharsets.UTF_8)).contains("name=\"size\"\r\n\r\n2022\r\n");
    }

    @ParameterizedTest
    @CsvSource({"create, 409, ALREADY_EXISTS", "create, 404, NO_SUCH_BUCKET", "create, 417, INTERNAL", "create, 400, INVALID_ARGUMENT",
        "create, 401, UNAUTHENTICATED", "create, 413, TOO_LARGE"})
    void readsTheCodeOfARefusalWhateverTheStatus(String operation, int code, Failure kind) {
        reply(operation, "{\n\t\"code\":\t" + code + ",\n\t\"msg\":\t\"no\"\n}");
        assertThatExceptionOfType(UploadException.class)
            .isThrownBy(() -> client.initiate(UploadRequest.of(OBJECT).withOpen(OpenUploads.REFUSE)))
            .matches(e -> e.kind() == kind && e.protocolCode().equals(String.valueOf(code)) && e.getMessage().contains("no"));
    }

    @Test
    void finishesAndResumesWithoutTheListOfBlocks() {
        reply("info", INFO.formatted("\"11\""));
        reply("finish", "{\n\t\"code\":\t200\n}");

        assertThat(client.state(UPLOAD, -1, 10).contiguous()).isEqualTo(11);
        PartReceipt part = PartReceipt.of(new PartSlot(0, 0, 11), "", Checksums.NONE);
        assertThat(client.complete(UPLOAD, Completion.of(List.of(part))).size()).isEqualTo(11);
        assertThat(client.head(OBJECT, Access.NONE).modified()).isEqualTo(Instant.ofEpochSecond(1455673028));
        PartReceipt other = PartReceipt.of(new PartSlot(0, 0, 12), "", Checksums.NONE);
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> client.complete(UPLOAD, Completion.of(List.of(other))))
            .matches(e -> e.kind() == Failure.INVALID_PART);
    }

    @Test
    void readsRangesAndSeesARefusalInPlaceOfTheBytes() throws Exception {
        reply("info", INFO.formatted("11"));
        reply("read", "leco");
        reply("download", "filecontent");
        try (Download download = client.get(OBJECT, new ByteRange(2, 5), Access.NONE); InputStream in = download.body().open()) {
            assertThat(in.readAllBytes()).asString().isEqualTo("leco");
        }
        try (Download download = client.get(OBJECT, ByteRange.ALL, Access.NONE); InputStream in = download.body().open()) {
            assertThat(in.readAllBytes()).asString().isEqualTo("filecontent");
        }
        assertThat(server.last().target()).isEqualTo("/api/cayman/store/object/download?bucket=bucket-z&objectid=directory1%2Fa.txt");
        reply("read", "{\"code\":404,\"msg\":\"gone\"}");
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> client.get(OBJECT, new ByteRange(2, 5), Access.NONE))
            .matches(e -> e.kind() == Failure.NO_SUCH_OBJECT);
    }

    @Test
    void removesAndKnowsWhatWasNotThere() {
        reply("remove", "{\"code\":200}");
        assertThat(client.delete(OBJECT)).isTrue();
        reply("remove", "{\"code\":404,\"msg\":\"none\"}");
        assertThat(client.delete(OBJECT)).isFalse();
    }

    @Test
    void asksAgainWhenASuccessCannotBeRead() {
        reply("finish", "OK 200");
        assertThatExceptionOfType(UploadException.class).isThrownBy(() -> client.complete(UPLOAD, Completion.ALL))
            .matches(e -> e.kind() == Failure.PROTOCOL && e.remedy() == Remedy.ASK);
    }
}
