package io.github.chunkupload.examples.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example in a real Karaf: gateway, routes to it, and a protocol from another bundle. */
@Timeout(240)
@TestMethodOrder(OrderAnnotation.class)
class KarafIT {

    private static final String FEATURE = "chunkupload-example";
    private static final Path BASE = Path.of(System.getProperty("karaf.base.directory"));
    private static final Path HOME = BASE.resolve("example");

    private static Karaf karaf;
    private static int port;
    private static int logged;

    @BeforeAll
    static void install() throws Exception {
        String free = Karaf.freePort();
        port = Integer.parseInt(free);
        karaf = new Karaf(Path.of(System.getProperty("karaf.home.directory")), BASE);
        karaf.set(Map.of("chunkupload.port", free, "chunkupload.home", HOME.toString()));
        karaf.start();
        logged = karaf.log().size();
        karaf.ask("feature:repo-add " + System.getProperty("karaf.features"));
        karaf.ask("feature:install " + FEATURE);
    }

    @AfterAll
    static void close() {
        karaf.close();
    }

    @Order(1)
    @ParameterizedTest
    @ValueSource(strings = {"cos", "cdcs", "qingstor", "cos-slice", "cayman"})
    void aFileGoesUpAndComesOutOfTheRoute(String protocol) throws Exception {
        carries(protocol, "photo", 9_000_001);
    }

    @Order(1)
    @Test
    void aProtocolOfAnotherBundleIsSpokenBesideTheOthers() throws Exception {
        carries("toy", "photo", 12_345);
    }

    @Order(2)
    @Test
    void uploadsUnderWayAreWrittenDownInTheDataDirectoryOfKaraf() throws Exception {
        Path journal = BASE.resolve("data/chunkupload");
        assertThat(journal).isDirectory();
        assertThat(karaf.log()).anyMatch(line -> line.endsWith("Uploads under way are written down in " + journal));
    }

    @Order(3)
    @Test
    void theComponentIsManagedByJmx() throws Exception {
        try (JMXConnector connector = karaf.connect()) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            Set<ObjectName> components = server.queryNames(new ObjectName("org.apache.camel:type=components,name=\"chunkupload\",*"), null);

            assertThat(components).hasSize(1);
            assertThat(server.invoke(components.iterator().next(), "runningUploads", null, null)).isEqualTo(List.of());
        }
    }

    @Order(4)
    @Test
    void theFeatureCanBeTakenOutAndPutBack() throws Exception {
        karaf.ask("feature:uninstall " + FEATURE);
        assertThat(listens()).isFalse();

        karaf.ask("feature:install " + FEATURE);
        carries("cos", "another", 1);
    }

    @Order(5)
    @Test
    void karafStopsAndNothingWasLoggedAsAnError() throws Exception {
        assertThat(karaf.stop()).isZero();
        assertThat(listens()).isFalse();
        assertThat(karaf.log().stream().skip(logged)).noneMatch(line -> line.contains(" ERROR "));
    }

    private static void carries(String protocol, String name, int size) throws Exception {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path outbox = Files.createDirectories(HOME.resolve("outbox").resolve(protocol));
        Files.write(outbox.resolve(name), content);

        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(outbox.resolve(".done").resolve(name)));
        assertThat(HOME.resolve("received").resolve(protocol).resolve(name)).hasBinaryContent(content);
    }

    private static boolean listens() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }
}
