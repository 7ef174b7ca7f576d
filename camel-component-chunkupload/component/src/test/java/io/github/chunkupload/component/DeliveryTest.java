package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.testing.Console;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {

    @TempDir
    Path directory;

    private final Queue<Message> received = new ConcurrentLinkedQueue<>();
    private Node node;

    @BeforeEach
    void start() throws Exception {
        node = new Node(directory);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Processor failingTimes(int times) {
        AtomicInteger left = new AtomicInteger(times);
        return exchange -> {
            received.add(exchange.getMessage().copy());
            if (left.getAndDecrement() > 0) {
                throw new IllegalStateException("the route is not well");
            }
        };
    }

    private List<Object> headers(String name) {
        return received.stream().map(m -> m.getHeader(name)).toList();
    }

    private Failure kind(Exchange exchange) {
        return exchange.getException() == null ? null : exchange.getException(UploadException.class).kind();
    }

    @Test
    void aFailedRouteFailsTheUploadAndARepetitionSucceedsUnderTheSameDeliveryId() throws Exception {
        node.receive("&minPartSize=2", failingTimes(1));
        Map<String, Object> id = new HashMap<>();
        id.put(ChunkUploadConstants.UPLOAD_ID,
            node.call(node.to("&key=k&operation=initiate"), null, Map.of()).getMessage().getHeader(ChunkUploadConstants.UPLOAD_ID));
        id.put(ChunkUploadConstants.PART_INDEX, 0);
        id.put(ChunkUploadConstants.RECEIPTS, List.of(
            node.call(node.to("&key=k&operation=uploadPart"), "abc", id).getMessage().getHeader(ChunkUploadConstants.RECEIPT)));

        Exchange first = node.send(node.to("&key=k&operation=complete&maxAttempts=1"), null, id);
        assertThat(first.getException()).isNotNull();
        assertThat(node.send(node.to("&key=k&operation=headObject"), null, Map.of()).getException(UploadException.class).kind())
            .isEqualTo(Failure.NO_SUCH_OBJECT);
        node.call(node.to("&key=k&operation=complete&maxAttempts=1"), null, id);

        assertThat(headers(ChunkUploadConstants.REDELIVERED)).containsExactly(false, true);
        assertThat(headers(ChunkUploadConstants.DELIVERY_ID)).doesNotContainNull().satisfies(ids ->
            assertThat(ids.get(0)).isEqualTo(ids.get(1)));
        assertThat(node.call(node.to("&key=k&operation=headObject"), null, Map.of()).getMessage().getHeader(ChunkUploadConstants.SIZE))
            .isEqualTo(3L);
    }

    @Test
    void aFailedDeliveryIsOneLineInTheLogUnderTheIdThatTheClientIsTold() throws Exception {
        node.receive("", failingTimes(1));
        try (Console console = new Console()) {
            Exchange failed = node.send(node.to("&key=k&operation=putObject"), "x", Map.of());

            String id = failed.getException(UploadException.class).requestId();
            assertThat(headers(ChunkUploadConstants.DELIVERY_ID)).containsExactly(id);
            assertThat(console.warnings()).singleElement().asString().contains(id).contains("the route is not well");
        }
    }

    @Test
    void anUploadWhoseRouteFailsOnceEndsWellByItsOwnRetries() throws Exception {
        node.receive("", failingTimes(1));

        node.call(node.to("&key=k"), "content", Map.of());

        assertThat(received).hasSize(2);
    }

    @Test
    void aRouteThatMarksItsExchangeRollbackOnlyHasFailed() throws Exception {
        node.receive("", exchange -> exchange.setRollbackOnly(true));

        assertThat(node.send(node.to("&key=k&operation=putObject"), "x", Map.of()).getException()).isNotNull();
    }

    @Test
    void anErrorThatTheRouteHasHandledIsADelivery() throws Exception {
        String from = node.gateway(Node.BUCKET, "");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(true).process(e -> received.add(e.getMessage().copy()));
                from(from).routeId("gateway").throwException(new IllegalStateException("handled"));
            }
        });

        node.call(node.to("&key=k&operation=putObject"), "x", Map.of());

        assertThat(received).hasSize(1);
    }

    @Test
    void whatWasNotDeliveredComesAgainAfterARestartOfTheRoute() throws Exception {
        AtomicBoolean well = new AtomicBoolean();
        AtomicInteger taken = new AtomicInteger();
        node.receive("&acknowledge=stored", exchange -> {
            received.add(exchange.getMessage().copy());
            if (!well.get()) {
                throw new IllegalStateException("the route is not well");
            }
            taken.incrementAndGet();
        });
        node.call(node.to("&key=k&operation=putObject"), "x", Map.of());
        await().until(() -> !received.isEmpty());

        node.context().getRouteController().stopRoute("gateway");
        well.set(true);
        node.context().getRouteController().startRoute("gateway");

        await().until(() -> taken.get() == 1);
        assertThat(headers(ChunkUploadConstants.REDELIVERED)).startsWith(false).endsWith(true);
        assertThat(headers(ChunkUploadConstants.DELIVERY_ID).stream().distinct()).hasSize(1);
    }

    @Test
    void aSuspendedGatewayTellsClientsToComeAgainAndGoesOnWhenResumed() throws Exception {
        node.receive("", failingTimes(0));
        node.call(node.to("&key=before&operation=putObject"), "x", Map.of());

        node.context().getRouteController().suspendRoute("gateway");
        Exchange meanwhile = node.send(node.to("&key=meanwhile&operation=putObject"), "x", Map.of());
        assertThat(node.context().getRouteController().getRouteStatus("gateway")).isEqualTo(ServiceStatus.Suspended);
        node.context().getRouteController().resumeRoute("gateway");
        node.call(node.to("&key=after&operation=putObject"), "x", Map.of());

        assertThat(kind(meanwhile)).isEqualTo(Failure.UNAVAILABLE);
        assertThat(headers(ChunkUploadConstants.KEY)).containsExactly("before", "after");
    }

    @Test
    void twoConsumersShareAServerAndEachGetsItsBucket() throws Exception {
        Queue<Object> other = new ConcurrentLinkedQueue<>();
        node.receive("", failingTimes(0));
        node.route(node.gateway("films-1250000000", ""), "films", e -> other.add(e.getMessage().getHeader(ChunkUploadConstants.KEY)));
        node.route(node.gateway("plain", ""), "plain", e -> other.add("plain " + e.getMessage().getHeader(ChunkUploadConstants.KEY)));
        assertThat(node.port("films")).isEqualTo(node.port()).isEqualTo(node.port("plain"));

        node.call(node.to(Node.BUCKET, "&key=photo"), "x", Map.of());
        node.call(node.to("films-1250000000", "&key=film"), "x", Map.of());
        node.call(node.to("plain", "&key=p"), "x", Map.of());
        assertThat(kind(node.send(node.to("nobodys-1250000000", "&key=k&operation=listUploads"), null, Map.of())))
            .isEqualTo(Failure.NO_SUCH_BUCKET);

        assertThat(headers(ChunkUploadConstants.KEY)).containsExactly("photo");
        assertThat(other).containsExactly("film", "plain p");
    }

    @Test
    void stoppingOneOfTwoConsumersLeavesTheOther() throws Exception {
        node.receive("", failingTimes(0));
        node.route(node.gateway("films-1250000000", ""), "films", e -> { });

        node.context().getRouteController().stopRoute("films");
        node.call(node.to("&key=photo"), "x", Map.of());

        assertThat(kind(node.send(node.to("films-1250000000", "&key=k&operation=listUploads"), null, Map.of())))
            .isEqualTo(Failure.NO_SUCH_BUCKET);
        assertThat(received).hasSize(1);
    }

    @Test
    void aDeletedObjectLeavesNoTraceAfterDelivery() throws Exception {
        node.receive("&afterDelivery=delete", failingTimes(0));

        node.call(node.to("&key=k"), "x", Map.of());

        assertThat(received).hasSize(1);
        assertThat(kind(node.send(node.to("&key=k&operation=headObject"), null, Map.of()))).isEqualTo(Failure.NO_SUCH_OBJECT);
    }

    @Test
    void filesFromAnInboxArriveInAnOutbox() throws Exception {
        Path inbox = Files.createDirectories(directory.resolve("in"));
        Path outbox = directory.resolve("out");
        byte[] large = new byte[3_000_001];
        new Random(1).nextBytes(large);
        String from = node.gateway(Node.BUCKET, "");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("gateway").to("file:" + outbox);
            }
        });
        String to = node.to("&partSize=1MB");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + inbox + "?recursive=true&initialDelay=0&delay=50").routeId("inbox").to(to);
            }
        });

        Files.write(Files.createDirectories(inbox.resolve("2026/may")).resolve("large one.bin"), large);
        Files.write(inbox.resolve("empty"), new byte[0]);

        File arrived = outbox.resolve("2026/may/large one.bin").toFile();
        await().until(() -> arrived.exists() && Files.exists(outbox.resolve("empty"))
            && Files.exists(inbox.resolve("2026/may/.camel/large one.bin")) && Files.exists(inbox.resolve(".camel/empty")));
        assertThat(arrived).hasBinaryContent(large);
        assertThat(outbox.resolve("empty")).isEmptyFile();
    }

    @Test
    void aFileWhoseDeliveryFailedStaysInTheInboxAndItsPartsAreNotSentAgain() throws Exception {
        Path inbox = Files.createDirectories(directory.resolve("in"));
        node.receive("", failingTimes(2));
        String to = node.to("&partSize=1MB&maxAttempts=1");
        Queue<Object> resumed = new ConcurrentLinkedQueue<>();
        Queue<Boolean> kept = new ConcurrentLinkedQueue<>();
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                onException(UploadException.class).process(e -> kept.add(Files.exists(inbox.resolve("file"))));
                from("file:" + inbox + "?initialDelay=0&delay=50").routeId("inbox").to(to)
                    .process(e -> resumed.add(e.getMessage().getHeader(ChunkUploadConstants.RESUMED)));
            }
        });

        Files.write(inbox.resolve(".file"), new byte[2_500_000]);
        Files.move(inbox.resolve(".file"), inbox.resolve("file"));

        await().until(() -> Files.exists(inbox.resolve(".camel/file")));
        assertThat(kept).containsExactly(true, true);
        assertThat(resumed).containsExactly(3);
        assertThat(headers(ChunkUploadConstants.REDELIVERED)).containsExactly(false, true, true);
        assertThat(inbox.resolve("file")).doesNotExist();
    }

    @Test
    void aKeyThatLeadsOutOfTheOutboxIsNotWrittenThere() throws Exception {
        String from = node.gateway(Node.BUCKET, "");
        Path outbox = directory.resolve("deep/out");
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("gateway").to("file:" + outbox);
            }
        });

        Exchange sent = node.send(node.to("&key=../../evil&operation=putObject"), "x", Map.of());

        assertThat(sent.getException()).isNotNull();
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void aContextThatStopsLetsTheRouteEndAndLosesNothing() throws Exception {
        node.receive("", failingTimes(0));
        node.call(node.to("&key=k"), "x", Map.of());
        node.close();

        node = new Node(directory).receive("", failingTimes(0));
        assertThat(node.call(node.to("&key=k&operation=headObject"), null, Map.of()).getMessage().getHeader(ChunkUploadConstants.SIZE))
            .isEqualTo(1L);
        assertThat(received).hasSize(1);
    }
}
