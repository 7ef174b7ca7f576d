package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Holds, goes on with or ends a transfer from outside. Requests on their way always end by themselves: each of these takes effect before
 * the next request. Thread-safe; for one transfer.
 */
public final class TransferControl {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final BooleanSupplier leaving;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean paused;
    private boolean cancelled;
    private boolean stopped;

    /** Makes a control that lets its transfer run. */
    public TransferControl() {
        this(() -> false);
    }

    /**
     * Makes a control that also looks by itself whether it is time to {@link #stop()}.
     *
     * @param leaving is asked before each request, from many threads
     */
    public TransferControl(BooleanSupplier leaving) {
        this.leaving = leaving;
    }

    /** Begins no further request until {@link #resume()}. A deadline goes on to run. */
    public void pause() {
        set(() -> paused = true);
    }

    /** Goes on. */
    public void resume() {
        set(() -> paused = false);
    }

    /** Ends the transfer with {@link Failure#CANCELLED} and aborts its upload, unless complete was asked for already. */
    public void cancel() {
        set(() -> cancelled = true);
    }

    /** Ends the transfer with {@link Failure#CANCELLED}; what was sent stays, to be resumed another time. */
    public void stop() {
        set(() -> stopped = true);
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the transfer is held. */
    public boolean isPaused() {
        return get(() -> paused);
    }

    /** Returns whether the transfer was cancelled. */
    public boolean isCancelled() {
        return get(() -> cancelled);
    }

    private boolean get(BooleanSupplier value) {
        lock.lock();
        try {
            return value.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** Fails when the transfer is to end. */
    void check() {
        if (isCancelled()) {
            throw UploadException.of(Failure.CANCELLED, "The transfer was cancelled");
        }
        if (get(() -> stopped) || leaving.getAsBoolean()) {
            throw UploadException.of(Failure.CANCELLED, "The transfer was stopped; it can be resumed");
        }
    }

    /** Waits while the transfer is held. */
    void awaitGo(Retries retries) {
        while (isPaused()) {
            retries.hold(UploadException.of(Failure.CANCELLED, "The transfer was paused when it ended"), this::awaitChange);
        }
    }

    private void awaitChange(Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (paused) {
                changed.await(Math.min(longest.toNanos(), LOOK.toNanos()), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }
}
