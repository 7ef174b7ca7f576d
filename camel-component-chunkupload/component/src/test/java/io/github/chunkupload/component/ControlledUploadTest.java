package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.chunkupload.component.UploadEvent.Kind;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.Bandwidth;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that are watched, held and ended while they run. */
class ControlledUploadTest {

    @TempDir
    Path directory;

    private final AtomicInteger parts = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);
    private StoreServer server;
    private Node node;
    private Path file;

    @BeforeEach
    void start() throws Exception {
        server = new StoreServer(directory.resolve("store"));
        node = new Node(directory);
        file = Files.write(directory.resolve("file"), new byte[6 * StoreServer.PART]);
    }

    @AfterEach
    void stop() {
        release.countDown();
        node.close();
        server.close();
    }

    /** Holds the answer to the third part until it is released. */
    private void holdTheThirdPart() {
        server.line(call -> {
            if (StoreServer.isPart(call) && parts.incrementAndGet() == 3) {
                release.await(30, TimeUnit.SECONDS);
            }
            return Optional.empty();
        });
    }

    private String uri(String options) {
        return server.to(directory, "&key=k&maxAttempts=1&parallelParts=1&parallelUploads=0" + options);
    }

    private CompletableFuture<Exchange> begin() {
        holdTheThirdPart();
        CompletableFuture<Exchange> end = CompletableFuture.supplyAsync(() -> node.send(uri(""), file.toFile(), Map.of()));
        await().until(() -> parts.get() == 3);
        return end;
    }

    private Object control(String operation) throws Exception {
        return node.call(uri("&operation=" + operation), "", Map.of()).getMessage().getHeader(ChunkUploadConstants.CONTROLLED);
    }

    @Test
    void aRunningUploadIsHeldAndGoesOnByTheHeaderOfAnotherExchange() throws Exception {
        CompletableFuture<Exchange> end = begin();
        assertThat(control("pauseUpload")).isEqualTo(1);
        release.countDown();
        await().until(() -> endpoint().runningUploads().get(0).contains("3000 of 6000 bytes, paused"));
        assertThat(parts).hasValue(3);
        assertThat(control("resumeUpload")).isEqualTo(1);
        assertThat(end.get(30, TimeUnit.SECONDS).getException()).isNull();
        assertThat(control("pauseUpload")).as("nothing runs any more").isEqualTo(0);
    }

    @Test
    void aRunningUploadIsCancelledAndAborted() throws Exception {
        CompletableFuture<Exchange> end = begin();
        assertThat(control("cancelUpload")).isEqualTo(1);
        release.countDown();
        assertThat(end.get(30, TimeUnit.SECONDS).getException()).isInstanceOfSatisfying(UploadException.class,
            e -> assertThat(e.kind()).isEqualTo(Failure.CANCELLED));
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void anUploadThatRunsIsNeverAbortedAsStale() throws Exception {
        CompletableFuture<Exchange> end = begin();
        Exchange aborted = node.call(uri("&operation=abortStale"), "", Map.of(ChunkUploadConstants.OLDER_THAN, "-5s"));
        assertThat(aborted.getMessage().getHeader(ChunkUploadConstants.ABORTED)).isEqualTo(0);
        release.countDown();
        assertThat(end.get(30, TimeUnit.SECONDS).getException()).isNull();
    }

    private ChunkUploadEndpoint endpoint() {
        return node.context().getEndpoint(uri(""), ChunkUploadEndpoint.class);
    }

    @Test
    void uploadsAreWatchedAndHeldByJmx() throws Exception {
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:up").to(uri(""));
            }
        });
        CompletableFuture<Exchange> end = begin();
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName endpoint = one(beans, "type=endpoints,name=\"chunkupload:*\"");
        ObjectName component = one(beans, "type=components,name=\"chunkupload\"");
        assertThat(beans.invoke(endpoint, "pauseUpload", new Object[] {"k"}, new String[] {"java.lang.String"})).isEqualTo(1);
        assertThat(beans.invoke(component, "runningUploads", null, null).toString()).contains("paused");
        release.countDown();
        beans.setAttribute(component, new Attribute("Bandwidth", "10GB"));
        assertThat(beans.invoke(component, "resumeUploads", null, null)).isEqualTo(1);
        assertThat(end.get(30, TimeUnit.SECONDS).getException()).isNull();
    }

    private ObjectName one(MBeanServer beans, String name) throws Exception {
        ObjectName pattern = new ObjectName("org.apache.camel:context=" + node.context().getManagementName() + "," + name);
        return beans.queryNames(pattern, null).iterator().next();
    }

    @Test
    void everyStepIsAnEvent() throws Exception {
        List<UploadEvent> events = new CopyOnWriteArrayList<>();
        node.context().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof UploadEvent upload) {
                    events.add(upload);
                }
            }
        });
        server.line(call -> StoreServer.isPart(call) && parts.incrementAndGet() == 3 ? StoreServer.reply(403) : Optional.empty());
        node.send(uri(""), file.toFile(), Map.of());
        assertThat(events).extracting(UploadEvent::kind).containsExactly(Kind.PLANNED, Kind.PART_SENT, Kind.PART_SENT, Kind.FAILED);
        assertThat(events.get(3).cause()).get().isInstanceOf(UploadException.class);
        events.clear();
        server.line(call -> StoreServer.isPart(call) && parts.incrementAndGet() == 5 ? StoreServer.reply(500) : Optional.empty());

        node.call(uri("").replace("maxAttempts=1", "maxAttempts=2"), file.toFile(), Map.of());

        assertThat(events).extracting(UploadEvent::kind).containsExactly(Kind.PLANNED, Kind.RESUMED, Kind.PART_SENT, Kind.RETRIED,
            Kind.PART_SENT, Kind.PART_SENT, Kind.PART_SENT, Kind.COMPLETED);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.object()).isEqualTo(server.object("k"));
            assertThat(event.getType()).isEqualTo(CamelEvent.Type.Custom);
            assertThat(event.getTimestamp()).isPositive();
        });
        assertThat(events.get(0).parts()).isEqualTo(6);
        assertThat(events.get(1).bytes()).isEqualTo(2000);
        assertThat(events.get(7).total()).isEqualTo(6000);
    }

    @Test
    void suspendingTheRouteLetsThePartOnItsWayEndAndLeavesTheUploadToBeResumed() throws Exception {
        leaves(() -> node.context().getRouteController().suspendRoute("drop"));
        node.context().getRouteController().resumeRoute("drop");
        await().until(() -> server.uploads().isEmpty() && Files.notExists(directory.resolve("inbox/k")));
        assertThat(server.disk().head(server.object("k"), Access.NONE).size()).isEqualTo(6000);
        assertThat(parts).as("no part is sent twice").hasValue(6);
    }

    @Test
    void stoppingTheRouteLetsThePartOnItsWayEndAndLeavesTheUploadToBeResumed() throws Exception {
        leaves(() -> node.context().getRouteController().stopRoute("drop"));
        node.context().getRouteController().startRoute("drop");
        await().until(() -> server.uploads().isEmpty() && Files.notExists(directory.resolve("inbox/k")));
        assertThat(parts).as("no part is sent twice").hasValue(6);
    }

    private interface Leave {
        void run() throws Exception;
    }

    private void leaves(Leave leave) throws Exception {
        Files.createDirectory(directory.resolve("inbox"));
        holdTheThirdPart();
        node.add(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("file:" + directory.resolve("inbox") + "?initialDelay=0&delay=100&delete=true").routeId("drop").to(uri(""));
            }
        });
        Files.move(file, directory.resolve("inbox/k"));
        await().until(() -> parts.get() == 3);
        CompletableFuture<Void> left = CompletableFuture.runAsync(() -> {
            try {
                leave.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> isLeaving());
        release.countDown();
        left.get(30, TimeUnit.SECONDS);
        assertThat(parts).hasValue(3);
        assertThat(server.uploads()).hasSize(1);
        assertThat(directory.resolve("inbox/k")).exists();
    }

    private boolean isLeaving() {
        var consumer = (StatefulService) node.context().getRoute("drop").getConsumer();
        return consumer.isSuspending() || consumer.isSuspended() || consumer.isStopping() || consumer.isStopped();
    }

    @Test
    void aBandwidthIsANumberOrATimetable() {
        Bandwidth limit = Bandwidths.parse("bandwidth", "08:00-18:00=1MB, 22:00-06:00=100MB, 10MB");
        assertThat(limit.otherwise()).hasValue(10 << 20);
        assertThat(limit.slots()).containsExactly(new Bandwidth.Slot(LocalTime.of(8, 0), LocalTime.of(18, 0), 1 << 20),
            new Bandwidth.Slot(LocalTime.of(22, 0), LocalTime.of(6, 0), 100 << 20));
        assertThat(Bandwidths.parse("bandwidth", null).otherwise()).isEmpty();
        for (String wrong : List.of("fast", "08:00-25:00=1MB", "08:00-09:00=0")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Bandwidths.parse("bandwidth", wrong))
                .withMessageContaining("is no bandwidth: write 10MB");
        }
    }
}
