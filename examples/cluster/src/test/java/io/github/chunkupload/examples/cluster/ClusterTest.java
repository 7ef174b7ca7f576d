package io.github.chunkupload.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.transfer.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Real processes, a real broker and a real PostgreSQL, with {@code soak.factor} seeds, of which each kills in another order. Without it
 * nothing runs: the example's own command, which checks the same with one seed, is run beside these tests.
 */
@Tag("soak")
@EnabledIfSystemProperty(named = "soak.factor", matches = "\\d+")
@Timeout(600)
class ClusterTest {

    private static final int SIZE = 24;
    private static final int SEED = 20261128;

    @TempDir
    Path directory;

    @Test
    void whoeverIsKilledTheObjectIsIdenticalAndMadeOnce() throws Exception {
        try (Postgres postgres = Postgres.start()) {
            Database database = new Database(url((PGSimpleDataSource) postgres.database()));
            for (int run = 0; run < Integer.getInteger("soak.factor"); run++) {
                Path home = Files.createDirectory(directory.resolve("run-" + run));

                ClusterRun.Outcome outcome = new ClusterRun(database, home, SEED + run, System.out::println).upload(SIZE);

                assertThat(outcome.identical()).as("identical, seed " + (SEED + run)).isTrue();
                assertThat(outcome.made()).as("made, seed " + (SEED + run)).isEqualTo(1);
                assertThat(outcome.killed()).as("killed, seed " + (SEED + run)).hasSize(4);
            }
        }
    }

    private static String url(PGSimpleDataSource database) {
        return database.getUrl() + (database.getUrl().contains("?") ? "&" : "?") + "user=postgres";
    }
}
