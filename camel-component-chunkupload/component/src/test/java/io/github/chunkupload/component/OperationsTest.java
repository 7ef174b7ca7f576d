package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadState;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {

    private static final String KEY = ChunkUploadConstants.KEY;
    private static final String UPLOAD_ID = ChunkUploadConstants.UPLOAD_ID;

    @TempDir
    Path directory;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory).receive("&minPartSize=2", exchange -> received.add(exchange.getMessage().getBody(String.class)));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Message call(String operation, Object body, Map<String, ?> headers) throws Exception {
        Map<String, Object> all = with(headers, ChunkUploadConstants.OPERATION, operation);
        return node.call(node.to("&minPartSize=2&maxAttempts=1"), body, all).getMessage();
    }

    private static Map<String, Object> with(Map<String, ?> headers, String name, Object value) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(name, value);
        return all;
    }

    private Page<?> uploads(Map<String, ?> headers) throws Exception {
        return call("listUploads", null, headers).getBody(Page.class);
    }

    private String initiate(String key) throws Exception {
        Message opened = call("initiate", "kept", Map.of(KEY, key));
        assertThat(opened.getBody()).isEqualTo("kept");
        return opened.getHeader(UPLOAD_ID, String.class);
    }

    private PartReceipt part(String key, String id, int index, String body) throws Exception {
        Message sent = call("uploadPart", body, Map.of(KEY, key, UPLOAD_ID, id, ChunkUploadConstants.PART_INDEX, index));
        assertThat(sent.getBody()).isEqualTo(body);
        assertThat(sent.getHeader(ChunkUploadConstants.PROOF)).isEqualTo("crc64");
        return sent.getHeader(ChunkUploadConstants.RECEIPT, PartReceipt.class);
    }

    @Test
    void anUploadIsDrivenStepByStep() throws Exception {
        String id = initiate("steps");
        List<PartReceipt> receipts = new ArrayList<>(List.of(part("steps", id, 1, "def")));
        receipts.add(0, part("steps", id, 0, "abc"));

        UploadState state = call("listParts", null, Map.of(KEY, "steps", UPLOAD_ID, id)).getBody(UploadState.class);
        assertThat(state.parts()).extracting(p -> p.receipt().etag()).isEqualTo(receipts.stream().map(PartReceipt::etag).toList());
        Message done = call("complete", "kept", Map.of(KEY, "steps", UPLOAD_ID, id, ChunkUploadConstants.RECEIPTS, receipts));

        assertThat(done.getBody()).isEqualTo("kept");
        assertThat(done.getHeaders()).containsEntry(ChunkUploadConstants.SIZE, 6L).containsEntry(ChunkUploadConstants.PROOF, "crc64")
            .containsEntry(ChunkUploadConstants.PARTS, 2).containsEntry(ChunkUploadConstants.KEY_PRODUCED, "steps")
            .containsKeys(ChunkUploadConstants.ETAG, ChunkUploadConstants.CHECKSUM, ChunkUploadConstants.LOCATION);
        assertThat(received).containsExactly("abcdef");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&securityToken=stale"})
    void aTemporaryKeyWithoutItsTokenIsRefused(String token) throws Exception {
        node.route(node.gateway("scratch-1250000000", "&securityToken=RAW(to+ken)"), "scratch", e -> received.add("scratch"));

        assertThatThrownBy(() -> node.call(node.to("scratch-1250000000", "&key=k&maxAttempts=1" + token), "x", Map.of()))
            .isInstanceOfSatisfying(UploadException.class, e -> assertThat(e.kind()).isEqualTo(Failure.FORBIDDEN))
            .hasMessageContaining("needs its security token").hasMessageNotContaining("to+ken");
        node.call(node.to("scratch-1250000000", "&key=k&securityToken=RAW(to+ken)"), "x", Map.of());
        assertThat(received).containsExactly("scratch");
    }

    @Test
    void completeWithoutReceiptsTakesAllPartsThereAre() throws Exception {
        String id = initiate("all");
        part("all", id, 0, "abc");
        part("all", id, 1, "d");

        call("complete", null, Map.of(KEY, "all", UPLOAD_ID, id));

        assertThat(received).containsExactly("abcd");
    }

    @Test
    void aSplitterAndAnAggregatorCanDriveAnUpload() throws Exception {
        String to = node.to("&key=split&minPartSize=2");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:split").setProperty("text", body())
                    .to(to + "&operation=initiate")
                    .split(body().tokenize(",")).parallelProcessing()
                        .setHeader(ChunkUploadConstants.PART_INDEX, exchangeProperty(Exchange.SPLIT_INDEX))
                        .to(to + "&operation=uploadPart")
                    .end()
                    .to(to + "&operation=complete");
            }
        });

        node.call("direct:split", "one,two,three", Map.of());

        assertThat(received).containsExactly("onetwothree");
    }

    @Test
    void abortedUploadsAreGoneAndAbortingAgainIsNoError() throws Exception {
        String id = initiate("gone");

        Message aborted = call("abort", "kept", Map.of(KEY, "gone", UPLOAD_ID, id));

        assertThat(aborted.getBody()).isEqualTo("kept");
        assertThat(aborted.getHeader(ChunkUploadConstants.ABORTED)).isEqualTo(1);
        assertThat(call("abort", null, Map.of(KEY, "gone", UPLOAD_ID, id)).getHeader(ChunkUploadConstants.ABORTED)).isEqualTo(0);
        assertThat(uploads(Map.of()).items()).isEmpty();
    }

    @Test
    void listUploadsTellsThoseOfAPrefixOrOfOneKey() throws Exception {
        for (String key : List.of("a/1", "a/2", "a/2", "b")) {
            initiate(key);
        }

        assertThat(uploads(Map.of()).items()).hasSize(4);
        assertThat(uploads(Map.of(ChunkUploadConstants.PREFIX, "a/")).items()).hasSize(3);
        assertThat(uploads(Map.of(KEY, "a/2")).items()).hasSize(2);
        Page<?> page = uploads(Map.of(ChunkUploadConstants.LIMIT, 1));
        assertThat(page.items()).hasSize(1);
        assertThat(page.next()).isPresent();
    }

    @Test
    void abortStaleEndsOldUploadsOfItsPrefixOnly() throws Exception {
        initiate("old/1");
        initiate("old/2");
        initiate("other");

        Message week = call("abortStale", "kept", Map.of());
        Message now = call("abortStale", "kept", Map.of(ChunkUploadConstants.OLDER_THAN, "-5s", ChunkUploadConstants.PREFIX, "old/"));

        assertThat(week.getHeader(ChunkUploadConstants.ABORTED)).isEqualTo(0);
        assertThat(now.getHeader(ChunkUploadConstants.ABORTED)).isEqualTo(2);
        assertThat(now.getBody()).isEqualTo("kept");
        assertThat(uploads(Map.of()).items()).hasSize(1);
    }

    @Test
    void objectsArePutToldReadAndDeleted() throws Exception {
        Message put = call("putObject", "0123456789", Map.of(KEY, "o", Exchange.CONTENT_TYPE, "text/plain"));
        assertThat(put.getHeaders()).containsEntry(ChunkUploadConstants.PROOF, "crc64").containsEntry(ChunkUploadConstants.SIZE, 10L);
        assertThat(received).containsExactly("0123456789");

        Message head = call("headObject", null, Map.of(KEY, "o"));
        assertThat(head.getBody(ObjectInfo.class).size()).isEqualTo(10);
        assertThat(head.getHeaders()).containsEntry(ChunkUploadConstants.SIZE, 10L).containsEntry(Exchange.CONTENT_TYPE, "text/plain")
            .containsEntry(ChunkUploadConstants.ETAG, put.getHeader(ChunkUploadConstants.ETAG));

        assertThat(read(Map.of(KEY, "o"))).isEqualTo("0123456789");
        assertThat(read(Map.of(KEY, "o", ChunkUploadConstants.RANGE, "2-4"))).isEqualTo("234");
        assertThat(read(Map.of(KEY, "o", ChunkUploadConstants.RANGE, "7-"))).isEqualTo("789");
        assertThat(read(Map.of(KEY, "o", ChunkUploadConstants.RANGE, "bytes=-2"))).isEqualTo("89");

        assertThat(call("deleteObject", null, Map.of(KEY, "o")).getHeader(ChunkUploadConstants.DELETED)).isEqualTo(true);
        assertThatThrownBy(() -> call("headObject", null, Map.of(KEY, "o"))).isInstanceOf(UploadException.class)
            .extracting(e -> ((UploadException) e).kind()).isEqualTo(Failure.NO_SUCH_OBJECT);
    }

    private String read(Map<String, Object> headers) throws Exception {
        String uri = node.to("&operation=getObject&autoCloseBody=false");
        try (InputStream in = node.call(uri, null, headers).getMessage().getBody(InputStream.class)) {
            return new String(in.readAllBytes());
        }
    }

    @Test
    void theStreamOfGetObjectIsOpenInTheRouteAndClosedWithTheExchange() throws Exception {
        call("putObject", "content", Map.of(KEY, "o"));
        String to = node.to("&key=o&operation=getObject");
        List<String> seen = new ArrayList<>();
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:get").streamCache("false").to(to)
                    .process(e -> seen.add(new String(e.getMessage().getBody(InputStream.class).readNBytes(4))));
            }
        });

        Message after = node.call("direct:get", null, Map.of()).getMessage();

        assertThat(seen).containsExactly("cont");
        assertThatThrownBy(() -> after.getBody(InputStream.class).readAllBytes()).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void aPresignedUrlLetsAnybodyMakeThatRequest() throws Exception {
        Message signed = call("presign", null,
            Map.of(KEY, "by hand", ChunkUploadConstants.METHOD, "PUT", ChunkUploadConstants.EXPIRES_IN, "5m"));
        URI url = URI.create(signed.getBody(String.class));

        HttpResponse<Void> reply = HttpClient.newHttpClient().send(
            HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofString("from a browser")).build(),
            HttpResponse.BodyHandlers.discarding());

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(received).containsExactly("from a browser");
    }

    @Test
    void describeTellsTheTraits() throws Exception {
        assertThat(call("describe", null, Map.of()).getBody(StoreTraits.class).maxParts()).isEqualTo(10_000);
    }

    @Test
    void anExistingObjectIsKeptWhereThatIsAsked() throws Exception {
        node.call(node.to("&key=k"), "first", Map.of());

        Message skipped = node.call(node.to("&key=k&ifExists=skip"), "second", Map.of()).getMessage();
        Exchange failed = node.send(node.to("&key=k&ifExists=fail"), "third", Map.of());

        assertThat(skipped.getHeaders()).containsEntry(ChunkUploadConstants.SKIPPED, true)
            .containsEntry(ChunkUploadConstants.KEY_PRODUCED, "k");
        assertThat(failed.getException(UploadException.class).kind()).isEqualTo(Failure.ALREADY_EXISTS);
        assertThat(received).containsExactly("first");
    }
}
