package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One large file, by everybody, one after another. */
final class Throughput {

    private final Settings settings;
    private final PrintStream out;

    Throughput(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    Map<Contender, Row> run(Path file) throws Exception {
        Map<Contender, Row> rows = new EnumMap<>(Contender.class);
        try (SinkProcess sink = SinkProcess.start(file, settings.partSize())) {
            for (Contender contender : Contender.matching(settings.only())) {
                rows.put(contender, run(contender, file, sink.port(contender.sink())));
            }
        }
        print(rows, Files.size(file));
        return rows;
    }

    private Row run(Contender contender, Path file, int port) throws Exception {
        Path work = Files.createTempDirectory(settings.directory(), "work");
        int rounds = contender.isIdle() ? 1 : 1 + settings.rounds();
        try (Forked program = Forked.start(UploadProgram.class, settings.jvm(), contender.name(), file.toString(), String.valueOf(port),
                String.valueOf(settings.partSize()), String.valueOf(settings.parallel()), work.toString(), String.valueOf(rounds))) {
            List<Row.Round> times = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                times.add(Row.Round.read(program.await("round")));
            }
            return new Row(times, Long.parseLong(program.await("memory")) << 10);
        } catch (IOException e) {
            throw new IOException(contender.title() + ": " + e.getMessage(), e);
        }
    }

    private void print(Map<Contender, Row> rows, long size) {
        double gib = (double) size / (1 << 30);
        out.printf("%n| %s | proof | cold s | best s | GiB/s | CPU-s per GiB | peak RSS MiB | all rounds, s (CPU-s) |%n", "contender");
        out.println("|---|---|---|---|---|---|---|---|");
        rows.forEach((contender, row) -> {
            Row.Round best = row.best();
            if (contender.isIdle()) {
                out.printf(Locale.ROOT, "| %s | | | | | | %d | |%n", contender.title(), row.memory() >> 20);
            } else {
                out.printf(Locale.ROOT, "| %s | %s | %.2f | %.2f | %.2f | %.2f | %d | %s |%n", contender.title(), contender.proof(),
                    row.cold().wall() / 1e9, best.wall() / 1e9, gib / (best.wall() / 1e9), best.cpu() / 1e9 / gib, row.memory() >> 20,
                    row.allRounds());
            }
        });
    }
}
