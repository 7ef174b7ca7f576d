package io.github.chunkupload.examples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark runs to its end with every contender. What it measures here says nothing: the file is small and every JVM cold. */
@Timeout(180)
class BenchmarkTest {

    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @TempDir
    private Path directory;

    @Test
    void measuresEveryContender() throws Exception {
        String table = run("throughput");

        for (Contender contender : Contender.values()) {
            assertThat(table).contains("\n| " + contender.title() + " |");
        }
        assertThat(table).contains("| promise |");
    }

    @Test
    void countsWhatAResumeSendsAgain() throws Exception {
        assertThat(run("resume")).containsPattern("parts done: \\d+ parts sent, [0-2] of them a second time");
    }

    @Test
    void measuresSmallFiles() throws Exception {
        assertThat(run("small")).contains("| chunkupload:cos |", "| camel-aws2-s3 |");
    }

    @Test
    void measuresTheMemoryOfASparseFile() throws Exception {
        assertThat(run("sparse")).containsPattern("resident memory \\d+ MiB after a tenth of the time, \\d+ MiB at most");
    }

    @Test
    void measuresReceivers() throws Exception {
        assertThat(run("receivers", "FLOOR|COS")).contains("\n| chunkupload:cos | part |")
            .containsPattern("throughput against the floor \\| [0-9.]+ ×");
    }

    @Test
    void putsAReceiverBeforeACrowd() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new Crowd(settings("crowd", ".*"), new PrintStream(text, true, StandardCharsets.UTF_8), new Crowd.Clients(3, 20, 10, 4)).run();

        assertThat(text.toString(StandardCharsets.UTF_8)).containsPattern("3 parts of 8 MiB at once \\| all 3 \\|")
            .containsPattern("4 requests in work \\| all 10 \\|");
    }

    private String run(String scenario) throws Exception {
        return run(scenario, ".*");
    }

    private String run(String scenario, String only) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new Benchmark(new PrintStream(text, true, StandardCharsets.UTF_8)).run(settings(scenario, only));
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private Settings settings(String scenario, String only) {
        return new Settings(List.of(scenario), 16 << 20, 8 << 20, 2, 0, only, 50, directory, JVM, Path.of("peers"));
    }
}
