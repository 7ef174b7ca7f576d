package io.github.chunkupload.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is written to standard output and standard error while this is open: the log is in one of them, whatever library writes it. */
public final class Console implements AutoCloseable {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** Begins to listen. */
    public Console() {
        PrintStream both = new PrintStream(written, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    /** Returns the lines of the log, so far, that warn or tell of an error. */
    public List<String> warnings() {
        return written.toString(StandardCharsets.UTF_8).lines()
            .filter(line -> line.contains(" WARN ") || line.contains(" ERROR ")).toList();
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
    }
}
