package io.github.chunkupload.gateway;

import io.github.chunkupload.store.Damage;
import io.github.chunkupload.store.ScrubReport;
import io.github.chunkupload.store.Scrubbing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a store read all its objects again, once in a period and whenever it is asked for, slowly enough that clients do not notice, and
 * tells the log of every one that is damaged. A pass that was broken off by the end of the process goes on when it is started again.
 * Nothing is done to a damaged object: it is served as before, with the checksum that it no longer has. Thread-safe.
 */
public final class Scrubber implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Scrubbing store;
    private final Duration period;
    private final long bytesPerSecond;
    private final Clock clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicBoolean running = new AtomicBoolean();
    private final Object turn = new Object();
    private ScheduledExecutorService worker;

    /**
     * Makes a scrubber that does nothing until it is started.
     *
     * @param period from the beginning of one pass to that of the next, if it has ended by then; zero: only when asked for
     * @param bytesPerSecond most bytes read
     */
    public Scrubber(Scrubbing store, Duration period, long bytesPerSecond, Clock clock) {
        if (period.isNegative() || bytesPerSecond < 1) {
            throw new IllegalArgumentException("A store is scrubbed at some speed, and its period is not negative: " + period + ", "
                + bytesPerSecond + " bytes a second");
        }
        this.store = store;
        this.period = period;
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
    }

    /** Works from now on by {@code thread}, which it has for itself: a pass may take days. It begins a minute later, at most. */
    public synchronized void start(ScheduledExecutorService thread) {
        worker = thread;
        if (!period.isZero()) {
            long pause = Math.max(1, Math.min(LONGEST_PAUSE.toMillis(), period.toMillis()));
            worker.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
        }
    }

    /** Returns what was found. */
    public ScrubReport report() {
        return store.report();
    }

    /**
     * Has a pass begun, or the one that was broken off gone on with, at once; returns before it has ended.
     *
     * @return false: one is under way already, or this was closed
     */
    public synchronized boolean request() {
        if (worker == null || stop.getCount() == 0 || !running.compareAndSet(false, true)) {
            return false;
        }
        try {
            worker.execute(this::pass);
            return true;
        } catch (RejectedExecutionException e) {
            running.set(false);
            return false;
        }
    }

    private void look() {
        try {
            if (isDue() && running.compareAndSet(false, true)) {
                pass();
            }
        } catch (RuntimeException e) {
            LOG.warn("Looking for damaged objects failed; it is tried again later", e);
        }
    }

    private boolean isDue() {
        ScrubReport last = store.report();
        Instant now = clock.instant();
        return last.begun().isEmpty() || last.isUnderWay() || !last.begun().get().plus(period).isAfter(now);
    }

    private void pass() {
        try {
            synchronized (turn) {
                if (stop.getCount() > 0) {
                    tell(store.scrub(new Slowly()));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("Looking for damaged objects failed; it goes on later", e);
        } finally {
            running.set(false);
        }
    }

    private static void tell(ScrubReport report) {
        if (report.damaged().isEmpty()) {
            LOG.info("{} objects of {} bytes were read again: none is damaged", report.objects(), report.bytes());
        } else {
            LOG.error("{} objects of {} bytes were read again, and {} are damaged", report.objects(), report.bytes(),
                report.damaged().size());
        }
    }

    /** Stops the pass under way where it is, and waits for that. */
    @Override
    public void close() {
        stop.countDown();
        synchronized (turn) {
            LOG.trace("No pass is under way any more");
        }
    }

    /** Lets so many bytes pass in a second. Who has not read for a while saves nothing up. */
    private final class Slowly implements Scrubbing.Watcher {

        private long free = System.nanoTime();

        @Override
        public boolean await(int bytes) {
            long now = System.nanoTime();
            free = Math.max(free, now) + Math.round(bytes * 1e9 / bytesPerSecond);
            try {
                return !stop.await(free - now, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void found(Damage damage) {
            LOG.error("Damaged: {}. {}", LogText.of(damage.name()), LogText.of(damage.what()));
        }
    }
}
