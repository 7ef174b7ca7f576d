package io.github.chunkupload.examples.relay;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Shows what passes through the relay, and counts it. Thread-safe. */
final class Steps {

    private final PrintStream out;
    private final Map<String, Integer> counts = new TreeMap<>();

    Steps(PrintStream out) {
        this.out = out;
    }

    synchronized void begin(String step) {
        out.println("  relayed: " + step);
    }

    synchronized void end(String step) {
        counts.merge(step.split(" (number|at) ")[0], 1, Integer::sum);
    }

    /** Returns how often each step succeeded. */
    synchronized String summary() {
        return counts.toString();
    }
}
