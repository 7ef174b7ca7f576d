package io.github.chunkupload.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Decides which requests of one transfer are struck by which fault: the same for the same seed and order of requests. One of the first
 * requests always is, later ones now and then, never more than a given number. Thread-safe.
 */
public final class FaultPlan {

    /** No faults. */
    public static final FaultPlan NONE = new FaultPlan(0, Set.of(), 1, 0, 0, () -> false);

    private static final int LEAST_FLIPPED = 1000;

    private final Random random;
    private final List<Fault> kinds;
    private final double rate;
    private final int most;
    private final int first;
    private final BooleanSupplier made;
    private final List<Fault> struck = new ArrayList<>();
    private int requests;

    /** What happens to one request; {@code random} draws where in it. */
    record Strike(Fault fault, Random random) {
    }

    /**
     * @param kinds the faults to choose from
     * @param early one of so many first requests is struck in any case
     * @param rate how probable it is that a request is struck
     * @param most requests that are struck
     * @param made tells whether the object was made, for {@link Fault#LOST_COMPLETE}
     */
    public FaultPlan(long seed, Set<Fault> kinds, int early, double rate, int most, BooleanSupplier made) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.kinds = kinds.stream().sorted().toList();
        this.rate = rate;
        this.most = most;
        this.made = made;
        this.first = random.nextInt(early);
    }

    /** Returns the faults that struck so far. */
    public synchronized List<Fault> struck() {
        return List.copyOf(struck);
    }

    synchronized Optional<Strike> strike(int bodyLength) {
        requests++;
        boolean due = requests > first && struck.isEmpty() || random.nextDouble() < rate;
        if (!due || struck.size() >= most) {
            return Optional.empty();
        }
        List<Fault> possible = kinds.stream().filter(fault -> isPossible(fault, bodyLength)).toList();
        if (possible.isEmpty()) {
            return Optional.empty();
        }
        Fault fault = possible.get(random.nextInt(possible.size()));
        struck.add(fault);
        return Optional.of(new Strike(fault, new Random(random.nextLong())));
    }

    private boolean isPossible(Fault fault, int bodyLength) {
        return switch (fault) {
            case BIT_FLIP -> bodyLength >= LEAST_FLIPPED;
            case HALF_OPEN -> !struck.contains(Fault.HALF_OPEN);
            case LOST_COMPLETE -> false;
            default -> true;
        };
    }

    /** Returns whether the reply at hand is to be dropped because it may be that of complete. */
    synchronized boolean losesReply() {
        boolean loses = kinds.contains(Fault.LOST_COMPLETE) && !struck.contains(Fault.LOST_COMPLETE) && made.getAsBoolean();
        if (loses) {
            struck.add(Fault.LOST_COMPLETE);
        }
        return loses;
    }
}
