package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Measures what uploads cost, against one sink on the loopback address, and what it costs to receive them, each contender and each
 * receiver in a JVM of its own, and prints Markdown.
 * {@link Settings} tells the system properties.
 */
public final class Benchmark {

    private final PrintStream out;

    Benchmark(PrintStream out) {
        this.out = out;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        new Benchmark(System.out).run(Settings.fromProperties());
    }

    void run(Settings wanted) throws Exception {
        Path directory = Files.createTempDirectory(wanted.directory(), "chunkupload-benchmark");
        try {
            run(wanted, new Settings(wanted.scenarios(), wanted.size(), wanted.partSize(), wanted.parallel(), wanted.rounds(),
                wanted.only(), wanted.smallFiles(), directory, wanted.jvm(), wanted.peers()));
        } finally {
            delete(directory);
        }
    }

    private void run(Settings wanted, Settings settings) throws Exception {
        out.printf("Java %s, %d processors, %s; %d MiB in parts of %d MiB, %d at once, best of %d after a cold one; each contender: %s%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"),
            settings.size() >> 20, settings.partSize() >> 20, settings.parallel(), settings.rounds(), String.join(" ", settings.jvm()));
        if (wanted.scenarios().contains("throughput")) {
            Path file = random(settings.directory().resolve("big.bin"), settings.size());
            Map<Contender, Row> rows = new Throughput(settings, out).run(file);
            new Ratios(rows, out).print();
            Files.delete(file);
        }
        if (wanted.scenarios().contains("receivers")) {
            Path file = random(settings.directory().resolve("big.bin"), settings.size());
            new Receivers(settings, out).run(file);
            Files.delete(file);
        }
        if (wanted.scenarios().contains("crowd")) {
            new Crowd(settings, out, Crowd.MANY).run();
        }
        if (wanted.scenarios().contains("small")) {
            new SmallFiles(settings, out).run();
        }
        if (wanted.scenarios().contains("resume")) {
            new Resume(settings, out).run();
        }
        if (wanted.scenarios().contains("sparse")) {
            new Sparse(settings, out).run();
        }
    }

    private static Path random(Path file, long size) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] block = new byte[1 << 20];
        try (OutputStream to = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= block.length) {
                random.nextBytes(block);
                to.write(block, 0, (int) Math.min(left, block.length));
            }
        }
        return file;
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
