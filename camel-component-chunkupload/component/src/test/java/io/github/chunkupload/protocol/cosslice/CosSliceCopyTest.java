package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.gateway.RightsBackend;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.Grant;
import io.github.chunkupload.protocol.Right;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of our server that are copied, moved and changed without their bytes. */
class CosSliceCopyTest extends CosSliceServerTestBase {

    private static final ObjectRef OTHER = new ObjectRef(OBJECT.bucket(), "dir/other");
    private int random = 1_700_000_050;

    @Override
    int version() {
        return 2;
    }

    @BeforeEach
    void put() {
        disk.put(UploadRequest.of(OBJECT).withMetadata(Metadata.NONE.withUser("biz_attr", "ba")), Body.of(CONTENT),
            Checks.computing(Digest.SHA1));
    }

    @Test
    void copiesAFileWithWhatTravelsWithIt() throws Exception {
        ok(json(MULTI_USE, "{\"op\":\"copy\",\"dest_fileid\":\"/dir/other\"}"));
        refused(-177, json(MULTI_USE, "{\"op\":\"copy\",\"dest_fileid\":\"/dir/other\",\"to_over_write\":0}"));
        ok(json(once(), "{\"op\":\"copy\",\"dest_fileid\":\"/dir/other\",\"to_over_write\":1}"));

        ObjectInfo copy = disk.head(OTHER, Access.NONE);
        assertThat(copy.size()).isEqualTo(2500);
        assertThat(copy.metadata().user()).containsEntry("biz_attr", "ba");
        assertThat(disk.head(OBJECT, Access.NONE).size()).isEqualTo(2500);
    }

    @Test
    void movesAFileOnceWithASignatureForOneUse() throws Exception {
        refused(-73, json(MULTI_USE, "{\"op\":\"move\",\"dest_fileid\":\"/dir/other\",\"to_over_write\":\"0\"}"));
        String sign = once();
        ok(json(sign, "{\"op\":\"move\",\"dest_fileid\":\"/dir/other\",\"to_over_write\":\"0\"}"));
        refused(-197, get(MULTI_USE, "?op=stat"));
        put();
        refused(-77, json(sign, "{\"op\":\"move\",\"dest_fileid\":\"/dir/other\"}"));
        refused(-177, json(once(), "{\"op\":\"move\",\"dest_fileid\":\"/dir/other\"}"));
        assertThat(disk.head(OTHER, Access.NONE).size()).isEqualTo(2500);
        assertThat(disk.head(OBJECT, Access.NONE).size()).isEqualTo(2500);
    }

    @Test
    void refusesDestinationsThatAreNone() throws Exception {
        refused(-5992, json(once(), "{\"op\":\"move\"}"));
        refused(-5992, json(once(), "{\"op\":\"move\",\"dest_fileid\":\"/big.bin\"}"));
        refused(-180, json(once(), "{\"op\":\"move\",\"dest_fileid\":\"/dir/\"}"));
        assertThat(disk.head(OBJECT, Access.NONE).size()).isEqualTo(2500);
    }

    @Test
    void changesWhatTravelsWithAFileAndNamesWhatItDoesNotKeep() throws Exception {
        ok(json(once(), "{\"op\":\"update\",\"biz_attr\":\"new\",\"custom_headers\":{\"Content-Type\":\"text/x\","
            + "\"x-cos-meta-a\":\"1\"}}"));
        JsonNode stat = ok(get(MULTI_USE, "?op=stat"));
        assertThat(stat.path("biz_attr").asText()).isEqualTo("new");
        assertThat(stat.path("filesize").asLong()).isEqualTo(2500);
        assertThat(stat.path("custom_headers").path("content-type").asText()).isEqualTo("text/x");
        assertThat(disk.head(OBJECT, Access.NONE).metadata().user()).containsEntry("a", "1");
        ok(json(once(), "{\"op\":\"update\",\"flag\":1,\"biz_attr\":\"newer\",\"authority\":\"eWPrivateRPublic\"}"));
        assertThat(ok(get(MULTI_USE, "?op=stat")).path("biz_attr").asText()).isEqualTo("newer");
        refused(-75, json(once(), "{\"op\":\"update\",\"authority\":\"eWPrivateRPublic\"}"));
        refused(-75, json(once(), "{\"op\":\"update\",\"forbid\":1}"));
        refused(-75, json(once(), "{\"op\":\"update\",\"custom_headers\":{\"Content-Language\":\"de\"}}"));
        refused(-5975, json(once(), "{\"op\":\"update\",\"custom_headers\":\"[\"}"));
        refused(-73, json(MULTI_USE, "{\"op\":\"update\",\"biz_attr\":\"new\"}"));
    }

    @Test
    void namesThatTheStoreCannotCopyBytesThatItDoesNotKnow() throws Exception {
        disk.put(UploadRequest.of(OBJECT), Body.of(CONTENT), Checks.NONE);
        refused(-75, json(MULTI_USE, "{\"op\":\"copy\",\"dest_fileid\":\"/dir/other\"}"));
        refused(-75, json(once(), "{\"op\":\"update\",\"biz_attr\":\"new\"}"));
        assertThat(disk.uploads(UploadQuery.prefix(OBJECT.bucket(), "")).items()).as("nothing is left behind").isEmpty();
    }

    private String once() {
        return sign(0, random++, FILE);
    }

    private Reply json(String sign, String body) throws IOException {
        return exchange("POST", "/files/v2" + FILE, "Authorization: " + sign + "\r\nContent-Type: application/json\r\n",
            body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMoveOfWhatMayNotBeDeletedLeavesEverythingAsItWas() throws Exception {
        ObjectStore whole = disk;
        Grant unremovable = new Grant(EnumSet.of(Right.READ, Right.WRITE, Right.LIST), Grant.ANY_BUCKET, "");
        disk = new RightsBackend(caller -> whole, user -> List.of(unremovable)).as(new Caller("key", ""));
        refused(-289, json(once(), "{\"op\":\"move\",\"dest_fileid\":\"/dir/other\"}"));

        disk = whole;
        assertThat(disk.head(OBJECT, Access.NONE).size()).isEqualTo(2500);
        assertThatThrownBy(() -> disk.head(OTHER, Access.NONE)).isInstanceOf(UploadException.class);
    }

    @Test
    void conditionsAreAboutTheEtagThatWasTold() throws Exception {
        String target = "/examplebucket-1250000000/big.bin?sign=" + Percent.encode(sign(1_700_000_300, 1_700_000_000, "/big.bin"));
        String etag = "\"" + sha(CONTENT) + "\"";
        assertThat(exchange("GET", target, "If-None-Match: " + etag + "\r\n", new byte[0]).status()).isEqualTo(304);
        assertThat(exchange("GET", target, "If-Match: " + etag + "\r\n", new byte[0]).body()).isEqualTo(CONTENT);
        assertThat(exchange("GET", target, "If-Match: \"other\"\r\n", new byte[0]).status()).isEqualTo(412);
    }

    @Test
    void aRequestWithTextBehindItsDocumentIsRefused() throws Exception {
        String stat = "{\"op\":\"stat\"}";
        ok(json(MULTI_USE, stat));
        for (String behind : List.of(" {\"op\":\"delete\"}", "}", " x", ",", " 1")) {
            refused(-5993, json(MULTI_USE, stat + behind));
        }
        refused(-5975, json(once(), "{\"op\":\"update\",\"custom_headers\":\"{} {}\"}"));
    }
}
