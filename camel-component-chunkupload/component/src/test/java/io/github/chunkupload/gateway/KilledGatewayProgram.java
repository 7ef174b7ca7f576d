package io.github.chunkupload.gateway;

import io.github.chunkupload.disk.DiskSettings;
import io.github.chunkupload.disk.DiskStore;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.testing.SocketServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A gateway of all protocols on one port, in a process that is killed. It waits until the one before it is dead, prints its port, and
 * ends with its standard input. Its arguments: the data directory, and the file that its route writes a line to for each object; without
 * that it has no route.
 */
final class KilledGatewayProgram {

    static final String PORT = "port ";

    private KilledGatewayProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        endWithInput();
        Dispatcher dispatcher = new Dispatcher();
        Backend backend = backend(open(Path.of(arguments[0])), arguments);
        CredentialSource keys = CredentialSource.of(Wire.KEY);
        for (Spoken spoken : Spoken.values()) {
            if (spoken != Spoken.COS_SLICE_V2) {
                dispatcher.mount(spoken.protocol(), spoken.settings(keys), spoken.server(backend, keys));
            }
        }
        System.out.println(PORT + SocketServer.start(dispatcher).port());
        Thread.currentThread().join();
    }

    /** Ends this process when its standard input ends: with the test that started it. */
    static void endWithInput() {
        Thread watch = new Thread(() -> {
            endOfInput();
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
    }

    private static void endOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nobody says anything.
            }
        } catch (IOException e) {
            // The end, too.
        }
    }

    /** Opens what another process may still have open, for as long as it has. */
    static DiskStore open(Path directory) throws InterruptedException {
        while (true) {
            try {
                return DiskStore.open(directory, DiskSettings.DEFAULT);
            } catch (UploadException e) {
                if (e.kind() != Failure.CONFLICT) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    private static Backend backend(DiskStore disk, String... arguments) {
        if (arguments.length == 1) {
            return ServingStore.open(disk);
        }
        Path routed = Path.of(arguments[1]);
        DeliverySettings settings = DeliverySettings.DEFAULT.withBackoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(4)));
        Delivery route = object -> note(routed, object.info().object().key(), object.info().size());
        return DeliveringStore.open(disk, route, settings, Executors.newFixedThreadPool(settings.parallel()),
            Executors.newSingleThreadScheduledExecutor());
    }

    /** Returns the line for an object. */
    static String line(String key, long size) {
        return key + " " + size;
    }

    /** Writes down that the route saw an object. */
    static synchronized void note(Path routed, String key, long size) throws IOException {
        String line = line(key, size) + "\n";
        Files.write(routed, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
