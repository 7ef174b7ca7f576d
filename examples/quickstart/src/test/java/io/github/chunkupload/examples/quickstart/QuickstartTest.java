package io.github.chunkupload.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void sendsItsOwnFilesAndTheOneOfTheUserAndFindsThemIdentical() throws Exception {
        Path own = Files.write(directory.resolve("report of mine.csv"), new byte[9_000_001]);

        assertThat(run(own)).isTrue();
        assertThat(text()).contains("verified").contains("report of mine.csv").doesNotContain("NO");
        assertThat(Road.PROTOCOLS).allSatisfy(protocol ->
            assertThat(text().lines().filter(line -> line.startsWith(protocol + " ") && line.endsWith(" yes")))
                .hasSize(protocol.equals("cdcs") ? 6 : 7));
        assertThat(own).isRegularFile().hasSize(9_000_001);
    }

    @Test
    void saysSoWhenTheFileOfTheUserIsNotThere() throws Exception {
        assertThat(run(directory.resolve("nothing"))).isFalse();
        assertThat(text()).contains("nothing is not a file");
    }

    @Test
    void reportsAFileThatDidNotArriveIdentical() throws Exception {
        Road road = new Road("cos", "b-1", "undertow:http://127.0.0.1:1", "", "");
        Path sent = Files.writeString(directory.resolve("a"), "what was sent");
        Files.createDirectories(directory.resolve("received"));
        Files.writeString(directory.resolve("received/a"), "something else");
        Scoreboard scoreboard = new Scoreboard(new ProgressLines(out(), false), new CountDownLatch(1));

        assertThat(Report.rows(road, Map.of("a", sent), scoreboard, directory.resolve("received")))
            .singleElement().matches(row -> !row.verified());
    }

    private boolean run(Path own) throws Exception {
        return new Quickstart(out(), Optional.of(own)).run();
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
