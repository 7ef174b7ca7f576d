package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on buckets and on bytes where they lie, each on a protocol that has them. */
class CapabilityOperationsTest {

    @TempDir
    private Path directory;

    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
        node.route(node.gateway("*", "&minPartSize=2").replace("chunkupload:cos:", "chunkupload:any:"), "gateway", exchange -> { });
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Message call(String protocol, String operation, Object body, Map<String, ?> headers) throws Exception {
        return call(protocol, Node.BUCKET, operation, "", body, headers);
    }

    private Message call(String protocol, String bucket, String operation, String options, Object body, Map<String, ?> headers)
            throws Exception {
        String uri = node.to(bucket, "&minPartSize=2&maxAttempts=1" + options).replace("chunkupload:cos:", "chunkupload:" + protocol + ":");
        Map<String, Object> all = new HashMap<>(headers);
        all.put(ChunkUploadConstants.OPERATION, operation);
        return node.call(uri, body, all).getMessage();
    }

    private void made(String protocol, String... keys) throws Exception {
        for (String key : keys) {
            call(protocol, "putObject", key, Map.of(ChunkUploadConstants.KEY, key));
        }
    }

    private static List<String> keys(Page<?> page) {
        return page.items().stream().map(item -> ((ObjectInfo) item).object().key()).toList();
    }

    private Page<?> list(String protocol, Map<String, ?> headers) throws Exception {
        return call(protocol, "listObjects", null, headers).getBody(Page.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdcs", "cos"})
    void listsObjectsAllAtOnceOrPageByPage(String protocol) throws Exception {
        made(protocol, "a/1", "a/2", "b", "c/d/e");

        assertThat(keys(list(protocol, Map.of()))).containsExactly("a/1", "a/2", "b", "c/d/e");
        assertThat(keys(list(protocol, Map.of(ChunkUploadConstants.PREFIX, "a/")))).containsExactly("a/1", "a/2");
        Page<?> first = list(protocol, Map.of(ChunkUploadConstants.LIMIT, 2, ChunkUploadConstants.DELIMITER, "/"));
        assertThat(keys(first)).containsExactly("b");
        assertThat(first.prefixes()).containsExactly("a/");
        Page<?> second = list(protocol, Map.of(ChunkUploadConstants.LIMIT, 2, ChunkUploadConstants.DELIMITER, "/",
            ChunkUploadConstants.AFTER, first.next().orElseThrow()));
        assertThat(second.prefixes()).containsExactly("c/");
        assertThat(second.next()).isEmpty();
        assertThat(keys(list(protocol, Map.of(ChunkUploadConstants.AFTER, "a/2")))).containsExactly("b", "c/d/e");
    }

    @Test
    void theKeyPrefixOfTheEndpointStandsBeforeThatOfTheList() throws Exception {
        made("cdcs", "a/1", "a/2", "b");

        Message listed = call("cdcs", Node.BUCKET, "listObjects", "&keyPrefix=a/", null, Map.of(ChunkUploadConstants.PREFIX, "2"));

        assertThat(keys(listed.getBody(Page.class))).containsExactly("a/2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdcs", "cos"})
    void bucketsAreMadeToldOfListedAndRemoved(String protocol) throws Exception {
        String bucket = "newcoffer-1250000000";

        call(protocol, bucket, "createBucket", "", "kept", Map.of());
        BucketInfo told = call(protocol, bucket, "headBucket", "", null, Map.of()).getBody(BucketInfo.class);
        List<?> all = call(protocol, bucket, "listBuckets", "", null, Map.of()).getBody(List.class);

        assertThat(told.name()).isEqualTo(bucket);
        assertThat(all).extracting(each -> ((BucketInfo) each).name()).containsExactly(bucket);
        assertThat(call(protocol, bucket, "deleteBucket", "", "kept", Map.of()).getBody()).isEqualTo("kept");
        assertThat(failure(protocol, bucket, "headBucket", Map.of()).kind()).isEqualTo(Failure.NO_SUCH_BUCKET);
        assertThat(failure(protocol, bucket, "deleteBucket", Map.of()).kind()).isEqualTo(Failure.NO_SUCH_BUCKET);
    }

    @Test
    void aPartIsMadeOfBytesThatTheStoreHas() throws Exception {
        call("qingstor", "putObject", "0123456789", Map.of(ChunkUploadConstants.KEY, "source"));
        Object id = call("qingstor", "initiate", null, Map.of(ChunkUploadConstants.KEY, "copy")).getHeader(ChunkUploadConstants.UPLOAD_ID);

        List<Object> receipts = new ArrayList<>();
        for (String range : List.of("2-5", "0-1")) {
            Message copied = call("qingstor", "copyPart", "kept", Map.of(ChunkUploadConstants.KEY, "copy",
                ChunkUploadConstants.UPLOAD_ID, id, ChunkUploadConstants.PART_INDEX, receipts.size(),
                ChunkUploadConstants.SOURCE_KEY, "source",
                ChunkUploadConstants.RANGE, range));
            assertThat(copied.getBody()).isEqualTo("kept");
            assertThat(copied.getHeaders()).containsKey(ChunkUploadConstants.ETAG).doesNotContainKey(ChunkUploadConstants.PROOF);
            receipts.add(copied.getHeader(ChunkUploadConstants.RECEIPT));
        }
        call("qingstor", "complete", null, Map.of(ChunkUploadConstants.KEY, "copy", ChunkUploadConstants.UPLOAD_ID, id,
            ChunkUploadConstants.RECEIPTS, receipts));

        assertThat(text("qingstor", "copy")).isEqualTo("234501");
    }

    @Test
    void bytesAreOverwrittenCutAndVerifiedWhereTheyLie() throws Exception {
        Map<String, ?> key = Map.of(ChunkUploadConstants.KEY, "k");
        call("cayman", "upload", "hello world", key);

        Message written = call("cayman", "writeObject", "there",
            Map.of(ChunkUploadConstants.KEY, "k", ChunkUploadConstants.OFFSET, 6));
        assertThat(written.getBody()).isEqualTo("there");
        assertThat(written.getHeaders()).containsEntry(ChunkUploadConstants.SIZE, 5L).containsKey(ChunkUploadConstants.RECEIPT);
        assertThat(text("cayman", "k")).isEqualTo("hello there");
        Message cut = call("cayman", "truncateObject", "kept", Map.of(ChunkUploadConstants.KEY, "k", ChunkUploadConstants.OBJECT_SIZE, 5));
        assertThat(cut.getBody()).isEqualTo("kept");
        assertThat(text("cayman", "k")).isEqualTo("hello");

        assertThat(call("cayman", "verifyObject", "kept", key).getHeader(ChunkUploadConstants.CHECKSUM))
            .isEqualTo("md5:5d41402abc4b2a76b9719d911017c592");
        assertThat(failure("cayman", Node.BUCKET, "verifyObject", Map.of(ChunkUploadConstants.KEY, "k", ChunkUploadConstants.EXPECTED,
            "md5:0cc175b9c0f1b6a831c399e269772661")).kind()).isEqualTo(Failure.DIGEST_MISMATCH);
    }

    private String text(String protocol, String key) throws Exception {
        Map<String, ?> headers = Map.of(ChunkUploadConstants.KEY, key);
        try (InputStream in = call(protocol, Node.BUCKET, "getObject", "&autoCloseBody=false", null, headers).getBody(InputStream.class)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        qingstor | copyPart       | Header CamelChunkUploadSourceKey must say which object is copied from
        cayman   | writeObject    | Header CamelChunkUploadOffset must say where the bytes go, as a number from 0
        cayman   | truncateObject | Header CamelChunkUploadObjectSize must say how many bytes remain, as a number from 0
        """)
    void whatIsMissingIsNamed(String protocol, String operation, String message) {
        UploadException refusal = failure(protocol, Node.BUCKET, operation, Map.of(ChunkUploadConstants.KEY, "k",
            ChunkUploadConstants.PART_INDEX, 0));

        assertThat(refusal.kind()).isEqualTo(Failure.INVALID_ARGUMENT);
        assertThat(refusal).hasMessage(message);
    }

    @Test
    void aChecksumThatNobodyKnowsIsRefused() {
        assertThat(failure("cayman", Node.BUCKET, "verifyObject",
            Map.of(ChunkUploadConstants.KEY, "k", ChunkUploadConstants.DIGESTS, "md6")))
            .hasMessage("Header CamelChunkUploadDigests names none: Unknown checksum 'md6': use crc64, md5 or sha1");
    }

    private UploadException failure(String protocol, String bucket, String operation, Map<String, ?> headers) {
        return catchThrowableOfType(UploadException.class, () -> call(protocol, bucket, operation, "", "x", headers));
    }

    @ParameterizedTest
    @CsvSource({"cos-slice, listBuckets", "cos-slice, copyPart", "cos-slice, verifyObject", "cdcs, writeObject", "cdcs, copyPart",
        "qingstor, truncateObject", "cos, writeObject", "cayman, copyPart"})
    void anOperationThatAProtocolDoesNotHaveIsRefusedNamingBoth(String protocol, String operation) {
        UploadException refusal = failure(protocol, Node.BUCKET, operation, Map.of(ChunkUploadConstants.KEY, "k"));

        assertThat(refusal.kind()).isEqualTo(Failure.UNSUPPORTED);
        assertThat(refusal).hasMessage("Protocol " + protocol + " does not know the operation " + operation);
    }
}
