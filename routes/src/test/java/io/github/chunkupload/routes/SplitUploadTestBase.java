package io.github.chunkupload.routes;

import io.github.chunkupload.component.Node;
import io.github.chunkupload.component.StoreServer;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.UploadException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store whose requests are watched, a node with the template, and a file of six parts. */
abstract class SplitUploadTestBase {

    static final int PART = StoreServer.PART;

    @TempDir
    Path directory;

    final List<String> sent = new CopyOnWriteArrayList<>();
    StoreServer server;
    Node node;
    Path file;
    byte[] bytes;

    @BeforeEach
    void start() throws Exception {
        server = new StoreServer(directory.resolve("store"));
        refuse("none");
        node = new Node(directory);
        bytes = new byte[5 * PART + 300];
        new Random(5).nextBytes(bytes);
        file = Files.write(directory.resolve("file"), bytes);
    }

    @AfterEach
    void stop() {
        node.close();
        server.close();
    }

    /** Counts the parts that come, and refuses one. */
    void refuse(String number) {
        watch(number, call -> { });
    }

    void watch(String refused, Consumer<String> before) {
        server.line(call -> {
            if (!StoreServer.isPart(call)) {
                return Optional.empty();
            }
            String number = number(call);
            before.accept(number);
            if (number.equals(refused)) {
                return StoreServer.reply(403);
            }
            sent.add(number);
            return Optional.empty();
        });
    }

    static String number(HttpCall call) {
        return call.head().query().first("partNumber").orElseThrow();
    }

    void template(Form form, String options) throws Exception {
        form.addTo(node.context());
        TemplatedRouteBuilder.builder(node.context(), ChunkUploadRouteTemplates.SPLIT_UPLOAD).routeId("split")
            .parameter("from", "direct:split").parameter("to", to(options)).add();
    }

    String to(String options) {
        return server.to(directory, "&key=k&maxAttempts=1" + options);
    }

    void restart(Form form, String options) throws Exception {
        node.close();
        node = new Node(directory);
        template(form, options);
    }

    Exchange send() {
        return node.send("direct:split", file.toFile(), Map.of());
    }

    static UploadException failure(Exchange exchange) {
        return exchange.getException(UploadException.class);
    }

    byte[] stored() throws Exception {
        try (Download download = server.disk().get(server.object("k"), ByteRange.ALL, Access.NONE);
                InputStream in = download.body().open()) {
            return in.readAllBytes();
        }
    }
}
