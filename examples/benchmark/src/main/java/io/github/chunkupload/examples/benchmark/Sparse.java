package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A sparse file of a hundred times the usual size, with 64 MB of heap. */
final class Sparse {

    private final Settings settings;
    private final PrintStream out;

    Sparse(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    void run() throws Exception {
        long size = 100 * settings.size();
        Path file = Resume.sparse(settings.directory(), size);
        Path work = Files.createTempDirectory(settings.directory(), "work");
        String partSize = String.valueOf(settings.partSize());
        try (SinkProcess sink = SinkProcess.start(size, settings.partSize());
                Forked program = Forked.start(ResumeProgram.class, Resume.jvm("64m"), file.toString(),
                    String.valueOf(sink.port("cos")), partSize, String.valueOf(settings.parallel()),
                    work.toString())) {
            program.await("uploading");
            long begin = System.nanoTime();
            List<Long> resident = resident(program);
            double seconds = (System.nanoTime() - begin) / 1e9;
            out.printf(Locale.ROOT, "%n%d MiB, sparse, -Xmx64m: %.1f s; resident memory %d MiB after a tenth of the time, "
                + "%d MiB at most.%n",
                size >> 20, seconds, resident.get(resident.size() / 10) >> 10, resident.stream().max(Long::compare).orElseThrow() >> 10);
        } finally {
            Files.delete(file);
        }
    }

    private static List<Long> resident(Forked program) throws IOException {
        List<Long> resident = new ArrayList<>();
        while (true) {
            String line = program.awaitAny("resident", "round");
            if (line.startsWith("round")) {
                return resident;
            }
            resident.add(Long.valueOf(line.substring("resident ".length())));
        }
    }
}
