package io.github.chunkupload.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was reached: how often each operation succeeded and was refused. What was reached least is wished for first. */
final class Coverage {

    private static final int AS_IT_SHOULD_BE = 4;

    private final List<String> operations;
    private final Set<String> refusedAlways;
    private final Map<String, int[]> counts = new TreeMap<>();
    private int requests;
    private int signedAfterwards;
    private int unknown;

    /**
     * A request wished for.
     *
     * @param success whether it is to be as it should be
     */
    record Wish(String operation, boolean success) {
    }

    Coverage(List<String> operations, Set<String> refusedAlways) {
        this.operations = operations;
        this.refusedAlways = refusedAlways;
        operations.forEach(operation -> counts.put(operation, new int[2]));
    }

    Wish wish(Random random) {
        boolean success = random.nextInt(AS_IT_SHOULD_BE) == 0;
        String least = operations.get(random.nextInt(operations.size()));
        if (random.nextBoolean()) {
            int outcome = success ? 0 : 1;
            for (String operation : operations) {
                boolean fewer = counts.get(operation)[outcome] < counts.get(least)[outcome];
                least = fewer && !(success && refusedAlways.contains(operation)) ? operation : least;
            }
        }
        return new Wish(least, success);
    }

    void count(String operation, boolean success, boolean spoilt, boolean signed) {
        requests++;
        signedAfterwards += spoilt && signed ? 1 : 0;
        int[] count = counts.get(operation);
        if (count == null) {
            unknown++;
        } else {
            count[success ? 0 : 1]++;
        }
    }

    int requests() {
        return requests;
    }

    int signedAfterwards() {
        return signedAfterwards;
    }

    /** Returns the operations that did not succeed as often as this, but for those that never do, or were not refused as often. */
    List<String> reachedLessThan(int times) {
        return operations.stream().filter(operation -> counts.get(operation)[0] < times && !refusedAlways.contains(operation)
            || counts.get(operation)[1] < times).toList();
    }

    @Override
    public String toString() {
        return requests + " requests, " + signedAfterwards + " spoilt and then signed, " + unknown
            + " for no operation; succeeded/refused: " + counts.entrySet().stream()
            .map(count -> count.getKey() + " " + count.getValue()[0] + "/" + count.getValue()[1]).collect(Collectors.joining(", "));
    }
}
