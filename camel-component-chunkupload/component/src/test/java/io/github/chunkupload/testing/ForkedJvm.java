package io.github.chunkupload.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A program of the test class path in a JVM of its own, so that it can be given little memory, or be killed as the power cut or the
 * operator would. What it prints arrives line by line; its last lines are told when it does not do what was expected.
 */
public final class ForkedJvm implements AutoCloseable {

    private static final String END = "\u0000end of output";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private ForkedJvm(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts {@code main} with {@code options} for the JVM and {@code arguments} for the program. */
    public static ForkedJvm start(Class<?> main, List<String> options, String... arguments) {
        return start(List.of(), main, options, arguments);
    }

    /** Starts {@code main} so that the permissions of files hold for it, even where the tests run as root. */
    public static ForkedJvm startBoundByPermissions(Class<?> main, String... arguments) {
        List<String> before = "root".equals(System.getProperty("user.name"))
            ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search") : List.of();
        return start(before, main, List.of(), arguments);
    }

    private static ForkedJvm start(List<String> before, Class<?> main, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Dfile.encoding=UTF-8");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        try {
            return new ForkedJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for a line.
     *
     * @return the line
     * @throws AssertionError when none came in time or the program ended before
     */
    public String await(Predicate<String> wanted, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            String line = next(end);
            if (line == null || line.equals(END)) {
                throw new AssertionError((line == null ? "Not in " + seconds + " s" : "The program ended first")
                    + "; its last lines:\n" + String.join("\n", tail()));
            }
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    /** Waits for the end of the program and returns its exit status. */
    public int awaitEnd(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("Still running after " + seconds + " s; its last lines:\n" + String.join("\n", tail()));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        String line = next(end);
        while (line != null && !line.equals(END)) {
            line = next(end);
        }
        return process.exitValue();
    }

    /** Kills the program as {@code SIGKILL} does and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd(20);
    }

    /** Returns whether the program runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns every line printed so far. */
    public List<String> lines() {
        List<String> all = new ArrayList<>(seen);
        lines.stream().filter(line -> !line.equals(END)).forEach(all::add);
        return all;
    }

    /** Returns the resident memory of the program in bytes, as the Linux kernel counts it. */
    public long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("The kernel does not tell the memory of process " + process.pid());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String next(long end) {
        try {
            String line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line != null) {
                seen.add(line);
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    private List<String> tail() {
        List<String> all = lines();
        return all.subList(Math.max(0, all.size() - 60), all.size());
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("The output broke off: " + e);
        } finally {
            lines.add(END);
        }
    }
}
