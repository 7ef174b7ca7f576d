package io.github.chunkupload.examples.benchmark;

import java.nio.file.Path;
import java.util.List;

/**
 * How to measure; read from system properties.
 *
 * @param scenarios which of throughput, receivers, small, resume and sparse, and crowd, which has to be named
 * @param size bytes of the large file
 * @param partSize bytes
 * @param parallel parts at once
 * @param rounds warm ones, after the first
 * @param only which contenders, a pattern for the names of {@link Contender} and {@link Receiver}
 * @param smallFiles how many
 * @param directory where files are made
 * @param jvm options of the JVM of every contender and receiver, the same for all
 * @param peers where Maven puts the class paths of receivers that are not ours
 */
record Settings(List<String> scenarios, long size, long partSize, int parallel, int rounds, String only, int smallFiles, Path directory,
        List<String> jvm, Path peers) {

    static Settings fromProperties() {
        long mib = 1 << 20;
        return new Settings(List.of(text("scenarios", "throughput,receivers,small,resume,sparse").split(",")),
            number("sizeMiB", 1024) * mib, number("partSizeMiB", 8) * mib, (int) number("parallel", 4),
            (int) number("rounds", 5), text("only", ".*"), (int) number("smallFiles", 10_000),
            Path.of(text("directory", System.getProperty("java.io.tmpdir"))),
            List.of(text("jvm", "-Xmx1g -XX:+UseG1GC").split(" ")), Path.of(text("peers", "examples/benchmark/peers")));
    }

    private static String text(String name, String otherwise) {
        String value = System.getProperty(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static long number(String name, long otherwise) {
        return Long.parseLong(text(name, String.valueOf(otherwise)));
    }
}
