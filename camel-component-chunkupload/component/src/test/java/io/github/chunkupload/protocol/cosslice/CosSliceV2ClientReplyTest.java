package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Presigning;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of the vendor's service in files/v2, as its documents and captures have them. */
class CosSliceV2ClientReplyTest extends CosSliceReplyTestBase {

    private static final UploadRef UPLOAD = new UploadRef(OBJECT, "3000000..48d44422-3188-4c6c-b122-6f780742f125+CpzDLtEHAA==");
    private static final UploadRequest REQUEST = UploadRequest.of(OBJECT).withSize(3_000_000).withOpen(OpenUploads.JOIN);
    private static final String SESSION = "\"session\":\"48d44422-3188-4c6c-b122-6f780742f125+CpzDLtEHAA==\"";
    private static final String STORED = "{\"code\":0,\"message\":\"SUCCESS\",\"request_id\":\"NTg1YjYy\",\"data\":{\"access_url\":"
        + "\"http://examplebucket-1250000000.file.myqcloud.com/dir/big.bin\",\"resource_path\":\"/1250000000/examplebucket/dir/big.bin\","
        + "\"source_url\":\"http://examplebucket-1250000000.cosgz.myqcloud.com/dir/big.bin\","
        + "\"url\":\"http://gz.file.myqcloud.com/files/v2/1250000000/examplebucket/dir/big.bin\",\"vid\":\"a1\"}}";
    private static final String LIST = success(SESSION + ",\"slice_size\":1048576,\"filesize\":3000000,\"listparts\":["
        + "{\"offset\":2097152,\"datalen\":902848},{\"offset\":0,\"datalen\":1048576}]");

    @Override
    Map<String, String> options() {
        return Map.of("dialect", "v2");
    }

    @ParameterizedTest
    @CsvSource({"'\"slice_size\":524288,\"serial_upload\":1', 524288, true", "'\"slice_size\":1048576,\"serial_upload\":0', 1048576, false",
        "'\"slice_size\":1048576', 1048576, false"})
    void obeysTheSliceSizeAndTheOrderOfTheServer(String told, long slice, boolean serial) {
        json(200, success(SESSION + "," + told));

        assertThat(client.initiate(REQUEST)).isEqualTo(new Admission.Open(UPLOAD, slice, serial, 0));
        assertThat(server.last().requestLine()).isEqualTo("POST /files/v2/1250000000/examplebucket/dir/big.bin HTTP/1.1");
        assertThat(server.last().wireText()).contains("name=\"op\"\r\n\r\nupload_slice_init\r\n")
            .contains("name=\"filesize\"\r\n\r\n3000000\r\n").contains("name=\"slice_size\"\r\n\r\n1048576\r\n")
            .contains("name=\"insertOnly\"\r\n\r\n0\r\n").doesNotContain("name=\"sha\"").doesNotContain("uploadparts");
    }

    @Test
    void tellsTheShaAndItsOnePieceOfAFileThatIsOneSlice() {
        json(200, STORED);
        json(200, success("\"filesize\":1000,\"sha\":\"" + SHA + "\""));

        Admission admission = client.initiate(REQUEST.withSize(1000).withReplace(false).withKnown(Checksums.of(Digest.SHA1, SHA)));
        ObjectReceipt done = ((Admission.Done) admission).object();
        assertThat(done.sums().get(Digest.SHA1)).hasValue(SHA);
        assertThat(done.location()).hasValue("http://examplebucket-1250000000.file.myqcloud.com/dir/big.bin");
        assertThat(server.requests().get(0).wireText()).contains("name=\"sha\"\r\n\r\n" + SHA + "\r\n")
            .contains("name=\"uploadparts\"\r\n\r\n[{\"offset\":0,\"datalen\":1000,\"datasha\":\"" + SHA + "\"}]\r\n")
            .contains("name=\"insertOnly\"\r\n\r\n1\r\n");
    }

    @Test
    void goesOnWithAnUnfinishedUploadAfterAskingForItsList() {
        json(400, "{\"code\":-4019,\"message\":\"_ERROR_FILE_NOT_FINISH_UPLOAD\",\"request_id\":\"NTg1YjYy\"}");
        json(200, LIST);

        assertThat(client.initiate(REQUEST)).as("slices of nobody knows which file count for nothing")
            .isEqualTo(new Admission.Open(UPLOAD, 1_048_576, false, 0));
        assertThat(server.last().head().header("Content-Type")).hasValue("application/json");
        assertThat(new String(server.last().body(), StandardCharsets.UTF_8)).isEqualTo("{\"op\":\"upload_slice_list\"}");
    }

    @Test
    void countsWhatIsThereWhereTheShaWillProveIt() {
        json(400, "{\"code\":-4019,\"message\":\"_ERROR_FILE_NOT_FINISH_UPLOAD\"}");
        json(200, LIST);

        Admission admission = client.initiate(REQUEST.withKnown(Checksums.of(Digest.SHA1, SHA)));
        assertThat(((Admission.Open) admission).contiguous()).isEqualTo(1_048_576);
    }

    @Test
    void beginsAnewWhenTheUnfinishedUploadHasEndedMeanwhile() {
        json(200, "{\"code\":-4019,\"message\":\"x\"}");
        json(200, "{\"code\":-197,\"message\":\"ERROR_CMD_FILE_NOTEXIST\"}");
        json(200, success(SESSION + ",\"slice_size\":1048576"));

        assertThat(client.initiate(REQUEST)).isEqualTo(new Admission.Open(UPLOAD, 1_048_576, false, 0));
    }

    @Test
    void neverGoesOnWithAnUploadOfAnotherSize() {
        json(200, "{\"code\":-4019,\"message\":\"x\"}");
        json(200, LIST.replace("3000000", "3000001"));

        assertThat(fails(Failure.UPLOAD_OPEN, () -> client.initiate(REQUEST)).getMessage()).contains("3000001");
    }

    @Test
    void readsTheProofOfASlice() {
        json(200, success("\"datalen\":5,\"datamd5\":\"5d41402abc4b2a76b9719d911017c592\",\"offset\":0,\"serial_upload\":0," + SESSION));
        json(200, success(SESSION + ",\"offset\":0"));

        PartReceipt receipt = put(Checksums.of(Digest.MD5, "5d41402abc4b2a76b9719d911017c592"));
        assertThat(receipt.sums().get(Digest.MD5)).hasValue("5d41402abc4b2a76b9719d911017c592");
        assertThat(receipt.missing()).isEqualTo(PartSlot.UNKNOWN);
        assertThat(server.last().wireText()).contains("upload_slice_data").contains("name=\"datamd5\"").contains("\r\n\r\nhello\r\n--");
        assertThat(put(Checksums.NONE).sums()).isEqualTo(Checksums.NONE);
    }

    @Test
    void readsTheListOfSlicesPageByPage() {
        json(200, LIST);
        json(200, LIST);
        json(200, STORED);

        UploadState first = client.state(UPLOAD, -1, 1);
        assertThat(first.contiguous()).isEqualTo(1_048_576);
        assertThat(first.truncated()).isTrue();
        assertThat(first.parts()).extracting(part -> part.receipt().slot()).containsExactly(new PartSlot(0, 0, 1_048_576));
        UploadState second = client.state(UPLOAD, 0, 1);
        assertThat(second.truncated()).isFalse();
        assertThat(second.parts()).extracting(part -> part.receipt().slot()).containsExactly(new PartSlot(2, 2_097_152, 902_848));
        assertThat(client.state(UPLOAD, -1, 1).phase()).isEqualTo(UploadState.Phase.COMPLETED);
    }

    @Test
    void aListOfAnotherSessionIsNotThatOfTheUpload() {
        json(200, LIST.replace("48d44422", "99999999"));
        json(400, "{\"code\":-197,\"message\":\"ERROR_CMD_FILE_NOTEXIST\"}");

        fails(Failure.NO_SUCH_UPLOAD, () -> client.state(UPLOAD, -1, 1));
        fails(Failure.NO_SUCH_UPLOAD, () -> client.state(UPLOAD, -1, 1));
    }

    @Test
    void finishesAndNamesWhatIsMissing() {
        json(200, STORED);
        json(400, "{\"code\":-4019,\"message\":\"_ERROR_FILE_NOT_FINISH_UPLOAD\"}");
        json(400, "{\"code\":-175,\"message\":\"ERROR_CMD_COS_FILESIZE\"}");
        json(400, "{\"code\":-29094,\"message\":\"ERROR_SHA\"}");

        ObjectReceipt receipt = client.complete(UPLOAD, Completion.ALL);
        assertThat(receipt.location()).hasValue("http://examplebucket-1250000000.file.myqcloud.com/dir/big.bin");
        assertThat(server.last().wireText()).contains("upload_slice_finish").contains("name=\"filesize\"\r\n\r\n3000000\r\n");
        assertThat(fails(Failure.INVALID_PART, () -> client.complete(UPLOAD, Completion.ALL)).protocolCode()).isEqualTo("-4019");
        fails(Failure.INVALID_PART, () -> client.complete(UPLOAD, Completion.ALL));
        fails(Failure.INVALID_DIGEST, () -> client.complete(UPLOAD, Completion.ALL));
    }

    @Test
    void uploadsAsksAndDeletes() {
        json(200, STORED);
        json(200, success("\"authority\":\"eInvalid\",\"biz_attr\":\"ba\",\"ctime\":1482384154,\"custom_headers\":{},\"filelen\":5,"
            + "\"filesize\":5,\"forbid\":0,\"mtime\":1482384154,\"sha\":\"" + SHA + "\",\"slicesize\":5"));
        json(200, "{\"code\":0,\"message\":\"SUCCESS\",\"request_id\":\"NTg1YjYy\"}");

        ObjectReceipt put = client.put(UploadRequest.of(OBJECT).withKnown(Checksums.of(Digest.SHA1, SHA)),
            Body.of("hello".getBytes(StandardCharsets.UTF_8)), Checks.NONE);
        assertThat(put.etag()).isEqualTo(SHA);
        assertThat(server.last().requestLine()).contains("/files/v2/").contains("?op=stat");
        assertThat(client.delete(OBJECT)).isTrue();
    }

    @Test
    void listsADirectoryPageByPage() {
        json(200, success("\"context\":\"b\",\"has_more\":true,\"dircount\":1,\"filecount\":2,\"infos\":[{\"name\":\"x\",\"ctime\":1},"
            + "{\"name\":\"b.txt\",\"filesize\":7,\"sha\":\"" + SHA + "\",\"mtime\":1482384154,\"access_url\":\"http://x\"}]"));
        json(200, success("\"context\":\"\",\"listover\":true,\"infos\":[{\"name\":\"a.txt\",\"filesize\":\"8\",\"access_url\":\"u\"}]"));

        Page<ObjectInfo> page = client.capability(Listing.class).orElseThrow()
            .objects(ObjectQuery.prefix(OBJECT.bucket(), "dir/").delimiter("/"));
        assertThat(page.items()).extracting(info -> info.object().key()).containsExactly("dir/a.txt", "dir/b.txt");
        assertThat(page.items()).extracting(ObjectInfo::size).containsExactly(8L, 7L);
        assertThat(page.prefixes()).containsExactly("dir/x/");
        assertThat(server.last().requestLine()).isEqualTo("GET /files/v2/1250000000/examplebucket/dir/?op=list&num=199&context=b HTTP/1.1");
    }

    @Test
    void makesAnAddressForADownload() {
        URI address = client.capability(Presigning.class).orElseThrow().presign("GET", OBJECT, Query.NONE, Duration.ofHours(1));
        CosSliceSign sign = CosSliceSign.read(Query.parse(address.getRawQuery()).first("sign").orElseThrow()).orElseThrow();

        assertThat(address.getPath()).isEqualTo("/examplebucket-1250000000/dir/big.bin");
        assertThat(sign.field("f")).isEqualTo("/dir/big.bin");
        assertThat(sign.number("e") - sign.number("t")).isEqualTo(3600);
        fails(Failure.UNSUPPORTED,
            () -> client.capability(Presigning.class).orElseThrow().presign("PUT", OBJECT, Query.NONE, Duration.ofHours(1)));
    }

    @Test
    void downloadsARange() throws Exception {
        replies.add(new HttpReply(206, Headers.of("Content-Range", "bytes 1-3/5").with("ETag", "\"" + SHA + "\""),
            Body.of("ell".getBytes(StandardCharsets.UTF_8))));

        assertThat(client.get(OBJECT, new ByteRange(1, 3), Access.NONE).body().open().readAllBytes()).asString().isEqualTo("ell");
        assertThat(server.last().head().header("Range")).hasValue("bytes=1-3");
    }

    private PartReceipt put(Checksums expected) {
        return client.putPart(UPLOAD, new PartSlot(0, 0, 5), Body.of("hello".getBytes(StandardCharsets.UTF_8)),
            new Checks(Set.of(), expected), Access.NONE);
    }

    private static String success(String data) {
        return "{\"code\":0,\"message\":\"SUCCESS\",\"request_id\":\"NTg1YjYyNmZfOWMyYTM1\",\"data\":{" + data + "}}";
    }
}
