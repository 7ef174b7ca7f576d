package io.github.chunkupload.examples.cluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program of this class path in a JVM of its own, that can be killed and started again. */
final class Jvm implements AutoCloseable {

    private static final int START_SECONDS = 60;

    private final String name;
    private final Class<?> main;
    private final String[] arguments;
    private final Consumer<String> lines;
    private Process process;
    private CountDownLatch ready;

    /** Names a program; what it says is given to {@code lines}, with its name before. */
    Jvm(String name, Class<?> main, Consumer<String> lines, String... arguments) {
        this.name = name;
        this.main = main;
        this.lines = lines;
        this.arguments = arguments;
    }

    String name() {
        return name;
    }

    Jvm start() throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath(), main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        ready = new CountDownLatch(1);
        Thread reader = new Thread(new Output(process, ready), "output of " + name);
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    void awaitReady() throws InterruptedException {
        process.onExit().thenRun(ready::countDown);
        if (!ready.await(START_SECONDS, TimeUnit.SECONDS) || !process.isAlive()) {
            throw new IllegalStateException(name + " did not start in " + START_SECONDS + " s");
        }
    }

    /** Maven runs an example in its own JVM, whose class path is not that of the example. */
    private static String classPath() {
        if (Jvm.class.getClassLoader() instanceof URLClassLoader loader) {
            return String.join(File.pathSeparator, Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString()).toList());
        }
        return System.getProperty("java.class.path");
    }

    /** Kills the program as {@code SIGKILL} does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private final class Output implements Runnable {

        private final Process process;
        private final CountDownLatch ready;

        Output(Process process, CountDownLatch ready) {
            this.process = process;
            this.ready = ready;
        }

        @Override
        public void run() {
            try (BufferedReader reader = process.inputReader()) {
                reader.lines().forEach(line -> {
                    if (line.equals("READY")) {
                        ready.countDown();
                    } else {
                        lines.accept(name + ": " + line);
                    }
                });
            } catch (IOException | UncheckedIOException killed) {
                lines.accept(name + ": its output broke off");
            }
        }
    }
}
