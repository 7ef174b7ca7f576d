package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets only so many of the threads that come send a part at once, none the same part as another, and in the order of the object where the
 * store demands it. Thread-safe.
 */
final class PartTurns {

    private static final long LOOK_MILLIS = 1000;

    private final Retries retries;
    private final int most;
    private final Deque<PartSlot> order;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<PartSlot> running = new HashSet<>();
    private boolean over;
    private PartSlot broken;

    PartTurns(Retries retries, int most, boolean serial, List<PartSlot> missing) {
        this.retries = retries;
        this.most = most;
        this.order = new ArrayDeque<>(serial ? missing : List.of());
    }

    /**
     * Runs {@code sending} on this thread, as soon as it is the turn of {@code slot}.
     *
     * @throws UploadException when it fails; with {@link Failure#CANCELLED} when the turn never comes
     */
    void take(PartSlot slot, Runnable sending) {
        enter(slot);
        boolean done = false;
        try {
            sending.run();
            done = true;
        } finally {
            leave(slot, done);
        }
    }

    private void enter(PartSlot slot) {
        lock.lock();
        try {
            if (slot.equals(broken)) {
                broken = null;
            }
            while (!over && broken == null && (running.size() >= most || running.contains(slot) || isEarly(slot))) {
                retries.check();
                await();
            }
            if (over) {
                throw UploadException.of(Failure.CANCELLED, "Part " + slot.index() + " is not sent: the upload was ended here");
            }
            if (broken != null) {
                throw UploadException.of(Failure.CANCELLED, "Part " + slot.index() + " is not sent: this store takes parts in their order, "
                    + "and part " + broken.index() + " failed");
            }
            running.add(slot);
        } finally {
            lock.unlock();
        }
    }

    private boolean isEarly(PartSlot slot) {
        return !order.isEmpty() && order.contains(slot) && !order.peek().equals(slot);
    }

    private void await() {
        try {
            long left = retries.left().isEmpty() ? LOOK_MILLIS : Math.min(LOOK_MILLIS, Math.max(1, retries.left().get().toMillis()));
            changed.await(left, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave(PartSlot slot, boolean done) {
        lock.lock();
        try {
            running.remove(slot);
            if (done) {
                order.remove(slot);
            } else if (!order.isEmpty()) {
                broken = slot;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets no further part begin, and waits for those on their way: what they confirm counts. */
    void end() {
        lock.lock();
        boolean interrupted = Thread.interrupted();
        try {
            over = true;
            retries.stop();
            changed.signalAll();
            long left = retries.left().map(time -> Math.max(time.toNanos(), 0)).orElse(Long.MAX_VALUE);
            left = Math.max(left, PartWindow.GRACE.toNanos());
            while (!running.isEmpty() && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                    left = Math.min(left, PartWindow.GRACE.toNanos());
                }
            }
            retries.goOn();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
