package io.github.chunkupload.examples.quickstart;

import java.io.PrintStream;

/** Shows how far a file is: a bar that moves on a terminal, plain lines elsewhere. Thread-safe. */
final class ProgressLines {

    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;

    ProgressLines(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void progress(String key, long sent, long size) {
        int filled = size == 0 ? WIDTH : (int) (WIDTH * sent / size);
        String percent = String.format("%3d %%", size == 0 ? 100 : 100 * sent / size);
        if (terminal) {
            out.print("\r" + name(key) + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + percent);
            out.flush();
        } else {
            out.println(name(key) + " " + percent + " of " + size + " bytes");
        }
    }

    synchronized void ended(String key, String how) {
        out.println(terminal ? " " + how : name(key) + " " + how);
    }

    private static String name(String key) {
        return Columns.fit(key, 24);
    }
}
