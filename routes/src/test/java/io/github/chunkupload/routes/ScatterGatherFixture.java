package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.Node;
import io.github.chunkupload.component.StoreServer;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.transfer.JdbcJournal;
import io.github.chunkupload.transfer.Postgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One upload whose parts go through queues: what is gathered is kept in a real PostgreSQL, so that it outlives its node. */
abstract class ScatterGatherFixture {

    static final int PART = StoreServer.PART;
    private static final String RECEIPTS = "seda:receipts?pollTimeout=50"; // by default a stop waits a second
    static Postgres postgres;

    @TempDir
    Path directory;

    final Map<String, Integer> sent = new ConcurrentHashMap<>();
    final List<String> completed = new CopyOnWriteArrayList<>();
    final List<String> claims = new CopyOnWriteArrayList<>();
    final List<String> done = new CopyOnWriteArrayList<>();
    final List<Map<String, Object>> failed = new CopyOnWriteArrayList<>();
    Predicate<String> lost = claim -> false;
    Predicate<String> doneFails = body -> false;
    String partTimeout = "1m";
    GatherTables tables;
    StoreServer server;
    Node node;
    Path shared;
    byte[] bytes;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void start() throws Exception {
        tables = new GatherTables(postgres.database());
        server = new StoreServer(directory.resolve("store"));
        watch(call -> Optional.empty());
        shared = Files.createDirectory(directory.resolve("shared disk"));
        bytes = new byte[5 * PART + 300];
        new Random(5).nextBytes(bytes);
        Files.write(shared.resolve("file.bin"), bytes);
        node = node();
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        server.close();
        try (JdbcJournal journal = JdbcJournal.open(postgres.database())) {
            journal.entries().forEach(entry -> {
                try (var lease = journal.lease(entry.key(), "")) {
                    lease.forget();
                }
            });
        }
    }

    Node node() throws Exception {
        Node started = new Node(directory);
        started.context().getShutdownStrategy().setTimeout(1);
        started.context().getRegistry().bind("database", postgres.database());
        started.context().getRegistry().bind("repository", tables.repository());
        started.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:claims").process(exchange -> claims.add(exchange.getMessage().getBody(String.class)))
                    .filter(exchange -> !lost.test(exchange.getMessage().getBody(String.class))).to("seda:work");
                from("direct:done").process(exchange -> {
                    if (doneFails.test("")) {
                        throw new IOException("the node died here");
                    }
                    done.add(exchange.getMessage().getBody(String.class) + " " + exchange.getMessage()
                        .getHeader(ChunkUploadConstants.PROOF));
                });
                from("direct:failed").process(exchange -> failed.add(new HashMap<>(exchange.getMessage().getHeaders())));
            }
        });
        return started;
    }

    void watch(StoreServer.Line line) {
        server.line(call -> {
            Optional<HttpReply> answer = line.answer(call);
            if (answer.isEmpty() && StoreServer.isPart(call)) {
                sent.merge(call.head().query().first("partNumber").orElseThrow(), 1, Integer::sum);
            } else if (answer.isEmpty() && isComplete(call)) {
                completed.add(call.head().query().first("uploadId").orElseThrow());
            }
            return answer;
        });
    }

    static boolean isComplete(HttpCall call) {
        return call.head().method().equals("POST") && call.head().query().has("uploadId");
    }

    String to(String options) {
        return server.to("&key=k&maxAttempts=1&journalDataSource=#database" + options);
    }

    void templates(Form form, String attempts) throws Exception {
        form.addTo(node.context());
        gather(attempts);
        route(ChunkUploadRouteTemplates.WORKER, Map.of("work", "seda:work?concurrentConsumers=3&pollTimeout=50"));
        route(ChunkUploadRouteTemplates.SCATTER, Map.of("from", "direct:scatter", "done", "direct:done"));
    }

    void gather(String attempts) throws Exception {
        route(ChunkUploadRouteTemplates.GATHER, Map.of("repository", "repository", "partTimeout", partTimeout, "attempts", attempts,
            "done", "direct:done", "failed", "direct:failed"));
    }

    void route(String template, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(Map.of("to", to(""), "receipts", RECEIPTS));
        if (!template.equals(ChunkUploadRouteTemplates.GATHER)) {
            all.put("directory", shared.toString());
        }
        if (!template.equals(ChunkUploadRouteTemplates.WORKER)) {
            all.put("work", "direct:claims");
        }
        all.putAll(parameters);
        TemplatedRouteBuilder builder = TemplatedRouteBuilder.builder(node.context(), template)
            .routeId(template + parameters.getOrDefault("from", ""));
        all.forEach(builder::parameter);
        builder.add();
    }

    Exchange scatter() {
        return node.send("direct:scatter", shared.resolve("file.bin").toFile(), Map.of());
    }

    byte[] stored() throws IOException {
        try (Download download = server.disk().get(server.object("k"), ByteRange.ALL, Access.NONE);
                InputStream in = download.body().open()) {
            return in.readAllBytes();
        }
    }

    void awaitDone(int times) {
        await().atMost(Duration.ofSeconds(20)).until(() -> done.size() >= times && tables.rows() == 0);
    }

    void awaitFailed(Failure kind) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !failed.isEmpty() && tables.rows() == 0);
        assertThat(failed).singleElement().satisfies(headers ->
            assertThat(headers).containsEntry(VerdictProcessor.FAILURE, kind.name()));
        assertThat(done).isEmpty();
    }

    static Predicate<String> index(int index) {
        return claim -> claim.contains("\"index\":" + index + ",");
    }
}
