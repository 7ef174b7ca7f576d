package io.github.chunkupload.examples.cluster;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadState;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** The store that is uploaded to: a gateway of ours, in the process that is not killed. */
final class Gateway implements AutoCloseable {

    private static final String KEYS = "accessKey=cluster&secretKey=example";
    private static final String BUCKET = "cluster-1250000000";

    private final CamelContext camel = new DefaultCamelContext();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final ProducerTemplate client;
    private final String uri;
    private final String asking;

    private Gateway(int port, Path directory) {
        this.uri = "chunkupload:cos:" + BUCKET + "?endpoint=http://127.0.0.1:" + port + "&" + KEYS;
        this.asking = uri + "&journalDirectory=" + directory.resolve("journal");
        this.client = camel.createProducerTemplate();
    }

    static Gateway start(int port, Path directory) throws Exception {
        Gateway gateway = new Gateway(port, directory);
        Path objects = Files.createDirectories(directory.resolve("received"));
        gateway.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("chunkupload:cos:" + BUCKET + "?serverUri=undertow:http://127.0.0.1:" + port + "&" + KEYS + "&dataDirectory="
                    + directory.resolve("store"))
                    .process(exchange -> {
                        String key = exchange.getMessage().getHeader(ChunkUploadConstants.KEY, String.class);
                        Files.copy(exchange.getMessage().getMandatoryBody(File.class).toPath(), objects.resolve(key),
                            StandardCopyOption.REPLACE_EXISTING);
                        gateway.received.add(key);
                    });
            }
        });
        gateway.camel.start();
        gateway.client.start();
        return gateway;
    }

    /** Returns the endpoint that uploads here, in parts of {@code partSize} and with the journal in the database. */
    String store(String partSize) {
        return uri + "&partSize=" + partSize + "&journalDataSource=#database";
    }

    /** Returns the keys of the objects that were handed to the route, each as often as it was. */
    List<String> received() {
        return received;
    }

    /** Returns how many parts of uploads under way are here. */
    int parts() {
        int parts = 0;
        for (Object info : client.requestBodyAndHeaders(asking, null,
                Map.of(ChunkUploadConstants.OPERATION, "listUploads"), Page.class).items()) {
            UploadInfo upload = (UploadInfo) info;
            parts += client.requestBodyAndHeaders(asking, null,
                Map.of(ChunkUploadConstants.OPERATION, "listParts", ChunkUploadConstants.KEY, upload.upload().object().key(),
                    ChunkUploadConstants.UPLOAD_ID, upload.upload().uploadId()), UploadState.class).parts().size();
        }
        return parts;
    }

    @Override
    public void close() {
        client.stop();
        camel.stop();
    }
}
