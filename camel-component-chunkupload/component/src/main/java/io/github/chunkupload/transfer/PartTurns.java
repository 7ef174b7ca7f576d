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
import java.util.function.Supplier;

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
    private int wantingToBeAlone;
    private boolean alone;
    private Broken broken;

    /** The part behind which a store that takes parts in their order gets no other, and why it failed. */
    private record Broken(PartSlot slot, Throwable cause) {

        UploadException refusal(PartSlot later) {
            String message = "Part " + later.index() + " is not sent: this store takes parts in their order, and part " + slot.index()
                + " failed: " + cause.getMessage();
            return cause instanceof UploadException e
                ? UploadException.builder(e.kind(), message).remedy(e.remedy()).cause(e).build()
                : UploadException.of(Failure.CANCELLED, message, cause);
        }
    }

    PartTurns(Retries retries, int most, boolean serial, List<PartSlot> missing) {
        this.retries = retries;
        this.most = most;
        this.order = new ArrayDeque<>(serial ? missing : List.of());
    }

    /**
     * Runs {@code sending} on this thread, as soon as it is the turn of {@code slot}.
     *
     * @throws UploadException when it fails; with {@link Failure#CANCELLED} when the turn never comes because the upload was ended, or as
     *     an earlier part did, where the store gets no later one then
     */
    <R> R take(PartSlot slot, Supplier<R> sending) {
        enter(slot);
        Throwable failure = null;
        try {
            return sending.get();
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            leave(slot, failure);
        }
    }

    /** Runs {@code change} in the turn of {@code slot}, while no other part is on its way. */
    void alone(PartSlot slot, Runnable change) {
        lock.lock();
        try {
            running.remove(slot);
            changed.signalAll();
            wantingToBeAlone++;
            try {
                while (alone || !running.isEmpty()) {
                    await();
                }
            } finally {
                wantingToBeAlone--;
                running.add(slot);
            }
            alone = true;
        } finally {
            lock.unlock();
        }
        try {
            change.run();
        } finally {
            lock.lock();
            alone = false;
            changed.signalAll();
            lock.unlock();
        }
    }

    private void enter(PartSlot slot) {
        lock.lock();
        try {
            if (broken != null && broken.slot().equals(slot)) {
                broken = null;
            }
            while (!over && broken == null && (isFull() || running.contains(slot) || isEarly(slot))) {
                retries.check();
                await();
            }
            if (over) {
                throw UploadException.of(Failure.CANCELLED, "Part " + slot.index() + " is not sent: the upload was ended here");
            }
            if (broken != null) {
                throw broken.refusal(slot);
            }
            running.add(slot);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return running.size() >= most || alone || wantingToBeAlone > 0;
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

    private void leave(PartSlot slot, Throwable failure) {
        lock.lock();
        try {
            running.remove(slot);
            if (failure == null) {
                order.remove(slot);
            } else if (!order.isEmpty()) {
                broken = new Broken(slot, failure);
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
