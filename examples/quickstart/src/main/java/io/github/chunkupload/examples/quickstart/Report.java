package io.github.chunkupload.examples.quickstart;

import io.github.chunkupload.transfer.TransferResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table at the end. */
final class Report {

    private static final String LAYOUT = "%-9s %s %12s %7s %8s  %-10s %s%n";

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** One file: what became of it. */
    record Row(String protocol, String key, long size, int parts, double mibPerSecond, String proof, boolean verified) {
    }

    /** Compares every file with what the gateway's route received. */
    static List<Row> rows(Road road, Map<String, Path> files, Scoreboard scoreboard, Path received) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            Optional<TransferResult> result = scoreboard.result(file.getKey());
            Path copy = received.resolve(file.getKey());
            boolean identical = result.isPresent() && Files.isRegularFile(copy) && Files.mismatch(file.getValue(), copy) < 0;
            double seconds = result.map(r -> r.duration().toNanos() / 1e9).orElse(0.0);
            long size = Files.size(file.getValue());
            rows.add(new Row(road.protocol(), file.getKey(), size, result.map(TransferResult::parts).orElse(0),
                seconds == 0 ? 0 : size / seconds / (1 << 20), result.map(r -> r.proof().token()).orElse("-"), identical));
        }
        return rows;
    }

    void print(List<Row> rows) {
        out.println();
        out.printf(LAYOUT, "protocol", Columns.fit("key", 26), "bytes", "parts", "MiB/s", "proof", "verified");
        for (Row row : rows) {
            out.printf(LAYOUT, row.protocol(), Columns.fit(row.key(), 26), row.size(), row.parts() == 0 ? "one PUT" : row.parts(),
                String.format("%.1f", row.mibPerSecond()), row.proof(), row.verified() ? "yes" : "NO");
        }
    }
}
