package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Many files of 4 KiB through one file route. */
final class SmallFiles {

    private static final int SIZE = 4096;
    private static final int TRIES = 3;

    private final Settings settings;
    private final PrintStream out;

    SmallFiles(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    void run() throws Exception {
        try (SinkProcess sink = SinkProcess.start(SIZE, settings.partSize())) {
            double none = best("none", 0);
            double ours = best("ours", sink.port("cos"));
            double aws = best("aws", sink.port("s3"));
            out.printf("%n| %d files of 4 KiB through one file route | files/s | ratio |%n|---|---|---|%n", settings.smallFiles());
            out.printf(Locale.ROOT, "| to nothing | %.0f | |%n", settings.smallFiles() / none);
            out.printf(Locale.ROOT, "| chunkupload:cos | %.0f | %.2f × nothing (target ≥ 0.6 ×) |%n", settings.smallFiles() / ours,
                none / ours);
            out.printf(Locale.ROOT, "| camel-aws2-s3 | %.0f | chunkupload is %.1f × as fast (target ≥ 5 ×) |%n",
                settings.smallFiles() / aws, aws / ours);
        }
    }

    private double best(String to, int port) throws IOException {
        double best = Double.MAX_VALUE;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Path directory = files();
            Path work = Files.createTempDirectory(settings.directory(), "work");
            try (Forked program = Forked.start(SmallFilesProgram.class, settings.jvm(), to, directory.toString(), String.valueOf(port),
                    String.valueOf(settings.smallFiles()), work.toString())) {
                best = Math.min(best, Long.parseLong(program.await("took")) / 1e9);
            }
        }
        return best;
    }

    /** The route moves each file when it is through. */
    private Path files() throws IOException {
        Path directory = Files.createTempDirectory(settings.directory(), "small");
        for (int number = 0; number < settings.smallFiles(); number++) {
            Files.write(directory.resolve("file" + number), new byte[SIZE]);
        }
        return directory;
    }
}
