package io.github.chunkupload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of the packaged gateway in headless Chromium: each test is a scenario of {@code src/test/browser}, after which what arrived
 * behind the gateway is compared with the files. Runs with {@code -Pbrowser}.
 */
@Timeout(240)
class PageInBrowser {

    private static final int SLICE = 4 << 20;
    private static final Path SCRIPTS = Path.of("src/test/browser/scenarios.mjs").toAbsolutePath();

    private static PackagedGateway gateway;

    @TempDir
    private Path directory;

    private final Random random = new Random(6);
    private final Map<String, String> files = new LinkedHashMap<>();

    @BeforeAll
    static void start(@TempDir Path shared) throws IOException {
        gateway = new PackagedGateway(shared);
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(gateway.log()).doesNotContain(PackagedGateway.SECRET_KEY).doesNotContain(PackagedGateway.TOKEN);
        gateway.close();
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Path file = Files.write(directory.resolve(name), bytes);
        files.put(name, file.toString());
        return file;
    }

    private void play(String scenario) throws Exception {
        play(scenario, gateway, Map.of());
    }

    private void play(String scenario, PackagedGateway played, Map<String, String> more) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder node = new ProcessBuilder("node", SCRIPTS.toString(), scenario).redirectErrorStream(true)
            .redirectOutput(output.toFile());
        node.environment().putAll(Map.of("BROWSER_MODULES", System.getProperty("browser.modules"), "CHROMIUM",
            System.getProperty("browser.chromium"), "GATEWAY_URL", played.url(), "GATEWAY_ACCESS_KEY", PackagedGateway.ACCESS_KEY,
            "GATEWAY_SECRET_KEY", PackagedGateway.SECRET_KEY, "GATEWAY_TOKEN", PackagedGateway.TOKEN, "FILES",
            new ObjectMapper().writeValueAsString(files)));
        node.environment().putAll(more);
        Process process = node.start();
        try {
            assertThat(process.waitFor(200, TimeUnit.SECONDS)).as("%s ends", scenario).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertArrived(Path file, PackagedGateway where, String key) {
        assertThat(where.received().resolve(key)).hasSameBinaryContentAs(file);
    }

    private void playWith(String scenario, Path file) throws Exception {
        play(scenario);
        assertArrived(file, gateway, file.getFileName().toString());
    }

    @Test
    void filesOfAllSizesArriveAndOneThatIsThereIsNotReplaced() throws Exception {
        Path[] sent = {file("empty", 0), file("slice", 1000), file("exact", SLICE), file("many", 2 * SLICE + 777)};
        play("severalFiles");
        for (Path file : sent) {
            assertArrived(file, gateway, "several/a b/" + file.getFileName());
        }
    }

    @Test
    void aReloadInTheMiddleSendsNoConfirmedSliceAgain() throws Exception {
        playWith("reload", file("reload", 5 * SLICE));
    }

    @Test
    void pausesAndGoesOn() throws Exception {
        playWith("pause", file("pause", 2 * SLICE + 1));
    }

    @Test
    void cancelLeavesNothing() throws Exception {
        file("cancel", 2 * SLICE + 1);
        play("cancel");
        assertThat(gateway.received().resolve("cancel")).doesNotExist();
    }

    @Test
    void aWrongSecretIsToldAndTheRightOneIsNeitherSentNorKept() throws Exception {
        play("signIn");
    }

    @Test
    void everythingCanBeDoneWithTheKeyboard() throws Exception {
        playWith("keyboard", file("keyboard", 2 * SLICE + 1));
    }

    @Test
    void fitsAPhone() throws Exception {
        playWith("phone", file("a-very-long-name-without-a-blank-".repeat(4), 2000));
    }

    @Test
    void aFileThatChangedBeforeItGoesOnIsRefusedAndCanStartAgain() throws Exception {
        playWith("changedFile", file("changed", 2 * SLICE + 1));
    }

    @Test
    void aFileThatChangesMeanwhileBecomesNoMixture() throws Exception {
        file("meanwhile", 2 * SLICE + 1);
        play("changedMeanwhile");
        assertThat(gateway.received().resolve("meanwhile")).doesNotExist();
    }

    @Test
    void aLostConnectionIsToldAndSurvived() throws Exception {
        playWith("lostConnection", file("lost", 2 * SLICE + 1));
    }

    @Test
    void aRefusalIsToldAndCanBeTriedAgain() throws Exception {
        playWith("refusedThenTaken", file("refused", 1000));
    }

    @Test
    void anUploadThatTheGatewayHasNoMoreBeginsAnew() throws Exception {
        playWith("goneAtTheGateway", file("gone", 2 * SLICE + 1));
    }

    @Test
    void theStatusShowsOpenUploadsRecentObjectsAndRefusals() throws Exception {
        playWith("status", file("status", 2 * SLICE + (1 << 20)));
    }

    @Test
    void aTokenThatExpiresIsRenewed() throws Exception {
        Path file = file("expires", 2 * SLICE + 1);
        try (PackagedGateway hasty = new PackagedGateway(directory, "-Dgateway.pageTokenSeconds=8")) {
            play("tokenExpires", hasty, Map.of());
            assertArrived(file, hasty, "expires");
        }
    }

    @Test
    void withoutAuthNobodyHasToSignIn() throws Exception {
        Path file = file("open", 1000);
        try (PackagedGateway open = new PackagedGateway(directory, "-Dgateway.auth=off")) {
            play("withoutSignIn", open, Map.of());
            assertArrived(file, open, "open");
        }
    }

    @Test
    void aPageElsewhereUploadsWhereItsOriginIsAllowedAndNowhereElse() throws Exception {
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
        String allowed = "http://localhost:" + elsewhere.getAddress().getPort();
        String other = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
        try (PackagedGateway open = new PackagedGateway(directory, "-Dgateway.corsOrigins=" + allowed);
                PackagedGateway closed = new PackagedGateway(Files.createDirectory(directory.resolve("closed")))) {
            play("elsewhere", open, Map.of("ALLOWED_ORIGIN", allowed, "OTHER_ORIGIN", other));
            assertThat(open.received().resolve("localhost")).hasContent("from elsewhere");
            assertThat(open.received().resolve("127.0.0.1")).doesNotExist();
            play("nowhere", closed, Map.of("OTHER_ORIGIN", allowed));
            assertThat(closed.received()).doesNotExist();
        } finally {
            elsewhere.stop(0);
        }
    }
}
