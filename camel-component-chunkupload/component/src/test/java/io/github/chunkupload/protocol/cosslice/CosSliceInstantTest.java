package io.github.chunkupload.protocol.cosslice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.UploadRequest;
import java.io.InputStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instant upload: a file whose bytes the store has under another name is there at once, with no byte sent. */
class CosSliceInstantTest extends CosSliceServerTestBase {

    private static final ObjectRef FIRST = new ObjectRef(OBJECT.bucket(), "first name");
    private int version = 1;

    @Override
    int version() {
        return version;
    }

    @BeforeEach
    void put() {
        disk.put(UploadRequest.of(FIRST), Body.of(CONTENT), Checks.computing(Digest.SHA1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aNewNameForKnownBytesNeedsNoTransfer(int dialect) throws Exception {
        version = dialect;
        JsonNode answer = ok(post(MULTI_USE, begun(CONTENT, "1")));

        assertThat(answer.has("session")).isFalse();
        assertThat(answer.path("access_url").asText()).endsWith("/examplebucket-1250000000/big.bin");
        assertThat(answer.path("url").asText()).endsWith(FILE);
        assertThat(answer.path("resource_path").asText()).isEqualTo(FILE);
        assertThat(answer.has("source_url")).isEqualTo(dialect == 2);
        isStored(CONTENT);
        disk.delete(FIRST);
        try (InputStream in = disk.get(OBJECT, ByteRange.ALL, Access.NONE).body().open()) {
            assertThat(in.readAllBytes()).as("without the first name").isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theSameNameWithTheSameBytesIsASuccessAndWithOthersIsNot(int dialect) throws Exception {
        version = dialect;
        ok(post(MULTI_USE, begun(CONTENT, "1")));
        assertThat(ok(post(MULTI_USE, begun(CONTENT, "1"))).has("access_url")).isTrue();
        byte[] other = content(1700);
        disk.put(UploadRequest.of(new ObjectRef(OBJECT.bucket(), "second")), Body.of(other), Checks.computing(Digest.SHA1));
        refused(-177, post(MULTI_USE, begun(other, "1")));
        isStored(CONTENT);
        assertThat(ok(post(MULTI_USE, begun(other, "0"))).has("access_url")).isTrue();
        isStored(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void ourClientSendsNothingMore(String dialect) {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.start();
        try (ObjectStore client = new CosSliceProtocol().client(new CamelHttpTransport(camel, server.uri(), Map.of()), new ClientSettings(
                server.uri(), Addressing.PATH, Optional.of(KEY), "", "", Map.of("dialect", dialect), OptionalLong.of(100),
                Clock.fixed(NOW, Clock.systemUTC().getZone())))) {
            Admission admission = client.initiate(UploadRequest.of(OBJECT).withSize(2500).withOpen(OpenUploads.JOIN)
                .withKnown(Checksums.of(Digest.SHA1, sha(CONTENT))));

            assertThat(admission).isInstanceOfSatisfying(Admission.Done.class,
                done -> assertThat(done.object().sums().get(Digest.SHA1)).hasValue(sha(CONTENT)));
            isStored(CONTENT);
        } finally {
            camel.stop();
        }
    }

    @Test
    void bytesOfTheSameSizeAndAnotherShaAreSent() throws Exception {
        byte[] other = content(2500);
        other[0] ^= 1;
        assertThat(ok(post(MULTI_USE, begun(other, "1"))).has("session")).isTrue();
    }

    private Map<String, Object> begun(byte[] content, String insertOnly) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("op", version == 1 ? "upload_slice" : "upload_slice_init");
        fields.put("filesize", String.valueOf(content.length));
        fields.put("sha", sha(content));
        fields.put("insertOnly", insertOnly);
        return fields;
    }
}
