package io.github.chunkupload.examples.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.h2.tools.Server;

/**
 * Uploads one file by three processes, over an Artemis broker in a fourth one, to a gateway in this one, and meanwhile kills the broker and
 * each node with SIGKILL, one after another. In one command:
 *
 * <pre>{@code mvn -q -Pcluster -pl examples/cluster -am}</pre>
 *
 * <p>Node one scatters claims of parts, node three gathers the receipts, and all three send parts. What has to outlive them is in a
 * database: in an H2 of its own, or in the one of {@code -Ddatabase=jdbc:postgresql://host/name?user=…&password=…}. {@code -DsizeMiB=…} and
 * {@code -Dseed=…} choose the file and the moments of killing.
 */
public final class Cluster {

    private Cluster() {
    }

    /** Runs once and ends with status 1 if the object is not what the file was. */
    public static void main(String[] arguments) throws Exception {
        Path home = Files.createTempDirectory("chunkupload-cluster-");
        Server h2 = Server.createTcpServer("-tcpPort", "0", "-baseDir", home.toString(), "-ifNotExists");
        int size = Integer.getInteger("sizeMiB", 48);
        ClusterRun.Outcome outcome;
        try {
            String own = "jdbc:h2:" + h2.start().getURL() + "/cluster";
            Database database = new Database(System.getProperty("database", own));
            System.out.println("Database: " + (database.url().equals(own) ? "an H2 of this example" : "that of -Ddatabase"));
            outcome = new ClusterRun(database, home, Long.getLong("seed", System.nanoTime()), System.out::println)
                .upload(size);
        } finally {
            h2.stop();
            delete(home);
        }
        System.out.println();
        System.out.println("The object is " + (outcome.identical() ? "identical" : "NOT IDENTICAL") + ", and it was made "
            + (outcome.made() == 1 ? "once" : outcome.made() + " TIMES") + ". Killed: " + String.join(", ", outcome.killed()) + ".");
        System.exit(outcome.identical() && outcome.made() == 1 ? 0 : 1);
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
