package io.github.chunkupload.examples.benchmark;

import io.github.chunkupload.examples.benchmark.load.CrowdProgram;
import io.github.chunkupload.examples.benchmark.receiver.ReceiverProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Many clients of our gateway at once, which has 128 MB of heap: sixteen large parts, then many connections and open uploads. */
final class Crowd {

    /** As many as the gateway is meant for. */
    static final Clients MANY = new Clients(16, 1000, 200, 64);

    private static final long SMALL_PART = 1 << 20;

    private final Settings settings;
    private final PrintStream out;
    private final Clients clients;

    /**
     * How many there are.
     *
     * @param parts large ones at once
     * @param idle connections
     * @param uploads open
     * @param atOnce requests in work
     */
    record Clients(int parts, int idle, int uploads, int atOnce) {
    }

    Crowd(Settings settings, PrintStream out, Clients clients) {
        this.settings = settings;
        this.out = out;
        this.clients = clients;
    }

    void run() throws Exception {
        out.printf("%n| at -Xmx128m | parts answered | s | MiB/s | live set after GC, MiB | its slope, KiB/s (± 2 errors) "
            + "| peak RSS MiB | flat |%n|---|---|---|---|---|---|---|---|%n");
        long large = settings.size() / 2;
        measure(clients.parts() + " parts of " + (large >> 20) + " MiB at once", large, clients.parts() * large,
            "parts", String.valueOf(clients.parts()));
        long each = Math.max(1, settings.size() / (32 * SMALL_PART));
        measure(clients.idle() + " idle connections, " + clients.uploads() + " uploads open, " + clients.atOnce() + " requests in work",
            SMALL_PART, clients.uploads() * each * SMALL_PART, "connections", String.valueOf(clients.idle()),
            String.valueOf(clients.uploads()), String.valueOf(clients.atOnce()), String.valueOf(each));
    }

    private void measure(String what, long fileSize, long bytes, String... how) throws Exception {
        Path data = Files.createTempDirectory(settings.directory(), "data");
        Path file = Resume.sparse(settings.directory(), fileSize);
        try (ReceiverProcess receiver = ReceiverProcess.of(Resume.jvm("128m"), ReceiverProgram.class, "ours", "", data.toString(),
                Receiver.BUCKET, Task.ACCESS_KEY, Task.SECRET_KEY, "watched");
                Forked load = Forked.start(CrowdProgram.class, Resume.jvm("128m"), arguments(receiver.port(), file, how))) {
            long begin = Long.parseLong(load.await("begin"));
            String[] end = load.await("end").split(" ");
            LiveSet live = live(receiver, begin, Long.parseLong(end[0]));
            load.awaitEnd();
            double seconds = (Long.parseLong(end[0]) - begin) / 1e3;
            out.printf(Locale.ROOT, "| %s | all %s | %.1f | %.0f | %.1f to %.1f | %.1f (± %.1f) | %d | %s |%n", what, end[1], seconds,
                (bytes >> 20) / seconds, live.least() / 1048576.0, live.most() / 1048576.0, live.slope() / 1024,
                2 * live.error() / 1024, receiver.mostMemory() >> 20, live.isFlat() ? "yes" : "NO");
        } catch (IOException e) {
            throw new IOException(what + ": " + e.getMessage(), e);
        } finally {
            Files.delete(file);
            Benchmark.delete(data);
        }
    }

    private static String[] arguments(int port, Path file, String... how) {
        List<String> all = new ArrayList<>(List.of(String.valueOf(port), file.toString(), Receiver.BUCKET, Task.ACCESS_KEY,
            Task.SECRET_KEY));
        all.addAll(List.of(how));
        return all.toArray(String[]::new);
    }

    /** Returns what the receiver had between two times. */
    private static LiveSet live(ReceiverProcess receiver, long begin, long end) throws IOException {
        List<LiveSet.Sample> samples = new ArrayList<>();
        LiveSet.Sample next = LiveSet.Sample.read(receiver.next("live"));
        while (next.millis() < end) {
            if (next.millis() >= begin) {
                samples.add(next);
            }
            next = LiveSet.Sample.read(receiver.next("live"));
        }
        return new LiveSet(samples);
    }
}
