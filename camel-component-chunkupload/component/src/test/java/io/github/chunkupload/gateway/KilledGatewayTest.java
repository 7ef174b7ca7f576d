package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.testing.ForkedJvm;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A gateway in a process of its own is killed again and again while eight clients upload over all protocols, the second half of the times
 * with a route. What was acknowledged is there each time, and what was not finished goes on. {@code -Psoak} kills it a hundred times,
 * and one that is a route of Camel twenty times.
 */
@Tag("soak")
@Timeout(600)
class KilledGatewayTest {

    private static final int FACTOR = Integer.getInteger("soak.factor", 1);
    private static final int CLIENTS = 8;
    private static final CamelContext CAMEL = new DefaultCamelContext();

    @TempDir
    private Path directory;
    private final long seed = Long.getLong("killed.seed", FACTOR > 1 ? System.nanoTime() : 20261128);
    private final Random random = new Random(seed);
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<KilledGatewayClient> clients = IntStream.range(0, CLIENTS)
        .mapToObj(i -> new KilledGatewayClient(Spoken.values()[i % Spoken.values().length], "client" + i, seed + i)).toList();

    @BeforeAll
    static void startCamel() {
        CAMEL.start();
    }

    @AfterAll
    static void stopCamel() {
        CAMEL.stop();
    }

    /** That of Camel starts slowly, so it is killed a fifth as often. */
    static Stream<Arguments> programs() {
        return Stream.of(Arguments.of(KilledGatewayProgram.class, 10 * FACTOR), Arguments.of(KilledCamelProgram.class, 2 * FACTOR));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void whatWasAcknowledgedIsThereAfterEveryKillAndTheRestGoesOn(Class<?> program, int kills, TestReporter reporter) throws Exception {
        List<ForkedJvm> gateways = new ArrayList<>(List.of(fork(program, false)));
        try {
            for (int kill = 0; kill < kills; kill++) {
                ForkedJvm gateway = gateways.get(kill);
                URI endpoint = endpoint(gateway);
                gateways.add(fork(program, kill + 1 >= kills / 2));
                if (kill == kills / 2) {
                    clients.forEach(KilledGatewayClient::expectRoute);
                }
                live(endpoint, gateway, "seed " + seed + ", kill " + kill);
            }
            finish(endpoint(gateways.get(kills)));
        } finally {
            gateways.forEach(ForkedJvm::close);
            threads.shutdownNow();
        }
        gateways.get(kills).awaitEnd(20);
        isAllThere("seed " + seed, kills);
        reporter.publishEntry("kills, acknowledged parts, acknowledged objects", program.getSimpleName() + " " + kills + ", "
            + clients.stream().mapToInt(KilledGatewayClient::parts).sum() + ", "
            + clients.stream().mapToInt(client -> client.acknowledged().size()).sum());
    }

    /** The one that is to come next starts while the one before it lives, and waits for the directory. */
    private ForkedJvm fork(Class<?> program, boolean routes) {
        List<String> arguments = new ArrayList<>(List.of(directory.resolve("data").toString()));
        if (routes) {
            arguments.add(routed().toString());
        }
        return ForkedJvm.start(program, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"),
            arguments.toArray(String[]::new));
    }

    private Path routed() {
        return directory.resolve("routed");
    }

    private static URI endpoint(ForkedJvm gateway) {
        String port = gateway.await(line -> line.startsWith(KilledGatewayProgram.PORT), 60);
        return URI.create("http://127.0.0.1:" + port.substring(KilledGatewayProgram.PORT.length()));
    }

    /** Lets the clients live until so many answers have come, and kills the gateway while they go on. */
    private void live(URI endpoint, ForkedJvm gateway, String where) throws Exception {
        CountDownLatch answers = new CountDownLatch(15 + random.nextInt(85));
        try (HttpTransport transport = new CamelHttpTransport(CAMEL, endpoint, Map.of())) {
            List<Future<?>> lives = new ArrayList<>();
            for (KilledGatewayClient client : clients) {
                lives.add(threads.submit(() -> client.live(client(client, endpoint, transport), answers::countDown,
                    () -> answers.getCount() == 0)));
            }
            boolean enough = answers.await(60, TimeUnit.SECONDS);
            gateway.kill();
            for (Future<?> life : lives) {
                ended(life, where);
            }
            assertThat(enough).as("%s: answers came", where).isTrue();
        }
    }

    private static void ended(Future<?> life, String where) throws Exception {
        try {
            life.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(where + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static ObjectStore client(KilledGatewayClient client, URI endpoint, HttpTransport transport) {
        return client.spoken().client(endpoint, transport, Wire.KEY);
    }

    private void finish(URI endpoint) {
        try (HttpTransport transport = new CamelHttpTransport(CAMEL, endpoint, Map.of())) {
            clients.forEach(client -> client.finish(client(client, endpoint, transport)));
        }
    }

    private void isAllThere(String where, int kills) throws Exception {
        int parts = clients.stream().mapToInt(KilledGatewayClient::parts).sum();
        assertThat(parts).as("%s: parts that were acknowledged", where).isGreaterThan(10 * kills);
        Set<String> routed = new HashSet<>(Files.readAllLines(routed()));
        assertThat(routed).as("%s: what the route saw", where)
            .containsAll(clients.stream().flatMap(client -> client.routed().stream()).toList());
        try (DiskStore disk = DiskStore.open(directory.resolve("data"), DiskSettings.DEFAULT)) {
            for (KilledGatewayClient client : clients) {
                client.isAllThere(disk, where);
            }
            assertThat(disk.capability(Staging.class).orElseThrow().pending()).as("%s: what waits", where).isEmpty();
        }
        assertThat(routed).as("%s: what the route saw", where).hasSizeGreaterThan(kills);
    }
}
