package io.github.chunkupload.examples.gateway;

import io.github.chunkupload.examples.gateway.page.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;

/**
 * A gateway that stands by itself: all protocols on one port, objects on disk, each handed to the route {@code direct:received} of a YAML
 * file that the user edits. Ends in order on SIGTERM. See README.
 */
public final class Gateway {

    private Gateway() {
    }

    /**
     * Runs until it is told to end. What makes no sense is refused, by name and with status 2, before anything starts; what cannot be
     * started, such as a port that somebody has, ends it with status 1.
     */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        GatewaySettings settings;
        GatewayKeys keys;
        try {
            Path home = home();
            if (arguments.length > 0) {
                throw new IllegalArgumentException("Settings are no arguments: write -Dgateway.port=9000 before -jar");
            }
            settings = GatewaySettings.read(home, Path.of("").toAbsolutePath(), System.getenv(), System.getProperties());
            keys = GatewayKeys.of(settings);
            ensureRoutes(settings.routes());
        } catch (IllegalArgumentException | IOException e) {
            refuse(e, 2);
            return;
        }
        run(settings, keys);
    }

    private static void refuse(Exception reason, int status) {
        System.err.println("Not started: " + reason.getMessage());
        System.exit(status);
    }

    private static void run(GatewaySettings settings, GatewayKeys keys) {
        Main main = new Main();
        main.configure().withName("gateway").withRoutesIncludePattern("file:" + settings.routes());
        Page page = new Page(settings.auth() ? Optional.of(keys.key()) : Optional.empty(), settings.pageTokenLife(),
            settings.defaultBucket(), main::getCamelContext);
        main.bind(GatewayRoute.CREDENTIALS, page.credentials());
        if (settings.page()) {
            main.bind("page", page.protocol());
        }
        main.configure().addRoutesBuilder(new GatewayRoute(settings, keys));
        main.addMainListener(new Greeting(settings, keys));
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(ended)));
        Exception failure = null;
        try {
            main.run();
        } catch (Exception e) {
            failure = e;
        } finally {
            ended.countDown();
        }
        if (failure != null) {
            refuse(failure, 1);
        }
        if (main.getExitCode() != 0) {
            System.exit(main.getExitCode());
        }
    }

    /** The process must not be gone before the routes have stopped and said so. */
    private static void await(CountDownLatch ended) {
        try {
            ended.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the directory of the jar, or the working directory where this does not run from one. */
    private static Path home() throws URISyntaxException {
        Path code = Path.of(Gateway.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return Files.isRegularFile(code) ? code.getParent() : Path.of("").toAbsolutePath();
    }

    /** Writes the routes to begin with, unless there are some. */
    private static void ensureRoutes(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            try (InputStream in = Gateway.class.getResourceAsStream("/gateway-routes.yaml")) {
                Files.copy(in, file);
            }
        }
    }
}
