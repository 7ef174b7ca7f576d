package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.StoreServer;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.transfer.JdbcJournal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What scattered parts become, whichever node dies. */
class ScatterGatherTest extends ScatterGatherFixture {

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
}
