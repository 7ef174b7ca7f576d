package io.github.chunkupload.examples.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a JVM of its own. */
final class Forked implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final List<String> seen = new ArrayList<>();

    private Forked(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    static Forked start(Class<?> main, List<String> options, String... arguments) throws IOException {
        return start(classPath(), main.getName(), options, arguments);
    }

    /** Starts a program of another class path. */
    static Forked start(String classPath, String main, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return new Forked(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Maven runs an example in its own JVM, whose class path is not that of the example. */
    private static String classPath() {
        if (Forked.class.getClassLoader() instanceof URLClassLoader loader) {
            return String.join(File.pathSeparator, Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString()).toList());
        }
        return System.getProperty("java.class.path");
    }

    /** Returns the next line that begins with {@code word}, without it. */
    String await(String word) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals(word) || line.startsWith(word + " ")) {
                return line.substring(word.length()).trim();
            }
            seen.add(line);
        }
        throw new IOException("It ended before it said '" + word + "':\n" + String.join("\n", seen));
    }

    /** Waits until it has ended by itself, well. */
    void awaitEnd() throws IOException, InterruptedException {
        out.lines().forEach(seen::add);
        if (process.waitFor() != 0) {
            throw new IOException("It ended with " + process.exitValue() + ":\n" + String.join("\n", seen));
        }
    }

    /** Returns the next line that begins with one of {@code words}. */
    String awaitAny(String... words) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            for (String word : words) {
                if (line.startsWith(word + " ")) {
                    return line;
                }
            }
            seen.add(line);
        }
        throw new IOException("It ended too early:\n" + String.join("\n", seen));
    }

    /** Waits so long, and returns whether it has ended by then. */
    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    long pid() {
        return process.pid();
    }

    /** Returns all that it printed and nobody has read; it must have ended. */
    String rest() {
        return String.join("\n", out.lines().toList());
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
