package io.github.chunkupload.examples.karaf;

import io.github.chunkupload.routes.ChunkUploadRouteTemplates;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;

/**
 * A gateway for all protocols on one port, whose route files what arrives under {@code received/}, and for each protocol a directory
 * {@code outbox/<protocol>} whose files go up to it.
 */
final class ExampleRoutes extends RouteBuilder {

    private static final String BUCKET = "karaf-1250000000";
    /** The last one comes from a bundle of its own. */
    private static final List<String> PROTOCOLS = List.of("cos", "cdcs", "qingstor", "cos-slice", "cayman", "toy");

    private final String keys = "accessKey=" + UUID.randomUUID() + "&secretKey=" + UUID.randomUUID();
    private final Path home;
    private final int port;

    ExampleRoutes(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    @Override
    public void configure() {
        from("chunkupload:any:" + BUCKET + "?serverUri=undertow:http://127.0.0.1:" + port + "&" + keys + "&defaultBucket=" + BUCKET
            + "&dataDirectory=RAW(" + home.resolve("gateway") + ")&afterDelivery=delete").routeId("receive")
            .to("file:" + home.resolve("received"))
            .log("Received ${header.CamelChunkUploadKey}, ${header.CamelChunkUploadSize} bytes");
    }

    /** Adds the routes that send, made of a template that {@code camel} must have. */
    void addSenders(CamelContext camel) throws Exception {
        for (String protocol : PROTOCOLS) {
            TemplatedRouteBuilder.builder(camel, ChunkUploadRouteTemplates.FILE_DROP).routeId("send-" + protocol)
                .parameter("directory", home.resolve("outbox").resolve(protocol).toString())
                .parameter("to", "chunkupload:" + protocol + ":" + BUCKET + "?endpoint=http://127.0.0.1:" + port + "&" + keys
                    + "&keyPrefix=" + protocol + "/&partSize=" + partSize(protocol))
                .add();
        }
    }

    /** Slices of the legacy JSON API have at most 3 MB, parts of QingStor at least 4. */
    private static String partSize(String protocol) {
        return protocol.equals("cos-slice") ? "1MB" : "4MB";
    }
}
