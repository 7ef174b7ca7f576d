package io.github.chunkupload.examples.benchmark;

import java.nio.file.Path;
import java.util.List;

/**
 * How to measure; read from system properties.
 *
 * @param scenarios which of throughput, small, resume and sparse
 * @param size bytes of the large file
 * @param partSize bytes
 * @param parallel parts at once
 * @param rounds warm ones, after the first
 * @param only which contenders, a pattern for the names of {@link Contender}
 * @param smallFiles how many
 * @param directory where files are made
 * @param jvm options of every contender's JVM, the same for all
 */
record Settings(List<String> scenarios, long size, long partSize, int parallel, int rounds, String only, int smallFiles, Path directory,
        List<String> jvm) {

    static Settings fromProperties() {
        long mib = 1 << 20;
        return new Settings(List.of(text("scenarios", "throughput,small,resume,sparse").split(",")), number("sizeMiB", 1024) * mib,
            number("partSizeMiB", 8) * mib, (int) number("parallel", 4), (int) number("rounds", 5), text("only", ".*"),
            (int) number("smallFiles", 10_000), Path.of(text("directory", System.getProperty("java.io.tmpdir"))),
            List.of(text("jvm", "-Xmx1g -XX:+UseG1GC").split(" ")));
    }

    private static String text(String name, String otherwise) {
        String value = System.getProperty(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static long number(String name, long otherwise) {
        return Long.parseLong(text(name, String.valueOf(otherwise)));
    }
}
