package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.ChunkUploadOperation;
import io.github.chunkupload.component.Node;
import io.github.chunkupload.routes.Document.Block;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The component's page has an example of every operation in Java, XML and YAML, and each does what it says, against a real gateway. */
class DocumentedOperationsTest {

    private static final List<String> OPERATIONS =
        Arrays.stream(ChunkUploadOperation.values()).map(ChunkUploadOperation::token).toList();
    private static final String MIB = "m".repeat(1 << 20);

    @TempDir
    private Path directory;

    private Node gateway;
    private CamelContext context;
    private ProducerTemplate template;

    @BeforeEach
    void receive() throws Exception {
        gateway = new Node(directory.resolve("gateway"), "any");
        gateway.route(gateway.gateway("*", "&receive=none"), "gateway", exchange -> { });
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.stop();
        }
        gateway.close();
    }

    private void start(String language) throws Exception {
        List<Block> examples = Document.blocks(Document.PAGE).stream()
            .filter(block -> block.language().equals(language) && OPERATIONS.contains(block.title())).toList();
        assertThat(examples).extracting(Block::title).containsExactlyInAnyOrderElementsOf(OPERATIONS);
        DocumentedRoutes routes = new DocumentedRoutes(directory, examples);
        Properties settings = new Properties();
        settings.setProperty("camel.component.chunkupload.endpoint", "http://127.0.0.1:" + gateway.port());
        settings.setProperty("camel.component.chunkupload.access-key", "me");
        settings.setProperty("camel.component.chunkupload.secret-key", "s3cr+t/");
        context = routes.context(examples, settings);
        for (Block example : examples) {
            routes.add(context, example);
        }
        context.start();
        template = context.createProducerTemplate();
    }

    private Message call(String operation, Object body, String... headers) throws Exception {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        Exchange exchange = template.send("direct:" + operation, sent -> {
            sent.getMessage().setBody(body);
            sent.getMessage().setHeaders(all);
        });
        assertThat(exchange.getException()).as(operation).isNull();
        return exchange.getMessage();
    }

    private Page<?> page(String operation) throws Exception {
        return call(operation, null).getBody(Page.class);
    }

    private List<String> buckets() throws Exception {
        return ((List<?>) call("listBuckets", null).getBody()).stream().map(bucket -> ((BucketInfo) bucket).name()).toList();
    }

    private static Object told(Message message, String header) {
        return message.getHeader(header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "xml", "yaml"})
    void everyOperationDoesWhatThePageSays(String language) throws Exception {
        start(language);

        objectsAreSentReadAndListed();
        anUploadIsDrivenStepByStep();
        uploadsAreListedAndGivenUp();
        bytesAreEditedWhereTheyLie();
        theStoreAndItsBucketsTellOfThemselves();
        for (String control : List.of("pauseUpload", "resumeUpload", "cancelUpload")) {
            assertThat(told(call(control, ""), ChunkUploadConstants.CONTROLLED)).as("none is running").isEqualTo(0);
        }
    }

    private void objectsAreSentReadAndListed() throws Exception {
        Message sent = call("upload", "0123456789".repeat(20));
        assertThat(told(sent, ChunkUploadConstants.SIZE)).isEqualTo(200L);
        assertThat(told(sent, ChunkUploadConstants.PROOF)).isEqualTo("crc64");
        assertThat(told(call("putObject", "a note"), ChunkUploadConstants.SIZE)).isEqualTo(6L);
        assertThat(call("headObject", null).getBody(ObjectInfo.class).size()).isEqualTo(200);
        assertThat(told(call("getObject", null), Exchange.CONTENT_LENGTH)).isEqualTo(100L);
        assertThat(page("listObjects").items()).hasSize(2);
        assertThat(told(call("deleteObject", null), ChunkUploadConstants.DELETED)).isEqualTo(true);

        URI url = URI.create(call("presign", null).getBody(String.class));
        HttpRequest put = HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofString("by somebody else")).build();
        assertThat(HttpClient.newHttpClient().send(put, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    private void anUploadIsDrivenStepByStep() throws Exception {
        String id = (String) told(call("initiate", null), ChunkUploadConstants.UPLOAD_ID);
        assertThat(told(call("uploadPart", MIB, ChunkUploadConstants.UPLOAD_ID, id), ChunkUploadConstants.PROOF)).isEqualTo("crc64");
        assertThat(call("copyPart", null, ChunkUploadConstants.UPLOAD_ID, id).getHeaders()).containsKey(ChunkUploadConstants.RECEIPT);
        assertThat(call("listParts", null, ChunkUploadConstants.UPLOAD_ID, id).getBody(UploadState.class).parts()).hasSize(2);
        assertThat(told(call("complete", null, ChunkUploadConstants.UPLOAD_ID, id), ChunkUploadConstants.SIZE))
            .isEqualTo(MIB.length() + 100L);
    }

    private void uploadsAreListedAndGivenUp() throws Exception {
        String id = (String) told(call("initiate", null), ChunkUploadConstants.UPLOAD_ID);
        assertThat(page("listUploads").items()).hasSize(1);
        assertThat(told(call("abortStale", null), ChunkUploadConstants.ABORTED)).as("none is old").isEqualTo(0);
        assertThat(told(call("abort", null, ChunkUploadConstants.UPLOAD_ID, id), ChunkUploadConstants.ABORTED)).isEqualTo(1);
        assertThat(told(call("abort", null, ChunkUploadConstants.UPLOAD_ID, id), ChunkUploadConstants.ABORTED)).isEqualTo(0);
    }

    private void bytesAreEditedWhereTheyLie() throws Exception {
        String uri = "chunkupload:cayman:inbox?key=log.txt";
        template.requestBody(uri, "0123456789abcdef");
        assertThat(told(call("writeObject", "ABCDEF"), ChunkUploadConstants.SIZE)).isEqualTo(6L);
        assertThat(template.requestBody(uri + "&operation=getObject&autoCloseBody=false", null, String.class))
            .isEqualTo("0123456789ABCDEF");
        assertThat(told(call("truncateObject", null), ChunkUploadConstants.SIZE)).isEqualTo(10L);
        assertThat(told(call("verifyObject", null), ChunkUploadConstants.CHECKSUM)).isEqualTo("md5:781e5e245d69b566979b86e28d23f2c7");
    }

    private void theStoreAndItsBucketsTellOfThemselves() throws Exception {
        call("createBucket", null);
        assertThat(buckets()).contains("archive-1250000000", "photos-1250000000");
        call("deleteBucket", null);
        assertThat(buckets()).doesNotContain("archive-1250000000");
        assertThat(call("headBucket", null).getBody(BucketInfo.class).name()).isEqualTo("photos-1250000000");
        Message told = call("describe", null);
        assertThat(told.getBody(StoreTraits.class).maxParts()).isEqualTo(10_000);
        assertThat(told(told, ChunkUploadConstants.OPERATIONS).toString()).contains("copyPart");
    }
}
