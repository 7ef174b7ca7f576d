package io.github.chunkupload.examples.benchmark;

import java.util.List;

/**
 * What was left on the heap of a process after each of many collections. The first quarter, in which classes are loaded, is left out.
 *
 * @param samples in the order of time
 */
record LiveSet(List<Sample> samples) {

    private static final double FLAT = 1 << 20;

    LiveSet {
        samples = List.copyOf(samples.subList(samples.size() / 4, samples.size()));
    }

    /** Bytes at a time in milliseconds. */
    record Sample(long millis, long bytes) {

        /** Reads what a program prints. */
        static Sample read(String line) {
            String[] words = line.split(" ");
            return new Sample(Long.parseLong(words[0]), Long.parseLong(words[1]));
        }
    }

    long least() {
        return samples.stream().mapToLong(Sample::bytes).min().orElse(0);
    }

    long most() {
        return samples.stream().mapToLong(Sample::bytes).max().orElse(0);
    }

    /** Returns by how many bytes it grew in a second: the line of the least squares. */
    double slope() {
        double square = square();
        double product = samples.stream().mapToDouble(sample -> (sample.millis() - time()) * (sample.bytes() - bytes())).sum();
        return square == 0 ? 0 : 1000 * product / square;
    }

    /** Returns the standard error of the slope: how many buffers are in use at a moment is chance. */
    double error() {
        double slope = slope() / 1000;
        double rest = samples.stream().mapToDouble(sample -> Math.pow(sample.bytes() - bytes() - slope * (sample.millis() - time()), 2))
            .sum();
        return samples.size() < 3 ? Double.POSITIVE_INFINITY : 1000 * Math.sqrt(rest / (samples.size() - 2) / square());
    }

    private double square() {
        return samples.stream().mapToDouble(sample -> Math.pow(sample.millis() - time(), 2)).sum();
    }

    private double time() {
        return samples.stream().mapToLong(Sample::millis).average().orElse(0);
    }

    private double bytes() {
        return samples.stream().mapToLong(Sample::bytes).average().orElse(0);
    }

    /** Returns whether the slope is zero as far as can be told, or would make less than 1 MiB in all. */
    boolean isFlat() {
        if (samples.size() < 3) {
            return false;
        }
        double grown = slope() * (samples.get(samples.size() - 1).millis() - samples.get(0).millis()) / 1000;
        return grown < FLAT || slope() < 2 * error();
    }
}
