package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A receiver that runs. */
final class ReceiverProcess implements AutoCloseable {

    private static final long START_SECONDS = 60;
    private static final long POLL_MILLIS = 50;

    private final Forked process;
    private final int port;

    private ReceiverProcess(Forked process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a program of this class path that tells its port. */
    static ReceiverProcess of(List<String> jvm, Class<?> main, String... arguments) throws IOException {
        Forked process = Forked.start(main, jvm, arguments);
        return new ReceiverProcess(process, Integer.parseInt(process.await("port")));
    }

    /** Starts a program of the class path that Maven has made for a peer, and waits until it listens. */
    static ReceiverProcess peer(Settings settings, String name, String main, int port, String... arguments)
            throws IOException, InterruptedException {
        Path classPath = settings.peers().resolve(name).resolve("target/classpath");
        if (!Files.exists(classPath)) {
            throw new IOException(classPath + " is missing: it is made by mvn -Pbenchmark");
        }
        ReceiverProcess started = new ReceiverProcess(Forked.start(Files.readString(classPath), main, settings.jvm(), arguments), port);
        started.awaitListening();
        return started;
    }

    static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!listens()) {
            if (process.endsWithin(POLL_MILLIS)) {
                throw new IOException("It ended:\n" + process.rest());
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new IOException("It did not listen within " + START_SECONDS + " s");
            }
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Returns the next line that begins with {@code word}, without it. */
    String next(String word) throws IOException {
        return process.await(word);
    }

    /** Returns the most bytes of memory it had. */
    long mostMemory() throws IOException {
        return ProcessMemory.most(process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
