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
import io.github.chunkupload.store.UploadException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One upload whose parts go through queues: what is gathered is kept in a real PostgreSQL, so that it outlives its node. */
class ScatterGatherTest {

    private static final int PART = StoreServer.PART;
    private static Postgres postgres;

    @TempDir
    Path directory;

    private final Map<String, Integer> sent = new ConcurrentHashMap<>();
    private final List<String> completed = new CopyOnWriteArrayList<>();
    private final List<String> claims = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> failed = new CopyOnWriteArrayList<>();
    private Predicate<String> lost = claim -> false;
    private Predicate<String> doneFails = body -> false;
    private String partTimeout = "1m";
    private GatherTables tables;
    private StoreServer server;
    private Node node;
    private Path shared;
    private byte[] bytes;

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

    private Node node() throws Exception {
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

    private void watch(StoreServer.Line line) {
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

    private static boolean isComplete(HttpCall call) {
        return call.head().method().equals("POST") && call.head().query().has("uploadId");
    }

    private String to(String options) {
        return server.to("&key=k&maxAttempts=1&journalDataSource=#database" + options);
    }

    private void templates(Form form, String attempts) throws Exception {
        form.addTo(node.context());
        gather(attempts);
        route(ChunkUploadRouteTemplates.WORKER, Map.of("work", "seda:work?concurrentConsumers=3"));
        route(ChunkUploadRouteTemplates.SCATTER, Map.of("from", "direct:scatter", "done", "direct:done"));
    }

    private void gather(String attempts) throws Exception {
        route(ChunkUploadRouteTemplates.GATHER, Map.of("repository", "repository", "partTimeout", partTimeout, "attempts", attempts,
            "done", "direct:done", "failed", "direct:failed"));
    }

    private void route(String template, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(Map.of("to", to(""), "receipts", "seda:receipts"));
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

    private Exchange scatter() {
        return node.send("direct:scatter", shared.resolve("file.bin").toFile(), Map.of());
    }

    private byte[] stored() throws IOException {
        try (Download download = server.disk().get(server.object("k"), ByteRange.ALL, Access.NONE);
                InputStream in = download.body().open()) {
            return in.readAllBytes();
        }
    }

    private void awaitDone(int times) {
        await().atMost(Duration.ofSeconds(20)).until(() -> done.size() >= times && tables.rows() == 0);
    }

    private void awaitFailed(Failure kind) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !failed.isEmpty() && tables.rows() == 0);
        assertThat(failed).singleElement().satisfies(headers ->
            assertThat(headers).containsEntry(VerdictProcessor.FAILURE, kind.name()));
        assertThat(done).isEmpty();
    }

    private static Predicate<String> index(int index) {
        return claim -> claim.contains("\"index\":" + index + ",");
    }

    @ParameterizedTest
    @EnumSource
    void scatteredPartsMakeTheObjectOnce(Form form) throws Exception {
        templates(form, "3");

        Exchange scattered = scatter();

        assertThat(scattered.getException()).isNull();
        assertThat(scattered.getMessage().getHeaders()).doesNotContainKeys(ScatterProcessor.CLAIMS, ChunkUploadConstants.PLAN);
        awaitDone(1);
        assertThat(stored()).isEqualTo(bytes);
        assertThat(done).containsExactly("file.bin crc64");
        assertThat(sent).hasSize(6).allSatisfy((part, times) -> assertThat(times).isEqualTo(1));
        assertThat(completed).hasSize(1);
        try (JdbcJournal journal = JdbcJournal.open(postgres.database())) {
            assertThat(journal.entries()).isEmpty();
        }
        assertThat(claims).allSatisfy(claim -> assertThat(claim).startsWith("{\"upload\":{\"bucket\"")
            .contains("\"path\":\"file.bin\"").doesNotContain(directory.toString()));
    }

    @ParameterizedTest
    @EnumSource
    void partsWhoseWorkerDiedAreSentAgainAndNoOthers(Form form) throws Exception {
        partTimeout = "2s";
        lost = claim -> (index(1).test(claim) || index(4).test(claim)) && claims.stream().filter(claim::equals).count() == 1;
        templates(form, "3");

        scatter();

        awaitDone(1);
        assertThat(stored()).isEqualTo(bytes);
        assertThat(claims).hasSize(8);
        assertThat(sent).hasSize(6).allSatisfy((part, times) -> assertThat(times).isEqualTo(1));
        assertThat(completed).hasSize(1);
    }

    @Test
    void aQueueThatDeliversTwiceDoesNoHarm() throws Exception {
        partTimeout = "200";
        templates(Form.YAML, "3");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice").to("seda:work").to("seda:work");
            }
        });
        route(ChunkUploadRouteTemplates.SCATTER, Map.of("from", "direct:doubling", "work", "direct:twice"));

        node.send("direct:doubling", shared.resolve("file.bin").toFile(), Map.of());

        awaitDone(1);
        assertThat(stored()).isEqualTo(bytes);
        assertThat(completed).hasSize(1);
        assertThat(failed).isEmpty();
    }

    @Test
    void whatWasGatheredWhenTheNodeDiedIsCompletedByTheNextOneOnce() throws Exception {
        List<String> refused = new CopyOnWriteArrayList<>();
        watch(call -> isComplete(call) && refused.add("complete") ? StoreServer.reply(503) : Optional.empty());
        templates(Form.YAML, "3");
        scatter();
        await().atMost(Duration.ofSeconds(20)).until(() -> !refused.isEmpty() && tables.rows() == 1);
        assertThat(server.uploads()).hasSize(1);
        node.close();

        watch(call -> Optional.empty());
        node = node();
        Form.YAML.addTo(node.context());
        gather("3");

        awaitDone(1);
        assertThat(stored()).isEqualTo(bytes);
        assertThat(completed).hasSize(1);
        assertThat(sent).allSatisfy((part, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void aNodeThatDiesAfterCompleteBeforeItIsToldAsksAndMakesNothingNew() throws Exception {
        doneFails = body -> completed.size() == 1 && done.isEmpty() && server.uploads().isEmpty() && fails();
        templates(Form.YAML, "3");

        scatter();

        awaitDone(1);
        assertThat(stored()).isEqualTo(bytes);
        assertThat(completed).hasSize(2).containsOnly(completed.get(0));
        assertThat(server.disk().head(server.object("k"), Access.NONE).size()).isEqualTo(bytes.length);
        assertThat(failed).isEmpty();
    }

    private final List<String> failures = new CopyOnWriteArrayList<>();

    private boolean fails() {
        return failures.add("x") && failures.size() == 1;
    }

    @Test
    void aScattererThatDiedHalfwayGoesOnWithTheSameUpload() throws Exception {
        lost = claim -> true;
        templates(Form.YAML, "3");
        node.context().getRouteController().stopRoute(ChunkUploadRouteTemplates.GATHER);
        scatter();
        assertThat(server.uploads()).hasSize(1);
        node.close();
        tables = new GatherTables(postgres.database());

        lost = claim -> false;
        node = node();
        templates(Form.YAML, "3");
        scatter();

        awaitDone(1);
        assertThat(stored()).isEqualTo(bytes);
        assertThat(completed).hasSize(1);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void whenThePartsAreThereAlreadyTheOpeningAloneIsEnough() throws Exception {
        watch(call -> isComplete(call) ? StoreServer.reply(403) : Optional.empty());
        templates(Form.YAML, "3");
        scatter();
        awaitFailed(Failure.FORBIDDEN);
        failed.clear();

        watch(call -> Optional.empty());
        assertThat(scatter().getException()).isNull();

        awaitDone(1);
        assertThat(stored()).isEqualTo(bytes);
        assertThat(sent).allSatisfy((part, times) -> assertThat(times).isEqualTo(1));
    }

    @Test
    void aPartThatNoWorkerCanSendFailsTheUploadByNameAfterItsAttempts() throws Exception {
        partTimeout = "200";
        watch(call -> StoreServer.isPart(call) && call.head().query().first("partNumber").orElseThrow().equals("3")
            ? StoreServer.reply(403) : Optional.empty());
        templates(Form.YAML, "2");

        scatter();

        awaitFailed(Failure.FORBIDDEN);
        assertThat(failed.get(0).get(VerdictProcessor.FAILURE_MESSAGE)).asString().contains("missing are 1000 bytes from 2000");
        assertThat(claims).filteredOn(index(2)).hasSizeBetween(3, 6);
        assertThat(server.uploads()).hasSize(1);
    }

    @Test
    void anUploadThatTheStoreLostFailsByName() throws Exception {
        partTimeout = "200";
        lost = claim -> {
            server.uploads().forEach(info -> server.disk().abort(info.upload()));
            return false;
        };
        templates(Form.YAML, "3");

        scatter();

        awaitFailed(Failure.NO_SUCH_UPLOAD);
    }

    @Test
    void aSourceThatChangedFailsByNameAndItsPartsAreGivenUp() throws Exception {
        partTimeout = "200";
        lost = index(3).and(claim -> {
            try {
                Files.write(shared.resolve("file.bin"), new byte[bytes.length]);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return false;
        });
        templates(Form.YAML, "3");

        scatter();

        awaitFailed(Failure.SOURCE_CHANGED);
        assertThat(server.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "link", "/etc/hostname", "no such file"})
    void aClaimOfAFileOutsideTheSharedDirectoryIsRefused(String path) throws Exception {
        partTimeout = "200";
        Path secret = Files.write(directory.resolve("secret"), bytes);
        Files.createSymbolicLink(shared.resolve("link"), secret);
        lost = claim -> true;
        templates(Form.YAML, "1");
        scatter();
        Failure expected = path.startsWith("no") ? Failure.SOURCE_UNREADABLE : Failure.FORBIDDEN;

        claims.forEach(claim -> node.send("seda:work", claim.replace("\"path\":\"file.bin\"", "\"path\":\"" + path + "\""), Map.of()));

        awaitFailed(expected);
        assertThat(failed.get(0).get(VerdictProcessor.FAILURE_MESSAGE)).asString().doesNotContain(directory.toString());
        assertThat(sent).isEmpty();
    }

    @Test
    void aFileOutsideTheSharedDirectoryIsNotScattered() throws Exception {
        templates(Form.YAML, "1");

        Exchange refused = node.send("direct:scatter", Files.write(directory.resolve("other"), bytes).toFile(), Map.of());

        assertThat(refused.getException()).isInstanceOfSatisfying(UploadException.class,
            e -> assertThat(e.kind()).isEqualTo(Failure.FORBIDDEN));
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void whatIsNoFileIsNotScattered() throws Exception {
        templates(Form.YAML, "1");

        assertThat(node.send("direct:scatter", "text", Map.of()).getException()).hasMessageContaining("Only a file can be scattered");
    }

    @Test
    void whatGoesInOneRequestIsDoneAtOnce() throws Exception {
        Files.write(shared.resolve("file.bin"), new byte[PART]);
        templates(Form.YAML, "1");

        assertThat(scatter().getException()).isNull();

        assertThat(done).hasSize(1);
        assertThat(claims).isEmpty();
        assertThat(stored()).hasSize(PART);
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatTakesPartsInTheirOrderIsRefusedAndNothingIsLeft(Form form) throws Exception {
        try (Node serial = new Node(directory.resolve("serial"), "cos-slice")) {
            serial.receive("", exchange -> { });
            Files.write(shared.resolve("file.bin"), new byte[5 << 19]);
            form.addTo(serial.context());
            TemplatedRouteBuilder.builder(serial.context(), ChunkUploadRouteTemplates.SCATTER).parameter("from", "direct:scatter")
                .parameter("to", serial.to("&key=k&partSize=1MB")).parameter("directory", shared.toString())
                .parameter("work", "seda:work").parameter("receipts", "seda:receipts").parameter("done", "seda:done").add();

            Exchange refused = serial.send("direct:scatter", shared.resolve("file.bin").toFile(), Map.of());

            assertThat(refused.getException()).hasMessageContaining("one after another").hasMessageContaining("chunkupload-split-upload");
        }
    }

    @Test
    void whatIsNoMessageOfTheseRoutesIsRefused() throws Exception {
        templates(Form.YAML, "1");

        for (String text : new String[] {"", "text", "[]", "{}", "{\"upload\":{}}"}) {
            node.send("seda:work", text, Map.of());
            node.send("seda:receipts", text, Map.of());
        }
        scatter();

        awaitDone(1);
        assertThat(stored()).isEqualTo(bytes);
    }
}
