package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A sparse file of ten times the usual size: killed half-way, and taken up again. */
final class Resume {

    private final Settings settings;
    private final PrintStream out;

    Resume(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    void run() throws Exception {
        long size = 10 * settings.size();
        long parts = (size + settings.partSize() - 1) / settings.partSize();
        Path file = sparse(settings.directory(), size);
        Path work = Files.createTempDirectory(settings.directory(), "work");
        try (SinkProcess sink = SinkProcess.start(size, settings.partSize(), "events")) {
            Set<String> before = new HashSet<>();
            try (Forked first = start(file, sink, work)) {
                while (before.size() < parts / 2) {
                    before.add(sink.nextPart().split(" ")[0]);
                }
                first.kill();
            }
            long begin = System.currentTimeMillis();
            try (Forked second = start(file, sink, work)) {
                second.await("uploading");
                long called = System.currentTimeMillis();
                report(sink, before, parts, begin, called, second);
            }
        } finally {
            Files.delete(file);
        }
    }

    /** Parts that arrive while the first process dies belong to it: they carry a time before the second began. */
    private void report(SinkProcess sink, Set<String> before, long parts, long begin, long called, Forked second) throws IOException {
        long firstPart = 0;
        int again = 0;
        int sent = 0;
        int stray = 0;
        while (before.size() < parts) {
            String[] part = sink.nextPart().split(" ");
            boolean known = !before.add(part[0]);
            long at = Long.parseLong(part[1]);
            if (at < begin) {
                stray++;
                continue;
            }
            firstPart = firstPart == 0 ? at : firstPart;
            again += known ? 1 : 0;
            sent++;
        }
        second.await("round");
        out.printf("%nResuming %d MiB with %d of %d parts done: %d parts sent, %d of them a second time (at most %d were on their way when "
            + "the process was killed; %d arrived after the kill); the first part of the resumed upload was whole at the sink %d ms after "
            + "the call.%n", 10 * settings.size() >> 20, parts - sent, parts, sent, again, settings.parallel(), stray, firstPart - called);
    }

    private Forked start(Path file, SinkProcess sink, Path work) throws IOException {
        return Forked.start(ResumeProgram.class, settings.jvm(), file.toString(), String.valueOf(sink.port("cos")),
            String.valueOf(settings.partSize()), String.valueOf(settings.parallel()), work.toString());
    }

    static Path sparse(Path directory, long size) throws IOException {
        Path file = Files.createTempFile(directory, "sparse", ".bin");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(size);
        }
        return file;
    }

    static List<String> jvm(String heap) {
        return List.of("-Xmx" + heap, "-XX:+UseSerialGC");
    }
}
