package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs the parts of one transfer on an executor, only so many at once. The thread of the transfer hands them in and waits; no part waits
 * for another. After the first failure no further part begins, and those that run are waited for, so that what they confirm counts.
 */
final class PartWindow {

    /** How long parts on their way may hold up the end of a transfer that was cancelled. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Executor executor;
    private final int width;
    private final Retries retries;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int running;
    private Throwable failure;

    PartWindow(Executor executor, int width, Retries retries) {
        this.executor = executor;
        this.width = width;
        this.retries = retries;
    }

    /** Starts {@code part} as soon as there is room, as {@link #submit(Runnable, Runnable)} does. */
    void submit(Runnable part) {
        submit(part, () -> { });
    }

    /**
     * Starts {@code part} as soon as there is room.
     *
     * @param skipped called instead when the transfer failed before the part began
     * @throws UploadException the failure of an earlier part, or that the transfer was interrupted or is over time
     */
    void submit(Runnable part, Runnable skipped) {
        try {
            awaitRunning(width - 1);
        } catch (UploadException e) {
            skipped.run();
            throw e;
        }
        lock.lock();
        try {
            running++;
        } finally {
            lock.unlock();
        }
        Runnable task = () -> run(part, skipped);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException full) {
            task.run();
        }
    }

    private void run(Runnable part, Runnable skipped) {
        Throwable thrown = null;
        try {
            if (hasFailed()) {
                skipped.run();
            } else {
                part.run();
            }
        } catch (RuntimeException | Error e) {
            thrown = e;
        } finally {
            end(thrown);
        }
    }

    private boolean hasFailed() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    private void end(Throwable thrown) {
        lock.lock();
        try {
            running--;
            fail(thrown);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable thrown) {
        if (failure == null && thrown != null) {
            failure = thrown;
            retries.stop();
        }
    }

    /**
     * Waits until all parts have ended.
     *
     * @throws UploadException the first failure
     */
    void finish() {
        awaitRunning(0);
    }

    /** Begins no further part and waits for those that run, whatever became of them. */
    void stop() {
        lock.lock();
        try {
            boolean cancelled = failure == null;
            fail(UploadException.of(Failure.CANCELLED, "The transfer was stopped"));
            drain(cancelled ? GRACE : longest());
            retries.goOn();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRunning(int most) {
        lock.lock();
        try {
            while (failure == null && running > most) {
                retries.check();
                await();
            }
            if (failure instanceof UploadException e) {
                throw e;
            }
            if (failure != null) {
                throw UploadException.of(Failure.INTERNAL, "A part failed in an unforeseen way: " + failure, failure);
            }
            retries.check();
        } finally {
            lock.unlock();
        }
    }

    private void await() {
        try {
            if (retries.left().isEmpty()) {
                changed.await();
            } else {
                changed.await(Math.max(1, retries.left().get().toMillis()), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration longest() {
        Duration left = retries.left().orElse(LONGEST);
        return left.compareTo(GRACE) < 0 ? GRACE : left;
    }

    private void drain(Duration longest) {
        boolean interrupted = Thread.interrupted();
        long left = longest.toNanos();
        while (running > 0 && left > 0) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
