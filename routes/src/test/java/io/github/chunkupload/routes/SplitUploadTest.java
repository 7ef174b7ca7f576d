package io.github.chunkupload.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.PartClaim;
import io.github.chunkupload.component.StoreServer;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an upload that a splitter drives, when something goes wrong and when it comes again. */
class SplitUploadTest extends SplitUploadTestBase {

    @ParameterizedTest
    @EnumSource
    void everyPartIsSentOnceAndOnlyClaimsTravel(Form form) throws Exception {
        List<Object> bodies = new CopyOnWriteArrayList<>();
        node.context().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                Exchange exchange = ((ExchangeSendingEvent) event).getExchange();
                if ("uploadPart".equals(exchange.getMessage().getHeader(ChunkUploadConstants.OPERATION))) {
                    bodies.add(exchange.getMessage().getBody());
                }
            }

            @Override
            public boolean isEnabled(CamelEvent event) {
                return event instanceof ExchangeSendingEvent;
            }
        });
        template(form, "");

        Exchange done = send();

        assertThat(done.getException()).isNull();
        assertThat(stored()).isEqualTo(bytes);
        assertThat(sent).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6");
        assertThat(bodies).hasSize(6).contains(new PartClaim(file.toFile().toURI().toString(), 5, 5 * PART, 300))
            .allSatisfy(body -> assertThat(body).isInstanceOf(PartClaim.class));
        assertThat(done.getMessage().getBody()).isEqualTo(file.toFile());
    }

    @ParameterizedTest
    @EnumSource
    void afterAFailedPartTheNextProcessSendsOnlyWhatIsMissing(Form form) throws Exception {
        refuse("4");
        template(form, "");
        Exchange failed = send();
        assertThat(failure(failed).kind()).isEqualTo(Failure.FORBIDDEN);
        assertThat(server.uploads()).hasSize(1);
        List<String> confirmed = new ArrayList<>(sent);

        refuse("none");
        restart(form, "");
        Exchange done = send();

        assertThat(done.getException()).isNull();
        assertThat(stored()).isEqualTo(bytes);
        assertThat(done.getMessage().getHeader(ChunkUploadConstants.RESUMED)).isEqualTo(confirmed.size());
        assertThat(sent).doesNotHaveDuplicates().hasSize(6);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void withAllPartsThereOnlyCompleteIsAsked() throws Exception {
        template(Form.YAML, "");
        watchComplete(true);
        assertThat(failure(send())).isNotNull();
        assertThat(sent).hasSize(6);

        watchComplete(false);
        restart(Form.YAML, "");
        Exchange done = send();

        assertThat(done.getException()).isNull();
        assertThat(sent).hasSize(6);
        assertThat(done.getMessage().getHeader(ChunkUploadConstants.RESUMED)).isEqualTo(6);
        assertThat(stored()).isEqualTo(bytes);
    }

    private void watchComplete(boolean refused) {
        server.line(call -> {
            if (StoreServer.isPart(call)) {
                sent.add(number(call));
            }
            boolean complete = call.head().method().equals("POST") && call.head().query().has("uploadId");
            return refused && complete ? StoreServer.reply(403) : Optional.empty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void afterAFailedPartTheUploadIsAbortedWhereThatIsWished(Form form) throws Exception {
        refuse("2");
        template(form, "&onFailure=abort");

        assertThat(failure(send()).kind()).isEqualTo(Failure.FORBIDDEN);

        assertThat(server.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART})
    void whatGoesInOneRequestIsNotSplit(int size) throws Exception {
        Files.write(file, new byte[size]);
        template(Form.YAML, "");

        Exchange done = send();

        assertThat(done.getException()).isNull();
        assertThat(sent).isEmpty();
        assertThat(stored()).hasSize(size);
        assertThat(done.getMessage().getHeaders()).containsEntry(ChunkUploadConstants.SIZE, (long) size)
            .containsEntry(ChunkUploadConstants.PARTS, 0);
    }

    @Test
    void aKeyMayBeMadeOfWhatIsAnotherInEachPart() throws Exception {
        Form.YAML.addTo(node.context());
        TemplatedRouteBuilder.builder(node.context(), ChunkUploadRouteTemplates.SPLIT_UPLOAD).routeId("split")
            .parameter("from", "direct:split").parameter("to", server.to(directory, "&maxAttempts=1&key=${exchangeId}")).add();

        Exchange done = send();

        assertThat(done.getException()).isNull();
        assertThat(sent).hasSize(6);
        String key = done.getMessage().getHeader(ChunkUploadConstants.KEY_PRODUCED, String.class);
        assertThat(server.disk().head(server.object(key), Access.NONE).size()).isEqualTo(bytes.length);
    }

    @Test
    void oneByteMoreThanAPartMakesTwo() throws Exception {
        Files.write(file, new byte[PART + 1]);
        template(Form.YAML, "");

        assertThat(send().getMessage().getHeader(ChunkUploadConstants.PARTS)).isEqualTo(2);
        assertThat(stored()).hasSize(PART + 1);
    }

    @Test
    void aStreamIsRefusedByName() throws Exception {
        Exchange refused = node.send(to("&operation=initiate"), new ByteArrayInputStream(bytes),
            Map.of(ChunkUploadConstants.RESUMABLE, true));

        assertThat(failure(refused)).hasMessageContaining("a stream is read once");
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void bytesInMemoryAreSplitAndNothingIsLeftOfAFailure() throws Exception {
        template(Form.YAML, "");

        assertThat(node.send("direct:split", bytes, Map.of()).getException()).isNull();
        assertThat(stored()).isEqualTo(bytes);
        refuse("2");
        assertThat(failure(node.send("direct:split", bytes, Map.of())).kind()).isEqualTo(Failure.FORBIDDEN);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void aFailureThatTheRouteHandlesIsAFailureAllTheSame() throws Exception {
        refuse("2");
        String to = to("&onFailure=abort");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                onException(UploadException.class).handled(true).setBody(constant("sorry"));
                from("direct:split")
                    .setHeader(ChunkUploadConstants.RESUMABLE, constant(true))
                    .setHeader(ChunkUploadConstants.OPERATION, constant("initiate")).to(to)
                    .setHeader(ChunkUploadConstants.OPERATION, constant("uploadPart"))
                    .split(header(ChunkUploadConstants.PLAN), new LedgerAggregationStrategy()).to(to).end();
            }
        });

        send();

        assertThat(sent).contains("1").doesNotContain("2");
        assertThat(server.uploads()).isEmpty();
    }

    /** A route of a user's own, that does something with the plan before it is split. */
    private void own(Consumer<List<PartClaim>> change) throws Exception {
        String to = to("");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:split")
                    .setHeader(ChunkUploadConstants.RESUMABLE, constant(true))
                    .setHeader(ChunkUploadConstants.OPERATION, constant("initiate")).to(to)
                    .process(exchange -> {
                        List<PartClaim> plan = new ArrayList<>(claims(exchange));
                        change.accept(plan);
                        exchange.getMessage().setHeader(ChunkUploadConstants.PLAN, plan);
                    })
                    .setHeader(ChunkUploadConstants.OPERATION, constant("uploadPart"))
                    .split(header(ChunkUploadConstants.PLAN), new LedgerAggregationStrategy()).parallelProcessing().to(to).end()
                    .setHeader(ChunkUploadConstants.OPERATION, constant("complete")).to(to);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static List<PartClaim> claims(Exchange exchange) {
        return exchange.getMessage().getHeader(ChunkUploadConstants.PLAN, List.class);
    }

    @Test
    void aPartThatComesTwiceIsSentOnceAndCountsOnce() throws Exception {
        own(plan -> plan.addAll(List.copyOf(plan)));

        assertThat(send().getException()).isNull();

        assertThat(stored()).isEqualTo(bytes);
        assertThat(sent).hasSize(6);
    }

    @Test
    void aPartThatDoesNotComeBackIsNamedAndTheUploadStays() throws Exception {
        own(plan -> plan.remove(2));

        assertThat(failure(send())).hasMessage("Not all parts came back, missing are: 1000 bytes from 2000");

        assertThat(sent).hasSize(5);
        assertThat(server.uploads()).hasSize(1);
    }

    @Test
    void aClaimThatIsNotOfThePlanIsRefused() throws Exception {
        own(plan -> plan.set(1, new PartClaim(plan.get(1).source(), 1, PART, 10)));

        assertThat(failure(send())).hasMessageContaining("There is no part 1 of 10 bytes from 1000 in this upload");
    }

    @Test
    void aClaimWithoutItsUploadIsRefused() {
        Exchange refused = node.send(to("&operation=uploadPart"), new PartClaim("file:///x", 0, 0, 1), Map.of());

        assertThat(failure(refused)).hasMessageContaining("its upload is not open here");
    }

    @Test
    void aSecondRouteWithTheSameFileIsRefusedWhileTheFirstGoesOn() throws Exception {
        CamelContext context = node.context();
        List<Exception> second = new CopyOnWriteArrayList<>();
        template(Form.YAML, "&parallelParts=1");
        watch("none", number -> {
            if (number.equals("1")) {
                second.add(context.createProducerTemplate().send("direct:split", e -> e.getMessage().setBody(file.toFile()))
                    .getException());
            }
        });

        assertThat(send().getException()).isNull();

        assertThat(second).singleElement().isInstanceOfSatisfying(UploadException.class,
            e -> assertThat(e.kind()).isEqualTo(Failure.UPLOAD_OPEN));
        assertThat(stored()).isEqualTo(bytes);
    }
}
