package io.github.chunkupload.faults;

import io.github.chunkupload.store.Failure;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Counts how transfers ended and which errors were seen on the way, as a table of protocol, fault and outcome. */
final class Outcomes {

    private final Map<String, Map<String, Integer>> ends = new TreeMap<>();
    private final Map<String, Map<Failure, Integer>> seen = new TreeMap<>();

    /** An outcome in the table; null: the identical object. */
    synchronized void ended(Wire wire, String faults, Failure failure) {
        ends.computeIfAbsent("| " + wire + " | " + faults, row -> new TreeMap<>())
            .merge(Objects.toString(failure, "identical"), 1, Integer::sum);
    }

    /** An error that was met on the way, whatever came of it. */
    synchronized void saw(Wire wire, String faults, Failure failure) {
        seen.computeIfAbsent("| " + wire + " | " + faults, row -> new TreeMap<>()).merge(failure, 1, Integer::sum);
    }

    synchronized int count(Wire wire, boolean identical) {
        return ends.entrySet().stream().filter(row -> row.getKey().startsWith("| " + wire + " "))
            .flatMap(row -> row.getValue().entrySet().stream())
            .filter(end -> identical == end.getKey().equals("identical")).mapToInt(Map.Entry::getValue).sum();
    }

    @Override
    public synchronized String toString() {
        StringBuilder table = new StringBuilder("| protocol | faults | outcomes | errors met on the way |\n|---|---|---|---|\n");
        ends.forEach((row, counts) -> table.append(row).append(" | ").append(counts).append(" | ")
            .append(seen.getOrDefault(row, Map.of())).append(" |\n"));
        return table.toString();
    }
}
