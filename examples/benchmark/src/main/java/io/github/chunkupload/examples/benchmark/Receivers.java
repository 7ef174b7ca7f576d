package io.github.chunkupload.examples.benchmark;

import io.github.chunkupload.examples.benchmark.load.LoadProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One large file to everybody who receives, one after another, each in a process of its own and fed by the same generator. */
final class Receivers {

    private final Settings settings;
    private final PrintStream out;

    Receivers(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    void run(Path file) throws Exception {
        Map<Receiver, Row> rows = new EnumMap<>(Receiver.class);
        out.printf("%n| receiver | fsync | cold s | best s | MiB/s | CPU-s per GiB | peak RSS MiB | all rounds, s (CPU-s) |%n"
            + "|---|---|---|---|---|---|---|---|%n");
        for (Receiver receiver : Receiver.matching(settings.only())) {
            Row row = run(receiver, file);
            print(receiver, row, Files.size(file));
            rows.put(receiver, row);
        }
        promises(rows);
    }

    private Row run(Receiver receiver, Path file) throws Exception {
        Path data = Files.createTempDirectory(settings.directory(), "data");
        int rounds = 1 + settings.rounds();
        try (ReceiverProcess process = receiver.start(settings, data);
                Forked load = Forked.start(LoadProgram.class, List.of("-Xmx128m", "-XX:+UseSerialGC"), receiver.style(),
                    String.valueOf(process.port()), String.valueOf(process.pid()), file.toString(), String.valueOf(settings.partSize()),
                    String.valueOf(settings.parallel()), String.valueOf(rounds), Receiver.BUCKET, Task.ACCESS_KEY, Task.SECRET_KEY)) {
            List<Row.Round> times = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                times.add(Row.Round.read(load.await("round")));
            }
            load.await("verified");
            return new Row(times, process.mostMemory());
        } catch (IOException e) {
            throw new IOException(receiver.title() + ": " + e.getMessage(), e);
        } finally {
            Benchmark.delete(data);
        }
    }

    private void print(Receiver receiver, Row row, long size) {
        double gib = (double) size / (1 << 30);
        out.printf(Locale.ROOT, "| %s | %s | %.2f | %.2f | %.0f | %.2f | %d | %s |%n", receiver.title(),
            receiver.fsync(), row.cold().wall() / 1e9, row.best().wall() / 1e9, 1024 * gib / (row.best().wall() / 1e9),
            row.best().cpu() / 1e9 / gib, row.memory() >> 20, row.allRounds());
    }

    private void promises(Map<Receiver, Row> rows) {
        Promises promises = new Promises(out);
        promises.begin();
        Row peer = Stream.of(Receiver.S3PROXY, Receiver.S3MOCK).map(rows::get).filter(Objects::nonNull).reduce(Row::faster).orElse(null);
        promises.faster("COS, each part forced, throughput against the best peer", rows.get(Receiver.COS), peer, 4);
        promises.faster("COS, nothing forced, throughput against the best peer", rows.get(Receiver.COS_NEVER), peer, 4);
        promises.faster("COS, each part forced, throughput against the floor", rows.get(Receiver.COS), rows.get(Receiver.FLOOR), 0.75);
    }
}
