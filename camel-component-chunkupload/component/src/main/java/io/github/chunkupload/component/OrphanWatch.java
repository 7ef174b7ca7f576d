package io.github.chunkupload.component;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the uploads aborted that nobody will finish: at once, since an earlier process may have left some, and then from time to time, ever
 * more seldom as long as some cannot be. Thread-safe.
 */
final class OrphanWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanWatch.class);
    private static final int MOST_INTERVALS = 16;

    private final Schedule schedule;
    private final Duration interval;
    private final IntSupplier abort;
    private Duration delay;
    private Future<?> next;
    private boolean closed;

    /** Runs things later, on a thread of its own. */
    @FunctionalInterface
    interface Schedule {

        Future<?> later(Duration delay, Runnable what);
    }

    /**
     * Makes a watch that does nothing yet.
     *
     * @param interval between two looks where nothing is left; zero: one look only
     * @param abort aborts, and returns how many are left
     */
    OrphanWatch(Schedule schedule, Duration interval, IntSupplier abort) {
        this.schedule = schedule;
        this.interval = interval;
        this.abort = abort;
        this.delay = interval;
    }

    /** Begins to look. */
    OrphanWatch start() {
        plan(Duration.ZERO);
        return this;
    }

    private void look() {
        int left = 0;
        try {
            left = abort.getAsInt();
        } catch (RuntimeException e) {
            LOG.warn("The uploads that nobody will finish could not be found: {}", e.getMessage());
        }
        if (!interval.isZero()) {
            Duration longest = interval.multipliedBy(MOST_INTERVALS);
            Duration doubled = delay.multipliedBy(2);
            delay = left == 0 ? interval : doubled.compareTo(longest) < 0 ? doubled : longest;
            plan(delay);
        }
    }

    private synchronized void plan(Duration when) {
        if (closed) {
            return;
        }
        try {
            next = schedule.later(when, this::look);
        } catch (RejectedExecutionException e) {
            LOG.debug("The component is being stopped", e);
        }
    }

    /** Ends the watch; a look that is under way is interrupted. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(true);
        }
    }
}
