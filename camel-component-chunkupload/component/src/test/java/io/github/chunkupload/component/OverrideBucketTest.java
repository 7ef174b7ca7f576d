package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A header names another bucket than the endpoint. */
class OverrideBucketTest {

    private static final String OTHER = "films-1250000000";
    private static final Map<String, Object> HEADER = Map.of(ChunkUploadConstants.OVERRIDE_BUCKET, OTHER);

    @TempDir
    Path directory;

    private final List<String> paths = new CopyOnWriteArrayList<>();
    private StoreServer server;
    private Node node;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        server = new StoreServer(directory.resolve("store"));
        server.line(call -> {
            paths.add(call.head().target());
            return Optional.empty();
        });
        node = new Node(directory);
        file = Files.write(directory.resolve("file"), new byte[3 * StoreServer.PART + 1]);
    }

    @AfterEach
    void stop() {
        node.close();
        server.close();
    }

    private String uri(String options) {
        return server.to(directory, "&key=k&maxAttempts=1&parallelParts=1" + options);
    }

    private List<UploadInfo> uploads(String bucket) {
        return server.disk().uploads(UploadQuery.prefix(bucket, "")).items();
    }

    private static UploadException failure(Exchange exchange) {
        return exchange.getException(UploadException.class);
    }

    @Test
    void everyRequestOfAnUploadGoesThereWithItsMetadata() throws Exception {
        node.call(uri("&contentType=film/reel&metadata.owner=me"), file.toFile(), HEADER);

        ObjectInfo there = server.disk().head(new ObjectRef(OTHER, "k"), Access.NONE);
        assertThat(there.size()).isEqualTo(3 * StoreServer.PART + 1);
        assertThat(there.metadata().header("content-type")).hasValue("film/reel");
        assertThat(there.metadata().user()).containsEntry("owner", "me");
        assertThat(paths).hasSizeGreaterThan(5).allMatch(path -> path.startsWith("/" + OTHER + "/k"));
    }

    @Test
    void anUploadIsResumedWhereItWasBegunAndNowhereElse() throws Exception {
        server.line(call -> isPart(call, "3") ? StoreServer.reply(403) : Optional.empty());
        assertThat(node.send(uri(""), file.toFile(), HEADER).getException()).isNotNull();
        server.line(call -> Optional.empty());

        Exchange here = node.call(uri(""), file.toFile(), Map.of());
        assertThat(here.getMessage().getHeader(ChunkUploadConstants.RESUMED)).isEqualTo(0);
        Exchange there = node.call(uri(""), file.toFile(), HEADER);

        assertThat(there.getMessage().getHeader(ChunkUploadConstants.RESUMED)).isEqualTo(2);
        assertThat(uploads(OTHER)).isEmpty();
    }

    private static boolean isPart(HttpCall call, String number) {
        return call.head().query().first("partNumber").filter(number::equals).isPresent();
    }

    @Test
    void everyOtherOperationGoesThereToo() throws Exception {
        node.call(uri("&operation=putObject"), "abc", HEADER);
        node.call(uri("&operation=initiate"), null, HEADER);

        assertThat(node.call(uri("&operation=headObject"), null, HEADER).getMessage().getHeader(ChunkUploadConstants.SIZE)).isEqualTo(3L);
        assertThat(failure(node.send(uri("&operation=headObject"), null, Map.of())).kind()).isEqualTo(Failure.NO_SUCH_OBJECT);
        assertThat(uploads(OTHER)).hasSize(1);
        assertThat(node.call(uri("&operation=abortStale"), null, Map.of(ChunkUploadConstants.OVERRIDE_BUCKET, OTHER,
            ChunkUploadConstants.OLDER_THAN, "0s")).getMessage().getHeader(ChunkUploadConstants.ABORTED)).isEqualTo(1);
        assertThat(node.call(uri("&operation=deleteObject"), null, HEADER).getMessage().getHeader(ChunkUploadConstants.DELETED))
            .isEqualTo(true);
    }

    @Test
    void whatCouldNotBeAbortedThereIsAbortedLater() throws Exception {
        ChunkUploadComponent component = new ChunkUploadComponent();
        component.setOrphanInterval(20);
        node.context().addComponent("chunkupload", component);
        server.line(call -> StoreServer.isPart(call) || StoreServer.isOne(call, "DELETE", "uploadId") ? StoreServer.reply(403)
            : Optional.empty());
        assertThat(node.send(uri(""), new byte[3 * StoreServer.PART], HEADER).getException()).isNotNull();
        assertThat(uploads(OTHER)).hasSize(1);

        server.line(call -> Optional.empty());

        await().until(() -> uploads(OTHER).isEmpty());
    }

    @Test
    void theBucketThatSomethingCameInForIsNotTakenForIt() throws Exception {
        node.call(uri(""), "abc", Map.of(ChunkUploadConstants.BUCKET, OTHER));

        assertThat(server.disk().head(server.object("k"), Access.NONE).size()).isEqualTo(3);
    }

    @Test
    void whereTheEndpointStandsForOneBucketAnotherIsRefusedBeforeAnyByteMoves() {
        UploadException refused = failure(node.send(uri("&addressing=bucketless"), "abc", HEADER));

        assertThat(refused.kind()).isEqualTo(Failure.UNSUPPORTED);
        assertThat(refused).hasMessageContaining("CamelChunkUploadOverrideBucket");
        assertThat(paths).isEmpty();
    }

    @Test
    void aNameThatCanBeNoBucketIsRefusedBeforeAnyByteMoves() {
        String qingstor = uri("").replace("chunkupload:cos:" + StoreServer.BUCKET, "chunkupload:qingstor:photos");

        Exchange refused = node.send(qingstor, "abc", Map.of(ChunkUploadConstants.OVERRIDE_BUCKET, "No Bucket/"));

        assertThat(failure(refused)).hasMessageStartingWith("The name of a bucket has");
        assertThat(paths).isEmpty();
    }
}
