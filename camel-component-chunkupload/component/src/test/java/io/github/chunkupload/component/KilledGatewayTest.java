package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.testing.ForkedJvm;
import io.github.chunkupload.transfer.TransferListener;
import io.github.chunkupload.transfer.TransferListeners;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in a process of its own is killed at ten random moments while four clients upload, and started again each time. */
@Timeout(240)
class KilledGatewayTest implements TransferListeners {

    private static final int KILLS = 10;
    private static final int CLIENTS = 4;
    private static final String BUCKET = "killed-1250000000";

    @TempDir
    private Path directory;

    private final Random random = new Random(20261121);
    private final Map<String, Path> acknowledged = new ConcurrentHashMap<>();
    private final Semaphore confirmations = new Semaphore(0);
    private final AtomicBoolean killing = new AtomicBoolean(true);
    private final AtomicInteger names = new AtomicInteger();
    private final List<ForkedJvm> gateways = new ArrayList<>();
    private CamelContext camel;
    private int port;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("confirmations", this);
        camel.start();
    }

    @AfterEach
    void stop() {
        gateways.forEach(ForkedJvm::close);
        camel.stop();
    }

    @Test
    void losesNothingAcknowledgedAndDeliversAgainWhatWasNotDelivered() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        ForkedJvm gateway = startGateway();
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            running.add(clients.submit(this::uploadUntilTheKillingEnds));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            awaitARandomMoment();
            gateway.kill();
            gateway = startGateway();
        }
        killing.set(false);
        for (Future<?> client : running) {
            client.get(120, TimeUnit.SECONDS);
        }
        clients.shutdown();
        awaitRedeliveries(gateway);

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(CLIENTS);
        assertEveryAcknowledgedObjectWasDeliveredAndCanBeRead();
        assertWhatBeganAndDidNotEndCameAgain();
    }

    @Override
    public TransferListener listen(ObjectRef object, OptionalLong size) {
        return new TransferListener() {
            @Override
            public void partSent(PartSlot slot, long bytes, long total) {
                confirmations.release();
            }
        };
    }

    private ForkedJvm startGateway() {
        ForkedJvm gateway = ForkedJvm.start(GatewayProgram.class, List.of("-XX:TieredStopAtLevel=1", "-Xmx128m"),
            "chunkupload:cos:" + BUCKET + "?serverUri=RAW(undertow:http://127.0.0.1:" + port + ")&accessKey=AKID&secretKey=SECRET"
                + "&minPartSize=1&dataDirectory=RAW(" + directory.resolve("data") + ")",
            directory.resolve("received").toString());
        gateways.add(gateway);
        gateway.await("UP"::equals, 60);
        return gateway;
    }

    private void awaitARandomMoment() throws InterruptedException {
        confirmations.drainPermits();
        assertThat(confirmations.tryAcquire(1 + random.nextInt(25), 60, TimeUnit.SECONDS)).as("clients get on").isTrue();
    }

    private Void uploadUntilTheKillingEnds() throws Exception {
        Random sizes = new Random(names.get());
        ProducerTemplate template = camel.createProducerTemplate();
        while (killing.get()) {
            Path file = directory.resolve("object-" + names.incrementAndGet());
            byte[] bytes = new byte[sizes.nextInt(10) == 0 ? sizes.nextInt(2) : sizes.nextInt(600_000)];
            sizes.nextBytes(bytes);
            Files.write(file, bytes);
            template.sendBodyAndHeader(producer() + "&maxAttempts=40", file.toFile(), ChunkUploadConstants.KEY, key(file));
            acknowledged.put(key(file), file);
        }
        return null;
    }

    private String producer() {
        return "chunkupload:cos:" + BUCKET + "?endpoint=http://127.0.0.1:" + port + "&accessKey=AKID&secretKey=SECRET&minPartSize=1"
            + "&partSize=32KB&parallelParts=2&transferListeners=#confirmations&journalDirectory=RAW(" + directory.resolve("journal")
            + ")";
    }

    private static String key(Path file) {
        return "in/" + file.getFileName();
    }

    /** Every delivery that any process began must have ended in one of them; the last one is still at it. */
    private void awaitRedeliveries(ForkedJvm last) {
        while (!ended().containsAll(began())) {
            last.await(line -> line.startsWith("END "), 60);
        }
    }

    private void assertEveryAcknowledgedObjectWasDeliveredAndCanBeRead() throws Exception {
        Map<String, List<Path>> deliveries = new ConcurrentHashMap<>();
        for (String line : lines("BEGIN ")) {
            String[] words = line.split(" ", 4);
            deliveries.computeIfAbsent(words[3], key -> new ArrayList<>()).add(directory.resolve("received").resolve(words[1]));
        }
        for (Map.Entry<String, Path> object : acknowledged.entrySet()) {
            assertThat(deliveries.get(object.getKey())).as("deliveries of " + object.getKey()).isNotNull()
                .anySatisfy(delivery -> assertThat(delivery).hasSameBinaryContentAs(object.getValue()));
            assertThat(read(object.getKey())).as("bytes of " + object.getKey()).isEqualTo(Files.readAllBytes(object.getValue()));
        }
    }

    private byte[] read(String key) {
        return camel.createProducerTemplate().requestBodyAndHeader(producer() + "&operation=getObject", null, ChunkUploadConstants.KEY, key,
            byte[].class);
    }

    private void assertWhatBeganAndDidNotEndCameAgain() {
        Set<String> open = new HashSet<>();
        for (ForkedJvm gateway : gateways) {
            for (String line : gateway.lines()) {
                String[] words = line.split(" ");
                if (words[0].equals("BEGIN") && open.contains(words[1])) {
                    assertThat(words[2]).as("delivery " + words[1] + " is marked as coming again").isEqualTo("true");
                }
                if (words[0].equals("BEGIN")) {
                    open.add(words[1]);
                } else if (words[0].equals("END")) {
                    open.remove(words[1]);
                }
            }
        }
        assertThat(open).as("deliveries that began and never ended").isEmpty();
    }

    private Set<String> began() {
        Set<String> ids = new HashSet<>();
        lines("BEGIN ").forEach(line -> ids.add(line.split(" ")[1]));
        return ids;
    }

    private Set<String> ended() {
        Set<String> ids = new HashSet<>();
        lines("END ").forEach(line -> ids.add(line.split(" ")[1]));
        return ids;
    }

    private List<String> lines(String beginning) {
        return gateways.stream().flatMap(gateway -> gateway.lines().stream()).filter(line -> line.startsWith(beginning)).toList();
    }
}
