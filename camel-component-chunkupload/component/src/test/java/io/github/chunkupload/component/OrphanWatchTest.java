package io.github.chunkupload.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When uploads that nobody will finish are looked for. Nobody waits: what is to be done later is done when the test says so. */
class OrphanWatchTest {

    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final List<Duration> delays = new ArrayList<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> futures = new ArrayList<>();

    private Future<?> later(Duration delay, Runnable what) {
        delays.add(delay);
        later.add(what);
        futures.add(new CompletableFuture<>());
        return futures.get(futures.size() - 1);
    }

    private void pass(int looks) {
        IntStream.range(0, looks).forEach(i -> later.remove().run());
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    @Test
    void looksAtOnceAndThenAtEachInterval() {
        new OrphanWatch(this::later, INTERVAL, () -> 0).start();
        pass(2);
        assertThat(delays).containsExactly(Duration.ZERO, INTERVAL, INTERVAL);
    }

    @Test
    void looksEverMoreSeldomWhileSomeAreLeftUpToALimit() {
        List<Integer> left = new ArrayList<>(List.of(1, 1, 1, 1, 1, 1, 0, 1));
        new OrphanWatch(this::later, INTERVAL, () -> left.remove(0)).start();
        pass(8);
        assertThat(delays).containsExactly(Duration.ZERO, minutes(10), minutes(20), minutes(40), minutes(80), minutes(80), minutes(80),
            INTERVAL, minutes(10));
    }

    @Test
    void aLookThatFailsIsNotTheLast() {
        new OrphanWatch(this::later, INTERVAL, () -> {
            throw new IllegalStateException("the journal cannot be read");
        }).start();
        pass(3);
        assertThat(delays).hasSize(4);
    }

    @Test
    void withoutAnIntervalThereIsOneLook() {
        new OrphanWatch(this::later, Duration.ZERO, () -> 1).start();
        pass(1);
        assertThat(later).isEmpty();
    }

    @Test
    void afterTheEndNothingIsLookedFor() {
        OrphanWatch watch = new OrphanWatch(this::later, INTERVAL, () -> 1).start();
        watch.close();
        assertThat(futures).singleElement().matches(Future::isCancelled);
        pass(1);
        assertThat(later).isEmpty();
    }

    @Test
    void aScheduleThatIsOverIsTheEnd() {
        new OrphanWatch((delay, what) -> {
            throw new RejectedExecutionException();
        }, INTERVAL, () -> 1).start();
        assertThat(later).isEmpty();
    }
}
