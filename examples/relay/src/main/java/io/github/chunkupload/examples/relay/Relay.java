package io.github.chunkupload.examples.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Relays one protocol to another. Unless told otherwise it starts a store, the relay before it, and a client of the relay on this machine,
 * sends a file through, reads it from the store, and compares every byte. Ends with status 0 only if the file arrived identical.
 *
 * <p>{@code -Dfrom=cos -Dto=qingstor} are the protocols, {@code -Dreceive=objects} or {@code operations} the way, {@code -Dfile=PATH} the
 * file. {@code -Dendpoint=https://host}, {@code -DtoBucket}, {@code -Dfar.accessKey} and {@code -Dfar.secretKey} name a store elsewhere,
 * {@code -Dfar.options} more of its options. {@code -Dserve=true} sends nothing and relays until it is ended, for clients of the user's, by
 * {@code -Dlisten=http://127.0.0.1:9000}, {@code -Dbucket}, {@code -Dnear.accessKey} and {@code -Dnear.secretKey}.
 */
public final class Relay {

    private static final String KEY = "holiday/film.bin";

    private final PrintStream out;
    private final Settings settings;
    private final AtomicReference<CamelContext> running = new AtomicReference<>();

    Relay(PrintStream out, Settings settings) {
        this.out = out;
        this.settings = settings;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.jboss.logging.provider", "slf4j");
        boolean identical;
        try {
            identical = new Relay(System.out, Settings.of(System.getProperties())).run();
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
            identical = false;
        }
        if (!identical) {
            System.exit(1);
        }
    }

    /** Returns whether the file arrived identical. */
    boolean run() throws Exception {
        Path home = Files.createTempDirectory("chunkupload-relay");
        Thread interrupted = new Thread(() -> cleanUp(home));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return run(home);
        } finally {
            cleanUp(home);
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    private boolean run(Path home) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(5);
        running.set(camel);
        Steps steps = new Steps(out);
        camel.addRoutes(new RelayRoutes(settings, home, steps));
        camel.start();
        out.println("A relay for clients of " + settings.near().protocol() + " listens at " + settings.near().endpoint() + ", bucket "
            + settings.near().bucket() + ".");
        out.println("It speaks " + settings.far().protocol() + " to " + settings.far().endpoint() + ", bucket " + settings.far().bucket()
            + ", " + (settings.receive().equals("operations") ? "call by call." : "whole objects."));
        if (settings.serve()) {
            new CountDownLatch(1).await();
        }
        return send(camel, settings.file().isPresent() ? settings.file().get() : film(home), steps);
    }

    private boolean send(CamelContext camel, Path file, Steps steps) throws Exception {
        Exchange sent = camel.createProducerTemplate().request(settings.near().client() + "&maxAttempts=2", exchange -> {
            exchange.getMessage().setBody(file.toFile());
            exchange.getMessage().setHeader("CamelChunkUploadKey", KEY);
        });
        if (sent.getException() != null) {
            out.println("It did not arrive: " + sent.getException().getMessage());
            return false;
        }
        boolean identical = isStored(camel, file);
        out.println("The client sent " + Files.size(file) + " bytes in " + sent.getMessage().getHeader("CamelChunkUploadParts")
            + " parts, proved by " + sent.getMessage().getHeader("CamelChunkUploadProof") + ". Relayed: " + steps.summary());
        out.println("Identical in the store behind: " + (identical ? "yes" : "NO"));
        return identical;
    }

    private boolean isStored(CamelContext camel, Path file) throws Exception {
        Exchange read = camel.createProducerTemplate().request(settings.far().client() + "&operation=getObject&autoCloseBody=false",
            exchange -> exchange.getMessage().setHeader("CamelChunkUploadKey", KEY));
        if (read.getException() != null) {
            throw read.getException();
        }
        Path copy = Files.createTempFile("chunkupload-relay", ".copy");
        try (InputStream in = read.getMessage().getBody(InputStream.class); OutputStream to = Files.newOutputStream(copy)) {
            in.transferTo(to);
            to.flush();
            return Files.mismatch(file, copy) < 0;
        } finally {
            Files.delete(copy);
        }
    }

    private static Path film(Path home) throws IOException {
        byte[] bytes = new byte[9 * (1 << 20) + 4711];
        new SplittableRandom().nextBytes(bytes);
        return Files.write(home.resolve("film.bin"), bytes);
    }

    /** Leaves nothing behind, also when the user interrupts. */
    private void cleanUp(Path home) {
        CamelContext camel = running.getAndSet(null);
        if (camel != null) {
            camel.stop();
        }
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            out.println("Could not delete " + home + ": " + e.getMessage());
        }
    }
}
