package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hasher;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our server and requests as the vendor's SDKs of generation 4 write them, byte for byte. */
class CosSliceV2ServerTest extends CosSliceServerTestBase {

    private static final byte[] EVEN = content(2560);

    @Override
    int version() {
        return 2;
    }

    @Test
    void takesAFileInSlicesThatComeInAnyOrder() throws Exception {
        JsonNode begun = ok(post(MULTI_USE, init(CONTENT)));
        assertThat(begun.path("slice_size").asLong()).isEqualTo(1000);
        assertThat(begun.path("serial_upload").asInt(-1)).isZero();
        String session = begun.path("session").asText();
        for (int offset : new int[] {2000, 0, 1000}) {
            JsonNode told = ok(post(MULTI_USE, data(session, offset, CONTENT)));
            assertThat(told.path("offset").asLong(-1)).isEqualTo(offset);
            assertThat(told.path("datalen").asLong()).isEqualTo(Math.min(1000, 2500 - offset));
            assertThat(told.path("datamd5").asText()).isEqualTo(md5(Arrays.copyOfRange(CONTENT, offset, Math.min(offset + 1000, 2500))));
            assertThat(told.path("session").asText()).isEqualTo(session);
            assertThat(told.has("access_url")).isFalse();
        }
        refused(-197, get(MULTI_USE, "?op=stat"));
        JsonNode done = ok(post(MULTI_USE, finish(session, CONTENT)));
        assertThat(done.path("resource_path").asText()).isEqualTo(FILE);
        assertThat(done.path("url").asText()).isEqualTo(server.uri() + "/files/v2" + FILE);
        assertThat(done.path("source_url").asText()).isEqualTo(done.path("access_url").asText());
        assertThat(ok(post(MULTI_USE, finish(session, CONTENT)))).as("a repeated finish").isEqualTo(done);
        assertThat(disk.head(OBJECT, Access.NONE).size()).isEqualTo(2500);
        JsonNode stat = ok(get(MULTI_USE, "?op=stat"));
        assertThat(stat.path("slicesize").asLong()).isEqualTo(1000);
        assertThat(stat.path("biz_attr").asText()).isEqualTo("ba");
    }

    @Test
    void anUnfinishedUploadIsListedAndGoneOnWith() throws Exception {
        String session = ok(post(MULTI_USE, init(CONTENT))).path("session").asText();
        ok(post(MULTI_USE, data(session, 1000, CONTENT)));
        refused(-4019, post(MULTI_USE, init(CONTENT)));
        refused(-4019, post(MULTI_USE, finish(session, CONTENT)));
        restart();

        refused(-4019, post(MULTI_USE, init(CONTENT)));
        JsonNode list = ok(json("{\"op\":\"upload_slice_list\"}"));
        assertThat(list.path("session").asText()).isEqualTo(session);
        assertThat(list.path("slice_size").asLong()).isEqualTo(1000);
        assertThat(list.path("filesize").asLong()).isEqualTo(2500);
        assertThat(list.path("listparts")).hasSize(1);
        assertThat(list.path("listparts").path(0).path("offset").asLong()).isEqualTo(1000);
        assertThat(list.path("listparts").path(0).path("datalen").asLong()).isEqualTo(1000);
        ok(post(MULTI_USE, data(session, 0, CONTENT)));
        ok(post(MULTI_USE, data(session, 2000, CONTENT)));
        ok(post(MULTI_USE, finish(session, CONTENT)));
        assertThat(ok(json("{\"op\":\"upload_slice_list\"}")).has("access_url")).as("finished").isTrue();
    }

    @Test
    void takesFieldsFromFormsJsonAndQueriesAlikeWhateverTheirCase() throws Exception {
        refused(-197, post(MULTI_USE, new LinkedHashMap<>(Map.of("op", "upload_slice_list"))));
        String session = ok(json("{\"OP\":\"upload_slice_init\",\"FileSize\":2500,\"SLICE_SIZE\":\"1000\"}")).path("session").asText();
        assertThat(ok(get(MULTI_USE, "?op=upload_slice_list")).path("session").asText()).isEqualTo(session);
        assertThat(ok(post(MULTI_USE, new LinkedHashMap<>(Map.of("Op", "upload_slice_list")))).path("session").asText())
            .isEqualTo(session);
        for (int offset = 0; offset < 2500; offset += 1000) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("FILECONTENT", Arrays.copyOfRange(CONTENT, offset, Math.min(offset + 1000, 2500)));
            ok(exchange("POST", "/files/v2" + FILE + "?op=upload_slice_data&Session=" + session + "&offset=" + offset,
                "Authorization: " + MULTI_USE + "\r\n" + FORM, form(content)));
        }
        assertThat(ok(json("{\"op\":\"upload_slice_finish\",\"session\":\"" + session + "\",\"filesize\":\"2500\"}")).has("access_url"))
            .isTrue();
    }

    @Test
    void checksTheDigestsOfUploadpartsWhenTheSliceArrives() throws Exception {
        String session = ok(post(MULTI_USE, announced(EVEN, 640, 1280))).path("session").asText();
        byte[] wrong = EVEN.clone();
        wrong[2000] ^= 1;
        refused(-5984, post(MULTI_USE, data(session, 1280, 1280, wrong)));
        ok(post(MULTI_USE, data(session, 1280, 1280, EVEN)));
        refused(-5984, post(MULTI_USE, data(session, 1280, 1280, wrong)));
        wrong[639] ^= 1;
        refused(-5984, post(MULTI_USE, data(session, 0, 1280, wrong)));
        ok(post(MULTI_USE, data(session, 0, 1280, EVEN)));
        Map<String, Object> finish = finish(session, EVEN);
        finish.put("sha", sha(EVEN));
        ok(post(MULTI_USE, finish));
        isStored(EVEN);
    }

    @Test
    void aServerThatLostTheDigestsTakesThemAgain() throws Exception {
        Map<String, Object> announced = announced(EVEN, 640, 640);
        String session = ok(post(MULTI_USE, announced)).path("session").asText();
        restart();
        byte[] wrong = EVEN.clone();
        wrong[0] ^= 1;
        refused(-4019, post(MULTI_USE, announced));
        refused(-5984, post(MULTI_USE, data(session, 0, 640, wrong)));
        ok(post(MULTI_USE, data(session, 0, 640, EVEN)));
    }

    @Test
    void refusesAListOfDigestsThatCannotBe() throws Exception {
        Map<String, Object> announced = announced(EVEN, 640, 1280);
        announced.put("uploadparts", "[{\"offset\":0,\"datalen\":99,\"datasha\":\"" + sha(EVEN) + "\"}]");
        refused(-5992, post(MULTI_USE, announced));
        announced.remove("sha");
        refused(-5979, post(MULTI_USE, announced));
    }

    @Test
    void finishChecksSizeAndSha() throws Exception {
        Map<String, Object> begun = init(CONTENT);
        begun.put("sha", sha(CONTENT));
        String session = ok(post(MULTI_USE, begun)).path("session").asText();
        ok(post(MULTI_USE, data(session, 0, CONTENT)));
        ok(post(MULTI_USE, data(session, 1000, CONTENT)));
        ok(post(MULTI_USE, data(session, 2000, content(2501))));
        Map<String, Object> finish = finish(session, CONTENT);
        refused(-29094, post(MULTI_USE, finish));
        finish.put("sha", sha(content(3)));
        refused(-29094, post(MULTI_USE, finish));
        finish.put("sha", sha(CONTENT));
        finish.put("filesize", "2501");
        refused(-175, post(MULTI_USE, finish));
        finish.put("filesize", "2500");
        refused(-174, post(MULTI_USE, finish));
        refused(-197, get(MULTI_USE, "?op=stat"));
        ok(post(MULTI_USE, data(session, 2000, CONTENT)));
        ok(post(MULTI_USE, finish));
        isStored(CONTENT);
        refused(-5983, post(MULTI_USE, data(session, 0, CONTENT)));
    }

    @Test
    void aShaToldOnlyAtTheEndIsCheckedToo() throws Exception {
        String session = ok(post(MULTI_USE, init(CONTENT))).path("session").asText();
        for (int offset = 0; offset < 2500; offset += 1000) {
            ok(post(MULTI_USE, data(session, offset, CONTENT)));
        }
        Map<String, Object> finish = finish(session, CONTENT);
        finish.put("sha", sha(content(3)));
        refused(-174, post(MULTI_USE, finish));
        finish.put("sha", sha(CONTENT));
        ok(post(MULTI_USE, finish));
        isStored(CONTENT);
    }

    @Test
    void otherBytesEndTheUploadBeforeAndTheSameDoNot() throws Exception {
        Map<String, Object> first = init(CONTENT);
        first.put("sha", sha(CONTENT));
        String session = ok(post(MULTI_USE, first)).path("session").asText();
        refused(-4019, post(MULTI_USE, init(CONTENT)));
        Map<String, Object> other = init(CONTENT);
        other.put("sha", sha(content(3)));
        String another = ok(post(MULTI_USE, other)).path("session").asText();
        assertThat(another).isNotEqualTo(session);
        refused(-5983, post(MULTI_USE, data(session, 0, CONTENT)));
        assertThat(ok(post(MULTI_USE, init(EVEN))).path("session").asText()).isNotEqualTo(another);
    }

    @Test
    void anUploadOfAnotherProtocolIsNoneOfThisDialect() throws Exception {
        disk.initiate(UploadRequest.of(OBJECT).withSize(2500));
        refused(-197, post(MULTI_USE, new LinkedHashMap<>(Map.of("op", "upload_slice_list"))));
        String session = ok(post(MULTI_USE, init(CONTENT))).path("session").asText();
        ok(post(MULTI_USE, data(session, 0, CONTENT)));
        refused(-4019, post(MULTI_USE, init(CONTENT)));
    }

    @Test
    void aSliceWithAnotherMd5IsRefusedAndTheEarlierOneStays() throws Exception {
        String session = ok(post(MULTI_USE, init(CONTENT))).path("session").asText();
        Map<String, Object> slice = data(session, 0, CONTENT);
        slice.put("datamd5", md5(Arrays.copyOf(CONTENT, 1000)));
        ok(post(MULTI_USE, slice));
        Map<String, Object> wrong = data(session, 0, content(7000));
        wrong.put("datamd5", md5(CONTENT));
        refused(-5984, post(MULTI_USE, wrong));
        ok(post(MULTI_USE, data(session, 1000, CONTENT)));
        ok(post(MULTI_USE, data(session, 2000, CONTENT)));
        ok(post(MULTI_USE, finish(session, CONTENT)));
        assertThat(disk.get(OBJECT, ByteRange.ALL, Access.NONE).body().open().readAllBytes())
            .isEqualTo(CONTENT);
    }

    @Test
    void whereOrderIsDemandedEverySliceWaitsForTheOneBefore() throws Exception {
        restart(Map.of("sliceSize", "1000", "serial", "true"));
        JsonNode begun = ok(post(MULTI_USE, init(CONTENT)));
        assertThat(begun.path("serial_upload").asInt()).isEqualTo(1);
        String session = begun.path("session").asText();
        refused(-4005, post(MULTI_USE, data(session, 1000, CONTENT)));
        ok(post(MULTI_USE, data(session, 0, CONTENT)));
        assertThat(ok(post(MULTI_USE, data(session, 0, CONTENT))).path("datamd5").asText()).as("sent again after a lost answer")
            .isEqualTo(md5(Arrays.copyOf(CONTENT, 1000)));
        refused(-4015, post(MULTI_USE, data(session, 0, content(9000))));
        ok(post(MULTI_USE, data(session, 1000, CONTENT)));
        ok(post(MULTI_USE, data(session, 2000, CONTENT)));
        ok(post(MULTI_USE, finish(session, CONTENT)));
    }

    @Test
    void refusesSlicesAndSessionsThatAreNone() throws Exception {
        String session = ok(post(MULTI_USE, init(CONTENT))).path("session").asText();
        refused(-284, post(MULTI_USE, data(session, 0, 999, CONTENT)));
        refused(-5999, post(MULTI_USE, data(session, 500, 1000, CONTENT)));
        refused(-5983, post(MULTI_USE, data("nonsense", 0, CONTENT)));
        Map<String, Object> sessionless = data(session, 0, CONTENT);
        sessionless.remove("session");
        refused(-95, post(MULTI_USE, sessionless));
        Map<String, Object> empty = data(session, 0, CONTENT);
        empty.remove("fileContent");
        refused(-5990, post(MULTI_USE, empty));
        refused(-75, post(MULTI_USE, new LinkedHashMap<>(Map.of("op", "upload_slice"))));
        Map<String, Object> sizeless = init(CONTENT);
        sizeless.remove("filesize");
        refused(-5971, post(MULTI_USE, sizeless));
    }

    @Test
    void whatIsThereAlreadyNeedsNoBytesAndIsNotReplacedUnasked() throws Exception {
        Map<String, Object> upload = new LinkedHashMap<>(Map.of("op", "upload", "fileContent", CONTENT, "sha", sha(CONTENT)));
        assertThat(ok(post(MULTI_USE, upload)).has("source_url")).isTrue();
        Map<String, Object> same = init(CONTENT);
        same.put("sha", sha(CONTENT));
        assertThat(ok(post(MULTI_USE, same)).path("resource_path").asText()).isEqualTo(FILE);
        refused(-177, post(MULTI_USE, init(EVEN)));
        Map<String, Object> over = init(EVEN);
        over.put("insertOnly", "0");
        assertThat(ok(post(MULTI_USE, over)).has("session")).isTrue();
        assertThat(disk.head(OBJECT, Access.NONE).size()).as("until it is finished").isEqualTo(2500);
    }

    @Test
    void deletingForgetsAnUploadThatIsOnlyBegun() throws Exception {
        String session = ok(post(MULTI_USE, init(CONTENT))).path("session").asText();
        ok(delete(sign(0, 1_700_000_050, FILE)));
        refused(-5983, post(MULTI_USE, data(session, 0, CONTENT)));
        assertThat(ok(post(MULTI_USE, init(CONTENT))).path("session").asText()).isNotEqualTo(session);
    }

    @Test
    void aListOfDigestsThatIsTooLongToKeepIsLeftOut() throws Exception {
        Map<String, Object> announced = announced(EVEN, 640, 1280);
        announced.put("uploadparts", announced.get("uploadparts") + " ".repeat(CosSliceLimits.MAX_PARTS_FIELD));
        String session = ok(post(MULTI_USE, announced)).path("session").asText();
        ok(post(MULTI_USE, data(session, 0, 1280, content(9000))));
        ok(post(MULTI_USE, data(session, 1280, 1280, EVEN)));
        Map<String, Object> finish = finish(session, EVEN);
        finish.put("sha", sha(EVEN));
        refused(-174, post(MULTI_USE, finish));
    }

    @Test
    void downloadsComeFromTheVendorsHostsToo() throws Exception {
        disk.put(UploadRequest.of(OBJECT), Body.of(CONTENT), Checks.NONE);
        for (String host : List.of("examplebucket-1250000000.file.myqcloud.com", "examplebucket-1250000000.cosgz.myqcloud.com")) {
            String sign = URLEncoder.encode(sign(1_700_000_300, 1_700_000_000, "/big.bin"), StandardCharsets.UTF_8);
            Reply reply = at(host, "GET", "/big.bin?sign=" + sign);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo(CONTENT);
        }
        JsonNode stat = ok(at("gz.file.myqcloud.com", "GET", "/files/v2" + FILE + "?op=stat"));
        assertThat(stat.path("access_url").asText()).isEqualTo("http://examplebucket-1250000000.file.myqcloud.com/big.bin");
        assertThat(stat.path("source_url").asText()).isEqualTo("http://examplebucket-1250000000.cosgz.myqcloud.com/big.bin");
        restart(Map.of("sliceSize", "1000", "scheme", "https"));
        assertThat(ok(at("sh.file.myqcloud.com", "GET", "/files/v2" + FILE + "?op=stat")).path("access_url").asText())
            .isEqualTo("https://examplebucket-1250000000.file.myqcloud.com/big.bin");
    }

    private Reply at(String host, String method, String target) throws IOException {
        try (Requests requests = Requests.to(server.uri())) {
            return requests.send(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n"
                + (target.contains("sign=") ? "" : "Authorization: " + MULTI_USE + "\r\n") + "\r\n").reply();
        }
    }

    private Reply json(String body) throws IOException {
        return exchange("POST", "/files/v2" + FILE, "Authorization: " + MULTI_USE + "\r\nContent-Type: application/json\r\n",
            body.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> init(byte[] content) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("filesize", String.valueOf(content.length));
        fields.put("slice_size", "1000");
        fields.put("op", "upload_slice_init");
        fields.put("insertOnly", "1");
        fields.put("biz_attr", "ba");
        return fields;
    }

    private static Map<String, Object> announced(byte[] content, int unit, int slice) throws IOException {
        Map<String, Object> fields = init(content);
        fields.put("slice_size", String.valueOf(slice));
        fields.put("sha", sha(content));
        fields.put("uploadparts", UploadParts.of(Body.of(content), unit).json());
        return fields;
    }

    private static Map<String, Object> data(String session, int offset, byte[] content) {
        return data(session, offset, 1000, Arrays.copyOf(content, 2500));
    }

    private static Map<String, Object> data(String session, int offset, int length, byte[] content) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("op", "upload_slice_data");
        fields.put("session", session);
        fields.put("offset", String.valueOf(offset));
        fields.put("fileContent", Arrays.copyOfRange(content, offset, Math.min(offset + length, content.length)));
        return fields;
    }

    private static Map<String, Object> finish(String session, byte[] content) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("session", session);
        fields.put("op", "upload_slice_finish");
        fields.put("filesize", String.valueOf(content.length));
        return fields;
    }

    private static String md5(byte[] bytes) {
        Hasher hasher = Digest.MD5.hasher();
        hasher.update(bytes, 0, bytes.length);
        return hasher.finish();
    }
}
