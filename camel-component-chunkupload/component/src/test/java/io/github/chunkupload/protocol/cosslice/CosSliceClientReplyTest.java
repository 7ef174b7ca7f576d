package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState.Phase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays to our client what the vendor's service answers according to its documents, and what proxies answer. */
class CosSliceClientReplyTest extends CosSliceReplyTestBase {

    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "3000000." + SHA + ".96e8+w/==");
    private static final UploadRequest REQUEST = UploadRequest.of(OBJECT).withSize(3_000_000)
        .withKnown(Checksums.of(Digest.SHA1, SHA)).withOpen(OpenUploads.JOIN);
    private static final String STORED = "{\"code\":0,\"message\":\"SUCCESS\",\"data\":{\"access_url\":"
        + "\"http://examplebucket-1250000000.file.myqcloud.com/dir/big.bin\",\"url\":\"http://web.file.myqcloud.com/files/v1/1250000000/"
        + "examplebucket/dir/big.bin\",\"resource_path\":\"/1250000000/examplebucket/dir/big.bin\"}}";
    private static final String STAT = "{\"code\":0,\"message\":\"SUCCESS\",\"data\":{\"name\":\"big.bin\",\"biz_attr\":\"ba\","
        + "\"filesize\":\"3000000\",\"sha\":\"" + SHA.toUpperCase(Locale.ROOT) + "\",\"ctime\":\"1700000000\",\"mtime\":1700000001}}";
    @Test
    void obeysTheSliceSizeAndTheOffsetOfTheServer() {
        json(200, "{\"code\":0,\"message\":\"SUCCESS\",\"data\":{\"session\":\"96e8+w/==\",\"offset\":524288,\"slice_size\":524288}}");

        assertThat(client.initiate(REQUEST)).isEqualTo(new Admission.Open(UPLOAD, 524_288, true, 524_288));
        String body = server.last().wireText();
        assertThat(body).startsWith("POST /files/v1/1250000000/examplebucket/dir/big.bin HTTP/1.1\r\n")
            .contains("name=\"op\"\r\n\r\nupload_slice\r\n").contains("name=\"filesize\"\r\n\r\n3000000\r\n")
            .contains("name=\"sha\"\r\n\r\n" + SHA + "\r\n").contains("name=\"slice_size\"\r\n\r\n1048576\r\n")
            .contains("name=\"insertOnly\"\r\n\r\n0\r\n");
    }

    @Test
    void readsNumbersThatAreTextsAndBlanksBeforeTheBody() {
        json(200, "  \r\n{\"code\":\"0\",\"data\":{\"session\":\"96e8+w/==\",\"offset\":\"0\",\"slice_size\":\"1048576\"}}");

        assertThat(client.initiate(REQUEST)).isEqualTo(new Admission.Open(UPLOAD, 1_048_576, true, 0));
    }

    @Test
    void refusesASliceSizeThatNobodyCanMean() {
        json(200, "{\"code\":0,\"data\":{\"session\":\"x\",\"slice_size\":0}}");
        json(200, "{\"code\":0,\"data\":{\"session\":\"x\",\"slice_size\":9000000}}");
        json(200, "{\"code\":0,\"data\":{}}");

        for (int i = 0; i < 3; i++) {
            fails(Failure.PROTOCOL, () -> client.initiate(REQUEST));
        }
    }

    @Test
    void sendsNothingWhenTheFileIsThereAndProvesItByStat() {
        json(200, STORED);
        json(200, STAT);

        ObjectReceipt receipt = ((Admission.Done) client.initiate(REQUEST)).object();
        assertThat(receipt.sums()).isEqualTo(Checksums.of(Digest.SHA1, SHA));
        assertThat(receipt.location()).hasValue("http://examplebucket-1250000000.file.myqcloud.com/dir/big.bin");
    }

    @Test
    void readsASliceAndTheLastOne() {
        json(200, "{\"code\":0,\"message\":\"SUCCESS\",\"data\":{\"session\":\"96e8+w/==\",\"offset\":0}}");
        json(200, STORED);
        json(400, "{\"code\":-71,\"message\":\"ERROR_PROXY_RATE_LIMIT\"}");

        PartReceipt first = put(0);
        assertThat(first.finished()).isEmpty();
        assertThat(first.missing()).isEqualTo(PartSlot.UNKNOWN);
        assertThat(server.last().wireText()).contains("name=\"session\"\r\n\r\n96e8+w/==\r\n").contains("name=\"offset\"\r\n\r\n0\r\n")
            .contains("name=\"filecontent\"\r\nContent-Type: application/octet-stream\r\n\r\nhello\r\n--");
        PartReceipt last = put(1_048_576);
        assertThat(last.missing()).isZero();
        assertThat(last.finished().orElseThrow().sums()).as("a stat that fails takes nothing back").isEqualTo(Checksums.NONE);
    }

    @Test
    void asksForTheStateWithTheSession() {
        json(200, "{\"code\":0,\"message\":\"SUCCESS\",\"data\":{\"session\":\"96e8+w/==\",\"offset\":2097152,\"slice_size\":1048576}}");
        json(200, STORED);

        assertThat(client.state(UPLOAD, -1, 10).contiguous()).isEqualTo(2_097_152);
        assertThat(server.last().wireText()).contains("name=\"session\"\r\n\r\n96e8+w/==\r\n");
        assertThat(client.state(UPLOAD, -1, 10).phase()).isEqualTo(Phase.COMPLETED);
    }

    @Test
    void tellsOfAFile() {
        json(200, STAT);

        ObjectInfo info = client.head(OBJECT, Access.NONE);
        assertThat(info.size()).isEqualTo(3_000_000);
        assertThat(info.sums()).isEqualTo(Checksums.of(Digest.SHA1, SHA));
        assertThat(info.modified()).isEqualTo(Instant.ofEpochSecond(1_700_000_001));
        assertThat(server.last().requestLine()).isEqualTo("GET /files/v1/1250000000/examplebucket/dir/big.bin?op=stat HTTP/1.1");
    }

    @Test
    void deletesWithASignatureForOneUse() {
        json(200, "{\"code\":0,\"message\":\"SUCCESS\"}");
        json(200, "{\"code\":-166,\"message\":\"ERROR_CMD_COS_INDEX_NOT_FOUND\"}");

        assertThat(client.delete(OBJECT)).isTrue();
        CosSliceSign sign = CosSliceSign.read(server.last().head().header("Authorization").orElseThrow()).orElseThrow();
        assertThat(sign.isSingleUse()).isTrue();
        assertThat(sign.field("f")).isEqualTo("/1250000000/examplebucket/dir/big.bin");
        assertThat(new String(server.last().body(), StandardCharsets.UTF_8)).isEqualTo("{\"op\":\"delete\"}");
        assertThat(client.delete(OBJECT)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"200, -177, ALREADY_EXISTS, GIVE_UP", "400, -177, ALREADY_EXISTS, GIVE_UP", "400, -97, SIGNATURE_MISMATCH, GIVE_UP",
        "400, -4019, NO_SUCH_UPLOAD, RESTART_UPLOAD", "503, -300, UNAVAILABLE, BACK_OFF", "200, -123456, PROTOCOL, GIVE_UP",
        "502, -123456, UNAVAILABLE, BACK_OFF"})
    void aCodeCountsBeforeTheStatus(int status, int code, Failure kind, Remedy remedy) {
        json(status, "{\"code\":" + code + ",\"message\":\"WORD\",\"request_id\":\"NTY3\"}");

        UploadException failure = fails(kind, () -> client.initiate(REQUEST));
        assertThat(failure.remedy()).isEqualTo(remedy);
        assertThat(failure.protocolCode()).isEqualTo(String.valueOf(code));
        assertThat(failure.requestId()).isEqualTo("NTY3");
        assertThat(failure.getMessage()).contains("WORD").doesNotContain("EXAMPLESECRETKEY0123");
    }

    @Test
    void aPageOfAProxyIsNoAnswer() {
        replies.add(HttpReply.of(502, Headers.NONE, "text/html", "<html>Bad gateway</html>"));
        replies.add(HttpReply.of(200, Headers.NONE, "text/html", "<html>Sign in</html>"));

        fails(Failure.UNAVAILABLE, () -> client.initiate(REQUEST));
        assertThat(fails(Failure.PROTOCOL, () -> client.initiate(REQUEST)).remedy()).isEqualTo(Remedy.ASK);
    }

    @Test
    void uploadsAWholeFile() {
        json(200, STORED);
        json(200, STAT);

        ObjectReceipt receipt = client.put(UploadRequest.of(OBJECT).withReplace(false).withKnown(Checksums.of(Digest.SHA1, SHA)),
            Body.of("hello".getBytes(StandardCharsets.UTF_8)), Checks.NONE);
        assertThat(receipt.location()).hasValue("http://examplebucket-1250000000.file.myqcloud.com/dir/big.bin");
        assertThat(server.requests().get(0).wireText()).contains("name=\"op\"\r\n\r\nupload\r\n")
            .contains("name=\"insertOnly\"\r\n\r\n1\r\n").contains("name=\"sha\"\r\n\r\n" + SHA).contains("\r\n\r\nhello\r\n--");
    }

    @Test
    void downloadsWithASignatureForThePath() throws Exception {
        replies.add(new HttpReply(200, Headers.of("ETag", "\"" + SHA + "\""), Body.of("hello".getBytes(StandardCharsets.UTF_8))));
        replies.add(HttpReply.of(404, Headers.NONE, "application/json", "{\"code\":-6101,\"message\":\"x\"}"));

        assertThat(client.get(OBJECT, ByteRange.ALL, Access.NONE).body().open().readAllBytes()).asString().isEqualTo("hello");
        CosSliceSign sign = CosSliceSign.read(server.last().head().query().first("sign").orElseThrow()).orElseThrow();
        assertThat(sign.field("f")).isEqualTo("/dir/big.bin");
        fails(Failure.NO_SUCH_OBJECT, () -> client.get(OBJECT, ByteRange.ALL, Access.NONE));
    }

    @Test
    void listsADirectory() {
        json(200, "{\"code\":0,\"message\":\"SUCCESS\",\"data\":{\"context\":\"\",\"has_more\":false,\"dircount\":1,\"filecount\":1,"
            + "\"infos\":[{\"name\":\"x\",\"biz_attr\":\"\",\"ctime\":\"1\",\"mtime\":\"1\"},{\"name\":\"b\",\"filesize\":\"7\","
            + "\"filelen\":\"7\",\"sha\":\"" + SHA + "\",\"ctime\":\"1\",\"mtime\":\"1\",\"access_url\":\"u\"}]}}");

        Page<ObjectInfo> page = client.capability(Listing.class).orElseThrow()
            .objects(ObjectQuery.prefix(OBJECT.bucket(), "dir/").delimiter("/"));
        assertThat(page.items()).extracting(ObjectInfo::size).containsExactly(7L);
        assertThat(page.prefixes()).containsExactly("dir/x/");
        assertThat(server.last().requestLine()).isEqualTo("GET /files/v1/1250000000/examplebucket/dir/?op=list&num=199 HTTP/1.1");
    }

    private PartReceipt put(long offset) {
        return client.putPart(UPLOAD, new PartSlot(0, offset, 5), Body.of("hello".getBytes(StandardCharsets.UTF_8)),
            Checks.NONE, Access.NONE);
    }
}
