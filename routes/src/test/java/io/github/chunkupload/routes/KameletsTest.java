package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.Node;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway and an upload to it, each as a Kamelet that Camel Main finds by its name alone. */
class KameletsTest {

    private static final String BUCKET = "photos-1250000000";

    @TempDir
    Path directory;

    private final Map<String, byte[]> received = new ConcurrentHashMap<>();
    private final Main main = new Main();
    private CamelContext context;

    @BeforeEach
    void start() throws Exception {
        main.start();
        context = main.getCamelContext();
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    private void receive(String options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:chunkupload-source?serverUri=undertow:http://127.0.0.1:0&dataDirectory=" + directory.resolve("data")
                    + options)
                    .process(exchange -> received.put(exchange.getMessage().getHeader(ChunkUploadConstants.KEY, String.class),
                        Files.readAllBytes(exchange.getMessage().getMandatoryBody(File.class).toPath())));
            }
        });
    }

    private Exchange upload(Object body, String options) {
        return context.createProducerTemplate().send("kamelet:chunkupload-sink?bucket=" + BUCKET + "&endpoint=http://127.0.0.1:"
            + Node.portOf(context) + "&journalDirectory=" + directory.resolve("journal") + options, exchange -> {
                exchange.getMessage().setBody(body);
                exchange.getMessage().setHeader(Exchange.FILE_NAME, "named.bin");
            });
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"accessKey=me&secretKey=RAW(s3cr+t/&%)", "accessKey=me&secretKey=plain"})
    void whatTheSinkUploadsComesOutOfTheSource(String keys) throws Exception {
        receive("&" + keys);
        byte[] bytes = random(3 * 1024 * 1024 + 1);
        Path file = Files.write(directory.resolve("file"), bytes);

        Exchange sent = upload(file.toFile(), "&partSize=1MB&keyPrefix=in/&" + keys);

        assertThat(sent.getException()).isNull();
        assertThat(received).containsOnlyKeys("in/named.bin").hasEntrySatisfying("in/named.bin", got -> assertThat(got).isEqualTo(bytes));
        assertThat(sent.getMessage().getHeaders()).containsEntry(ChunkUploadConstants.PARTS, 4)
            .containsEntry(ChunkUploadConstants.PROOF, "crc64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "qingstor", "cos-slice"})
    void theSourceTakesEveryProtocolAndTheSinkSpeaksTheOneItIsTold(String protocol) throws Exception {
        receive("&accessKey=me&secretKey=s");

        Exchange sent = upload("text", "&accessKey=me&secretKey=s&key=a/${date:now:yyyy}.txt&protocol=" + protocol);

        assertThat(sent.getException()).isNull();
        assertThat(received).hasSize(1).allSatisfy((key, got) -> {
            assertThat(key).matches("a/\\d{4}\\.txt");
            assertThat(got).asString().isEqualTo("text");
        });
    }

    @Test
    void withoutKeysTheSourceMustBeToldThatNoneAreWanted() {
        assertThatThrownBy(() -> receive("")).rootCause().hasMessageContaining("anonymous=true");
    }

    @Test
    void withoutKeysTheSinkMustBeToldThatNoneAreWanted() throws Exception {
        receive("&protocol=cos&anonymous=true");

        assertThatThrownBy(() -> upload("text", "")).hasStackTraceContaining("anonymous=true");
        assertThat(upload("text", "&anonymous=true").getException()).isNull();
        assertThat(received).containsOnlyKeys("named.bin");
    }

    @Test
    void aClientWithOtherKeysIsNotLetIn() throws Exception {
        receive("&accessKey=me&secretKey=s");

        assertThat(upload("text", "&accessKey=me&secretKey=other").getException()).isNotNull();
        assertThat(received).isEmpty();
    }

    @Test
    void anEmptyObjectArrivesToo() throws Exception {
        receive("&accessKey=me&secretKey=s&afterDelivery=delete");

        assertThat(upload(new byte[0], "&accessKey=me&secretKey=s").getException()).isNull();
        assertThat(received).hasEntrySatisfying("named.bin", got -> assertThat(got).isEmpty());
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> context.getEndpoint("kamelet:chunkupload-sink?endpoint=http://127.0.0.1:1"))
            .hasStackTraceContaining("mandatory parameters must be provided: bucket");
    }
}
