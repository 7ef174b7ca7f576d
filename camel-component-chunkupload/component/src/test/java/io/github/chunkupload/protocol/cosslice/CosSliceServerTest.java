package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Our server and requests as the vendor's SDKs of generation 3 write them, byte for byte. */
class CosSliceServerTest extends CosSliceServerTestBase {

    @Override
    int version() {
        return 1;
    }

    @Test
    void takesAFileInSlicesAsTheJavaSdkSendsThem() throws Exception {
        JsonNode begun = ok(post(MULTI_USE, control(CONTENT)));
        assertThat(begun.path("offset").asLong(-1)).isZero();
        assertThat(begun.path("slice_size").asLong()).isEqualTo(1000);
        String session = begun.path("session").asText();
        for (int offset = 0; offset < 2000; offset += 1000) {
            JsonNode next = ok(post(MULTI_USE, slice(session, offset, 1000)));
            assertThat(next.path("offset").asLong(-1)).isEqualTo(offset);
            assertThat(next.path("session").asText()).isEqualTo(session);
            assertThat(next.has("access_url")).isFalse();
        }
        JsonNode done = ok(post(MULTI_USE, slice(session, 2000, 500)));
        assertThat(done.path("resource_path").asText()).isEqualTo(FILE);
        assertThat(done.path("url").asText()).isEqualTo(server.uri() + "/files/v1" + FILE);
        assertThat(done.path("access_url").asText()).isEqualTo(server.uri() + "/examplebucket-1250000000/big.bin");
        isStored(CONTENT);
    }

    @Test
    void takesSlicesInAnyOrderAndAgain() throws Exception {
        String session = ok(post(MULTI_USE, control(CONTENT))).path("session").asText();
        ok(post(MULTI_USE, slice(session, 2000, 500)));
        ok(post(MULTI_USE, slice(session, 0, 1000)));
        ok(post(MULTI_USE, slice(session, 2000, 500)));
        assertThat(ok(post(MULTI_USE, slice(session, 1000, 1000))).has("access_url")).isTrue();
        isStored(CONTENT);
    }

    @Test
    void resumesByPathAndShaAndBySession() throws Exception {
        String session = ok(post(MULTI_USE, control(CONTENT))).path("session").asText();
        ok(post(MULTI_USE, slice(session, 0, 1000)));
        JsonNode again = ok(post(MULTI_USE, control(CONTENT)));
        assertThat(again.path("offset").asLong()).isEqualTo(1000);
        assertThat(again.path("session").asText()).isEqualTo(session);
        Map<String, Object> resumed = control(CONTENT);
        resumed.put("session", session);
        assertThat(ok(post(MULTI_USE, resumed)).path("offset").asLong()).isEqualTo(1000);
        ok(post(MULTI_USE, slice(session, 1000, 1000)));
        ok(post(MULTI_USE, slice(session, 2000, 500)));
        assertThat(ok(post(MULTI_USE, resumed)).has("access_url")).as("told to whoever missed the last answer").isTrue();
    }

    @Test
    void aWishForAnotherSliceSizeJoinsTheSameUpload() throws Exception {
        byte[] content = content(3000);
        String first = ok(post(MULTI_USE, control(content))).path("session").asText();
        ok(post(MULTI_USE, slice(first, 0, content, 1000)));
        Map<String, Object> wish = control(content);
        wish.put("slice_size", "400");
        JsonNode joined = ok(post(MULTI_USE, wish));
        assertThat(joined.path("slice_size").asLong()).isEqualTo(400);
        assertThat(joined.path("offset").asLong()).as("where a slice of the new size begins").isEqualTo(800);
        String session = joined.path("session").asText();
        for (int offset = 800; offset < 2800; offset += 400) {
            ok(post(MULTI_USE, slice(session, offset, content, 400)));
        }
        assertThat(ok(post(MULTI_USE, slice(session, 2800, content, 200))).has("access_url")).isTrue();
        isStored(content);
    }

    @Test
    void finishesAFileWhoseServerStoppedBeforeItCould() throws Exception {
        Checksums sha = Checksums.of(Digest.SHA1, sha(CONTENT));
        Admission.Open open = (Admission.Open) disk.initiate(UploadRequest.of(OBJECT).withSize(CONTENT.length).withKnown(sha)
            .withReplace(false).withOpen(OpenUploads.JOIN));
        disk.putPart(open.upload(), new PartSlot(PartSlot.UNKNOWN, 0, CONTENT.length), Body.of(CONTENT), Checks.NONE, Access.NONE);
        assertThat(ok(post(MULTI_USE, control(CONTENT))).has("access_url")).isTrue();
        isStored(CONTENT);
    }

    @Test
    void whatIsThereAlreadyNeedsNoBytes() throws Exception {
        upload(CONTENT, "1");
        assertThat(ok(post(MULTI_USE, control(CONTENT))).path("url").asText()).endsWith(FILE);
        Map<String, Object> other = control(content(2501));
        refused(-177, post(MULTI_USE, other));
        other.put("insertOnly", "0");
        assertThat(ok(post(MULTI_USE, other)).has("session")).isTrue();
        isStored(CONTENT);
    }

    @Test
    void refusesAndForgetsAFileOfAnotherSha() throws Exception {
        Map<String, Object> wrong = control(CONTENT);
        wrong.put("sha", sha(content(9)));
        String session = ok(post(MULTI_USE, wrong)).path("session").asText();
        ok(post(MULTI_USE, slice(session, 0, 1000)));
        ok(post(MULTI_USE, slice(session, 1000, 1000)));
        refused(-4016, post(MULTI_USE, slice(session, 2000, 500)));
        refused(-5983, post(MULTI_USE, slice(session, 2000, 500)));
        refused(-197, get(MULTI_USE, "?op=stat"));
    }

    @Test
    void refusesSlicesThatAreNone() throws Exception {
        String session = ok(post(MULTI_USE, control(CONTENT))).path("session").asText();
        refused(-284, post(MULTI_USE, slice(session, 0, 999)));
        refused(-284, post(MULTI_USE, slice(session, 2000, 499)));
        refused(-5999, post(MULTI_USE, slice(session, 500, 1000)));
        refused(-5999, post(MULTI_USE, slice(session, 3000, content(5000), 1000)));
        refused(-5983, post(MULTI_USE, slice("nonsense", 0, 1000)));
        Map<String, Object> sessionless = slice(session, 0, 1000);
        sessionless.remove("session");
        refused(-95, post(MULTI_USE, sessionless));
        Map<String, Object> wrong = slice(session, 0, 1000);
        wrong.put("sha", sha(content(3)));
        refused(-5984, post(MULTI_USE, wrong));
        Map<String, Object> ofFile = slice(session, 0, 1000);
        ofFile.put("sha", sha(CONTENT));
        ok(post(MULTI_USE, ofFile));
    }

    @Test
    void namesTheFieldThatIsMissing() throws Exception {
        for (Map.Entry<String, Integer> field : Map.of("op", -5980, "sha", -5979, "filesize", -5971).entrySet()) {
            Map<String, Object> fields = control(CONTENT);
            fields.remove(field.getKey());
            refused(field.getValue(), post(MULTI_USE, fields));
        }
        Map<String, Object> sha = control(CONTENT);
        sha.put("sha", "12");
        refused(-168, post(MULTI_USE, sha));
        Map<String, Object> size = control(CONTENT);
        size.put("filesize", "many");
        refused(-5995, post(MULTI_USE, size));
        refused(-5990, post(MULTI_USE, new LinkedHashMap<>(Map.of("op", "upload"))));
        refused(-75, post(MULTI_USE, new LinkedHashMap<>(Map.of("op", "upload_slice_init"))));
    }

    @Test
    void takesAWholeFileTellsOfItAndGivesItBack() throws Exception {
        upload(CONTENT, "0");
        JsonNode stat = ok(get(MULTI_USE, "?op=stat"));
        assertThat(stat.path("name").asText()).isEqualTo("big.bin");
        assertThat(stat.path("filesize").asLong()).isEqualTo(2500);
        assertThat(stat.path("sha").asText()).isEqualTo(sha(CONTENT));
        assertThat(stat.path("biz_attr").asText()).isEqualTo("ba");
        String sign = URLEncoder.encode(sign(1_700_000_300, 1_700_000_000, "/big.bin"), StandardCharsets.UTF_8);
        Reply whole = exchange("GET", "/examplebucket-1250000000/big.bin?sign=" + sign, "", new byte[0]);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(CONTENT);
        Reply range = exchange("GET", "/examplebucket-1250000000/big.bin?sign=" + sign, "Range: bytes=10-19\r\n", new byte[0]);
        assertThat(range.status()).isEqualTo(206);
        assertThat(range.body()).isEqualTo(Arrays.copyOfRange(CONTENT, 10, 20));
        assertThat(exchange("GET", "/examplebucket-1250000000/big.bin", "", new byte[0]).status()).isEqualTo(403);
        assertThat(exchange("GET", "/examplebucket-1250000000/other?sign=" + sign, "", new byte[0]).status()).isEqualTo(403);
    }

    @Test
    void checksTheShaOfAWholeFile() throws Exception {
        Map<String, Object> wrong = new LinkedHashMap<>(Map.of("op", "upload", "sha", sha(content(8)), "fileContent", CONTENT));
        refused(-5984, post(MULTI_USE, wrong));
        refused(-197, get(MULTI_USE, "?op=stat"));
    }

    @Test
    void deletesOnceWithASignatureForOneUse() throws Exception {
        upload(CONTENT, "1");
        String once = sign(0, 1_700_000_050, FILE);
        refused(-73, delete(MULTI_USE));
        ok(delete(once));
        upload(CONTENT, "1");
        refused(-77, delete(once));
        isStored(CONTENT);
        refused(-74, get(sign(0, 1_700_000_051, FILE), "?op=stat"));
        refused(-76, delete(sign(0, 1_700_000_052, "")));
        refused(-96, delete(sign(0, 1_600_000_000, FILE)));
    }

    @Test
    void aSignatureForOneUseThatDidNothingMayBeUsedAgain() throws Exception {
        String once = sign(0, 1_700_000_050, FILE);
        refused(-197, delete(once));
        upload(CONTENT, "1");
        ok(delete(once));
    }

    @Test
    void deletingAFileThatIsOnlyBegunForgetsItsSession() throws Exception {
        String session = ok(post(MULTI_USE, control(CONTENT))).path("session").asText();
        ok(delete(sign(0, 1_700_000_050, FILE)));
        refused(-5983, post(MULTI_USE, slice(session, 0, 1000)));
    }

    @Test
    void refusesSignaturesByName() throws Exception {
        refused(-81, get("", "?op=stat"));
        refused(-5998, get("q-sign-algorithm=sha1", "?op=stat"));
        refused(-96, get(sign(1_700_000_099, 1_600_000_000, FILE), "?op=stat"));
        refused(-63, get(sign(1_700_000_300, 1_700_000_000, "/1250000000/examplebucket/other"), "?op=stat"));
        refused(-79, get(CosSliceSign.sign(Credentials.of("AKIDEXAMPLEKEY", KEY.secretKey()), text(1_700_000_300, 0, FILE)
            .replace("AKIDEXAMPLEKEY", "NOBODY")), "?op=stat"));
        refused(-97, get(CosSliceSign.sign(Credentials.of("AKIDEXAMPLEKEY", "wrong"), text(1_700_000_300, 0, FILE)), "?op=stat"));
        refused(-70, get(CosSliceSign.sign(KEY, text(1_700_000_300, 0, "").replace("a=125", "a=126")), "?op=stat"));
        refused(-61, get(CosSliceSign.sign(KEY, text(1_700_000_300, 0, "").replace("b=example", "b=other")), "?op=stat"));
        refused(-197, get(sign(1_700_000_300, 1_700_000_000, ""), "?op=stat"));
    }

    @Test
    void readsPathsAsBothGenerationsEncodeThem() throws Exception {
        for (String path : new String[] {"dir+one/a%2Bb%7E.txt", "dir%20one/a%2Bb~.txt"}) {
            String file = "/1250000000/examplebucket/" + path;
            byte[] form = form(new LinkedHashMap<>(Map.of("op", "upload", "insertOnly", "0", "fileContent", CONTENT)));
            ok(exchange("POST", "/files/v1" + file, "Authorization: " + sign(1_700_000_300, 0, file) + "\r\n" + FORM, form));
        }
        assertThat(disk.head(new ObjectRef(OBJECT.bucket(), "dir one/a+b~.txt"), Access.NONE).size()).isEqualTo(2500);
    }

    @Test
    void asksForTheBodyOnlyAfterTheSignatureWasFoundGood() throws Exception {
        String head = "POST /files/v1" + FILE + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n" + FORM;
        try (Requests requests = Requests.to(server.uri())) {
            requests.send(head + "Authorization: " + MULTI_USE.replace("t4e", "u4e") + "\r\n\r\n");
            assertThat(requests.reply().status()).isEqualTo(400);
        }
        try (Requests requests = Requests.to(server.uri())) {
            requests.send(head + "Authorization: " + MULTI_USE + "\r\n\r\n");
            assertThat(requests.reply().status()).isEqualTo(100);
        }
    }

    @Test
    void refusesFormsThatCannotBeRead() throws Exception {
        byte[] form = form(slice("s", 0, 1000));
        refused(-5993, exchange("POST", "/files/v1" + FILE, "Authorization: " + MULTI_USE + "\r\n" + FORM,
            Arrays.copyOf(form, form.length - 60)));
        refused(-5993, exchange("POST", "/files/v1" + FILE, "Authorization: " + MULTI_USE + "\r\n", "[1".getBytes(StandardCharsets.UTF_8)));
        refused(-75, exchange("POST", "/files/v2" + FILE, "Authorization: " + MULTI_USE + "\r\n" + FORM, form));
    }

    private static Map<String, Object> control(byte[] content) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("op", "upload_slice");
        fields.put("sha", sha(content));
        fields.put("filesize", String.valueOf(content.length));
        fields.put("slice_size", "99");
        fields.put("biz_attr", "ba");
        fields.put("insertOnly", "1");
        return fields;
    }

    private static Map<String, Object> slice(String session, int offset, int length) {
        return slice(session, offset, CONTENT, length);
    }

    /** The file comes before the fields that say where it belongs. */
    private static Map<String, Object> slice(String session, int offset, byte[] content, int length) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("op", "upload_slice");
        fields.put("fileContent", Arrays.copyOfRange(content, offset, offset + length));
        fields.put("session", session);
        fields.put("offset", String.valueOf(offset));
        return fields;
    }

    private void upload(byte[] content, String insertOnly) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("op", "upload");
        fields.put("fileContent", content);
        fields.put("sha", sha(content));
        fields.put("biz_attr", "ba");
        fields.put("insertOnly", insertOnly);
        assertThat(ok(post(MULTI_USE, fields)).path("resource_path").asText()).isEqualTo(FILE);
    }
}
