package io.github.chunkupload.examples.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelExecutionException;

/** One file through the cluster, while the broker and each node are killed and started again, one after another. */
final class ClusterRun {

    private static final int MIB = 1 << 20;
    private static final int LIMIT_SECONDS = 240;
    private static final int LOOK_MILLIS = 100;
    private static final String FILE = "large.bin";

    private final Database database;
    private final Path home;
    private final Consumer<String> lines;
    private final Random random;

    /**
     * Prepares a run.
     *
     * @param home an empty directory, for everything
     * @param seed of the bytes of the file and of the moments of killing
     */
    ClusterRun(Database database, Path home, long seed, Consumer<String> lines) {
        this.database = database;
        this.home = home;
        this.lines = lines;
        this.random = new Random(seed);
    }

    /**
     * How it ended.
     *
     * @param identical whether the object has the bytes of the file
     * @param made how often the gateway's route was given the object
     * @param killed who was killed while the upload was under way
     */
    record Outcome(boolean identical, int made, List<String> killed) {
    }

    /** Uploads a file of that size in parts of one MiB. */
    Outcome upload(int mebibytes) throws Exception {
        database.prepare();
        Path shared = home.resolve("shared");
        try (Gateway gateway = Gateway.start(freePort(), home.resolve("gateway"))) {
            int port = freePort();
            Wiring wiring = Wiring.overArtemis(gateway.store("1MB") + "&bandwidth=1MB", port, database, shared);
            List<Jvm> all = List.of(new Jvm("broker", BrokerProgram.class, lines, String.valueOf(port), home.resolve("broker").toString()),
                node(wiring, "one", "scatter,work"), node(wiring, "two", "work"), node(wiring, "three", "work,gather"));
            try {
                for (Jvm jvm : all) {
                    jvm.start();
                }
                for (Jvm jvm : all) {
                    jvm.awaitReady();
                }
                drop(shared.resolve("inbox"), mebibytes);
                List<String> killed = killOneAfterAnother(all, gateway, mebibytes);
                awaitDone(gateway, shared);
                boolean identical = Files.mismatch(shared.resolve("done").resolve(FILE),
                    home.resolve("gateway/received").resolve(FILE)) < 0;
                return new Outcome(identical, gateway.received().size(), killed);
            } finally {
                all.forEach(Jvm::close);
            }
        }
    }

    private Jvm node(Wiring wiring, String name, String roles) {
        return new Jvm("node " + name + " (" + roles + ")", NodeProgram.class, lines, wiring.arguments(name, roles));
    }

    /** A file that is there is whole: it comes by a rename. */
    private void drop(Path inbox, int mebibytes) throws IOException {
        Files.createDirectories(inbox);
        Path half = home.resolve("shared").resolve(FILE);
        byte[] block = new byte[MIB];
        try (OutputStream out = Files.newOutputStream(half)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        Files.move(half, inbox.resolve(FILE));
        lines.accept("A file of " + mebibytes + " MiB is in the shared directory.");
    }

    /** Each at a moment of its own, told by the parts that have arrived; the next one when the last is back. */
    private List<String> killOneAfterAnother(List<Jvm> all, Gateway gateway, int parts) throws Exception {
        List<Jvm> order = new ArrayList<>(all);
        Collections.shuffle(order, random);
        List<String> killed = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            int moment = Math.max(1, parts * i / (order.size() + 1) + random.nextInt(Math.max(1, parts / (order.size() + 1))));
            if (!awaitParts(gateway, moment)) {
                lines.accept("The upload ended before " + order.get(i).name() + " could be killed.");
                break;
            }
            Jvm victim = order.get(i);
            victim.kill();
            lines.accept("With " + arrived(gateway) + " of " + parts + " parts at the gateway, " + victim.name()
                + " was killed. It is started again.");
            killed.add(victim.name());
            victim.start().awaitReady();
        }
        return killed;
    }

    private boolean awaitParts(Gateway gateway, int wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < end && gateway.received().isEmpty()) {
            if (arrived(gateway) >= wanted) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return false;
    }

    /** The upload may become the object between the two questions. */
    private static int arrived(Gateway gateway) {
        try {
            return gateway.parts();
        } catch (CamelExecutionException over) {
            return 0;
        }
    }

    private void awaitDone(Gateway gateway, Path shared) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (gateway.received().isEmpty() || !Files.exists(shared.resolve("done").resolve(FILE))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The object was not made in " + LIMIT_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
