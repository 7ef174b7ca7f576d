package io.github.chunkupload.examples.benchmark;

import java.io.PrintStream;
import java.util.Locale;

/** Prints what was promised and what was measured, a line each. */
final class Promises {

    private final PrintStream out;

    Promises(PrintStream out) {
        this.out = out;
    }

    void begin() {
        out.printf("%n| promise | measured | target | kept |%n|---|---|---|---|%n");
    }

    /** How many times as fast ours is; nothing when one of them did not take part, which null tells. */
    void faster(String what, Row ours, Row theirs, double target) {
        if (ours != null && theirs != null) {
            double ratio = (double) theirs.best().wall() / ours.best().wall();
            line(what, String.format(Locale.ROOT, "%.2f ×", ratio), String.format(Locale.ROOT, "≥ %.2f ×", target), ratio >= target);
        }
    }

    /** What part of their CPU time ours needs. */
    void cheaper(String what, Row ours, Row theirs, double target) {
        if (ours != null && theirs != null) {
            double ratio = (double) ours.best().cpu() / theirs.best().cpu();
            line(what, String.format(Locale.ROOT, "%.2f ×", ratio), String.format(Locale.ROOT, "≤ %.2f ×", target), ratio <= target);
        }
    }

    void line(String what, String measured, String target, boolean kept) {
        out.printf("| %s | %s | %s | %s |%n", what, measured, target, kept ? "yes" : "NO");
    }
}
