package io.github.chunkupload.examples.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Drops files into an inbox, lets a route upload them in parts to a gateway in the same process, takes them out of the gateway's route,
 * and compares every byte. {@code -Dfile=PATH} sends a file of the user's as well. Ends with status 0 only if all files arrived
 * identical.
 */
public final class Quickstart {

    private final PrintStream out;
    private final Optional<Path> own;
    private final AtomicReference<CamelContext> running = new AtomicReference<>();

    Quickstart(PrintStream out, Optional<Path> own) {
        this.out = out;
        this.own = own;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        Optional<Path> own = Optional.ofNullable(System.getProperty("file")).filter(name -> !name.isBlank()).map(Path::of);
        boolean identical = new Quickstart(System.out, own).run();
        if (!identical) {
            System.exit(1);
        }
    }

    /** Returns whether every file arrived identical. */
    boolean run() throws Exception {
        if (own.isPresent() && !Files.isRegularFile(own.get())) {
            out.println("-Dfile=" + own.get() + " is not a file that can be read.");
            return false;
        }
        Path home = Files.createTempDirectory("chunkupload-quickstart");
        Thread interrupted = new Thread(() -> cleanUp(home));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return run(home);
        } finally {
            cleanUp(home);
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    private boolean run(Path home) throws Exception {
        Map<String, Path> files = new TreeMap<>(new SampleFiles(home.resolve("originals")).make());
        own.ifPresent(path -> files.put(path.getFileName().toString(), path.toAbsolutePath()));
        List<Report.Row> rows = new ArrayList<>();
        for (String protocol : Road.PROTOCOLS) {
            rows.addAll(drive(Road.of(protocol, freePort()), files, Files.createDirectories(home.resolve(protocol))));
        }
        new Report(out).print(rows);
        return rows.stream().allMatch(Report.Row::verified);
    }

    private List<Report.Row> drive(Road road, Map<String, Path> all, Path home) throws Exception {
        Map<String, Path> files = road.carried(all);
        out.println("A gateway for protocol " + road.protocol() + " listens at " + road.endpoint() + ". " + files.size()
            + " files go up in parts of at most " + Road.PART_SIZE + ".");
        CountDownLatch ended = new CountDownLatch(files.size());
        Scoreboard scoreboard = new Scoreboard(new ProgressLines(out, System.console() != null), ended);
        Path inbox = Files.createDirectories(home.resolve("inbox"));
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Files.createSymbolicLink(inbox.resolve(file.getKey()), file.getValue());
        }
        CamelContext camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(5);
        running.set(camel);
        try {
            camel.getRegistry().bind("scoreboard", scoreboard);
            camel.addRoutes(new QuickstartRoutes(road, home, scoreboard));
            camel.start();
            ended.await();
        } finally {
            camel.stop();
        }
        return Report.rows(road, files, scoreboard, home.resolve("received"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Leaves nothing behind, also when the user interrupts. */
    private void cleanUp(Path home) {
        CamelContext camel = running.getAndSet(null);
        if (camel != null) {
            camel.stop();
        }
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            out.println("Could not delete " + home + ": " + e.getMessage());
        }
    }
}
