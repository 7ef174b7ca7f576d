package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Many files of 4 KiB through one file route, again and again: the first round is cold, as for the large file. */
final class SmallFiles {

    private final Settings settings;
    private final PrintStream out;

    SmallFiles(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    void run() throws Exception {
        try (SinkProcess sink = SinkProcess.start(SmallFilesProgram.SIZE, settings.partSize())) {
            List<Row.Round> none = rounds("none", 0);
            List<Row.Round> ours = rounds("ours", sink.port("cos"));
            List<Row.Round> aws = rounds("aws", sink.port("s3"));
            out.printf("%n| %d files of 4 KiB through one file route | files/s, cold | files/s, best | CPU-µs per file | ratio of the best "
                + "| all rounds, files/s |%n|---|---|---|---|---|---|%n", settings.smallFiles());
            double best = Row.best(ours).wall();
            row("to nothing", none, "");
            row("chunkupload:cos", ours, String.format(Locale.ROOT, "%.2f × nothing (target ≥ 0.6 ×)", Row.best(none).wall() / best));
            row("camel-aws2-s3", aws,
                String.format(Locale.ROOT, "chunkupload is %.1f × as fast (target ≥ 5 ×)", Row.best(aws).wall() / best));
        }
    }

    private void row(String title, List<Row.Round> rounds, String ratio) {
        Row.Round best = Row.best(rounds);
        String all = String.join(", ", rounds.stream().map(round -> String.format(Locale.ROOT, "%.0f", perSecond(round))).toList());
        out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.0f | %s | %s |%n", title, perSecond(rounds.get(0)), perSecond(best),
            best.cpu() / 1e3 / settings.smallFiles(), ratio, all);
    }

    private double perSecond(Row.Round round) {
        return settings.smallFiles() / (round.wall() / 1e9);
    }

    private List<Row.Round> rounds(String to, int port) throws IOException {
        Path directory = Files.createTempDirectory(settings.directory(), "small");
        Path work = Files.createTempDirectory(settings.directory(), "work");
        int rounds = 1 + settings.rounds();
        List<Row.Round> times = new ArrayList<>();
        try (Forked program = Forked.start(SmallFilesProgram.class, settings.jvm(), to, directory.toString(), String.valueOf(port),
                String.valueOf(settings.smallFiles()), work.toString(), String.valueOf(rounds))) {
            for (int round = 0; round < rounds; round++) {
                times.add(Row.Round.read(program.await("round")));
            }
        }
        return times;
    }
}
