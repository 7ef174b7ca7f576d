package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Directories of our server: made, asked about, listed, removed. */
class CosSliceDirectoryTest extends CosSliceServerTestBase {

    private static final String UNBOUND = sign(1_700_000_300, 1_700_000_000, "");

    @Override
    int version() {
        return 2;
    }

    @Test
    void listsNamesOfADirectoryPageByPage() throws Exception {
        for (String key : List.of("dir/b", "dir/a", "dir/x/1", "dir/x/2", "dir/y/1", "other", "dir/c")) {
            disk.put(UploadRequest.of(new ObjectRef(OBJECT.bucket(), key)), Body.of(CONTENT), Checks.NONE);
        }
        List<String> names = new ArrayList<>();
        String context = "";
        boolean more = true;
        while (more) {
            JsonNode page = ok(at("GET", "dir/?op=list&num=2&context=" + URLEncoder.encode(context, StandardCharsets.UTF_8), UNBOUND, ""));
            assertThat(page.path("infos").size()).isBetween(1, 2);
            page.path("infos").forEach(info -> names.add(info.path("name").asText()));
            context = page.path("context").asText();
            more = page.path("has_more").asBoolean();
            assertThat(page.path("listover").asBoolean()).isNotEqualTo(more);
        }
        assertThat(names).containsExactly("a", "b", "c", "x/", "y/");
        JsonNode files = ok(at("GET", "dir/?op=list&pattern=eListFileOnly", UNBOUND, "")).path("infos");
        assertThat(files).hasSize(3);
        assertThat(files.path(0).path("filesize").asLong()).isEqualTo(2500);
        assertThat(files.path(0).path("access_url").asText()).endsWith("/examplebucket-1250000000/dir/a");
        assertThat(ok(at("GET", "dir/?op=list&pattern=eListDirOnly", UNBOUND, "")).path("infos")).hasSize(2);
        assertThat(ok(at("GET", "dir/x?op=list", UNBOUND, "")).path("infos").path(0).path("name").asText()).isEqualTo("x/");
        assertThat(ok(at("GET", "?op=list", UNBOUND, "")).path("infos")).hasSize(2);
        refused(-5999, at("GET", "dir/?op=list&num=200", UNBOUND, ""));
        refused(-5999, at("GET", "dir/?op=list&order=1", UNBOUND, ""));
        refused(-5999, at("GET", "dir/?op=list&delimiter=%7C", UNBOUND, ""));
    }

    @Test
    void aDirectoryIsMadeAskedAboutAndRemovedWhenItIsEmpty() throws Exception {
        String once = "/1250000000/examplebucket/new/";
        refused(-197, at("GET", "new/?op=stat", UNBOUND, ""));
        assertThat(ok(at("POST", "new/", UNBOUND, "{\"op\":\"create\",\"biz_attr\":\"mine\"}")).path("resource_path").asText())
            .isEqualTo(once);
        refused(-178, at("POST", "new/", UNBOUND, "{\"op\":\"create\"}"));
        refused(-161, at("POST", "new", UNBOUND, "{\"op\":\"create\"}"));
        JsonNode stat = ok(at("GET", "new/?op=stat", UNBOUND, ""));
        assertThat(stat.path("name").asText()).isEqualTo("new/");
        assertThat(stat.path("biz_attr").asText()).isEqualTo("mine");
        assertThat(ok(at("GET", "new/?op=list", UNBOUND, "")).path("infos")).isEmpty();
        ObjectRef within = new ObjectRef(OBJECT.bucket(), "new/file");
        disk.put(UploadRequest.of(within), Body.of(CONTENT), Checks.NONE);
        refused(-173, at("POST", "new/", sign(0, 1_700_000_051, once), "{\"op\":\"delete\"}"));
        disk.delete(within);
        ok(at("POST", "new/", sign(0, 1_700_000_052, once), "{\"op\":\"delete\"}"));
        refused(-197, at("POST", "new/", sign(0, 1_700_000_053, once), "{\"op\":\"delete\"}"));
    }

    @Test
    void aDirectoryIsThereAsLongAsSomethingIsInIt() throws Exception {
        disk.put(UploadRequest.of(new ObjectRef(OBJECT.bucket(), "deep/er/file")), Body.of(CONTENT), Checks.NONE);
        assertThat(ok(at("GET", "deep/?op=stat", UNBOUND, "")).path("name").asText()).isEqualTo("deep/");
        refused(-178, at("POST", "deep/", UNBOUND, "{\"op\":\"create\"}"));
    }

    private Reply at(String method, String target, String sign, String body) throws IOException {
        return exchange(method, "/files/v2/1250000000/examplebucket/" + target, "Authorization: " + sign + "\r\n",
            body.getBytes(StandardCharsets.UTF_8));
    }
}
