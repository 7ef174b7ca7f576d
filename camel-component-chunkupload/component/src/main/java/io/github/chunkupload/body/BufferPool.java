package io.github.chunkupload.body;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory that all transfers together may hold for bytes which they cannot read a second time. Thread-safe.
 *
 * <p>Each transfer opens a {@link Share}, which sets a least amount aside for it alone. With that one buffer a transfer always goes on:
 * it fills it, sends it, and has it back. So nobody waits for memory that another waiter holds, and the pool cannot lock up, however
 * small it is. What is not set aside goes to whoever asked first.
 *
 * <p>The pool counts and does not recycle: a buffer that is given back is left to the garbage collector, so that a slow reader never
 * sees the bytes of the next part.
 */
public final class BufferPool {

    /** The capacity unless told otherwise: 64 MiB, or a quarter of the heap where that is less. */
    public static final long DEFAULT_CAPACITY = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 4);

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter> queue = new ArrayDeque<>();
    private final long capacity;
    private long free;

    /** Makes a pool of {@code capacity} bytes. */
    public BufferPool(long capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("A buffer pool needs at least 1 byte, not " + capacity);
        }
        this.capacity = capacity;
        this.free = capacity;
    }

    /** Returns the bytes that all transfers together may hold. */
    public long capacity() {
        return capacity;
    }

    /** Returns the bytes that are neither set aside nor in use. */
    public long free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many wait for memory at this moment. */
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sets {@code least} bytes aside, but never more than the whole pool. Waits its turn until they are free.
     *
     * @throws InterruptedException when interrupted while waiting
     */
    public Share share(long least) throws InterruptedException {
        long amount = Math.max(1, Math.min(least, capacity));
        lock.lockInterruptibly();
        try {
            await(new Waiter(amount, null));
            return new Share(amount);
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Waiter waiter) throws InterruptedException {
        queue.addLast(waiter);
        serve();
        try {
            while (!waiter.served) {
                waiter.ready.await();
            }
            return waiter.fromShare;
        } catch (InterruptedException e) {
            withdraw(waiter);
            throw e;
        }
    }

    private void withdraw(Waiter waiter) {
        queue.remove(waiter);
        if (waiter.served && waiter.fromShare) {
            waiter.share.leastTaken = false;
        } else if (waiter.served) {
            free += waiter.amount;
        }
        serve();
    }

    /** Serves those first who have their own memory back, then the others in turn; a large one at the head is not overtaken. */
    private void serve() {
        queue.removeIf(waiter -> {
            if (waiter.share == null || waiter.share.leastTaken) {
                return false;
            }
            waiter.share.leastTaken = true;
            waiter.serve(true);
            return true;
        });
        while (!queue.isEmpty() && queue.peekFirst().amount <= free) {
            Waiter first = queue.pollFirst();
            free -= first.amount;
            first.serve(false);
        }
    }

    private final class Waiter {

        private final long amount;
        private final Share share;
        private final Condition ready = lock.newCondition();
        private boolean served;
        private boolean fromShare;

        Waiter(long amount, Share share) {
            this.amount = amount;
            this.share = share;
        }

        void serve(boolean own) {
            served = true;
            fromShare = own;
            ready.signal();
        }
    }

    /** The part of the pool that belongs to one transfer. Buffers may outlive it; each returns its memory by itself. */
    public final class Share implements AutoCloseable {

        private final long least;
        private boolean leastTaken;
        private boolean closed;

        private Share(long least) {
            this.least = least;
        }

        /** Returns the bytes set aside: a buffer up to that size can always be had by waiting. */
        public long least() {
            return least;
        }

        /**
         * Takes a buffer of {@code size} bytes, waiting for it.
         *
         * @throws IllegalArgumentException when it is larger than {@link #least()}: waiting for that could take for ever
         * @throws InterruptedException when interrupted while waiting
         */
        public Buffer take(long size) throws InterruptedException {
            if (size > least) {
                throw new IllegalArgumentException("A buffer of " + size + " bytes is larger than the " + least + " set aside");
            }
            lock.lockInterruptibly();
            try {
                requireOpen();
                boolean own = await(new Waiter(size, this));
                return new Buffer(own ? 0 : size, own ? this : null, size, BufferPool.this);
            } finally {
                lock.unlock();
            }
        }

        /** Takes a buffer of {@code size} bytes if that much is free at this moment and nobody waits for it. */
        public Optional<Buffer> tryTake(long size) {
            lock.lock();
            try {
                requireOpen();
                if (!leastTaken && size <= least) {
                    leastTaken = true;
                    return Optional.of(new Buffer(0, this, size, BufferPool.this));
                }
                if (!queue.isEmpty() || size > free) {
                    return Optional.empty();
                }
                free -= size;
                return Optional.of(new Buffer(size, null, size, BufferPool.this));
            } finally {
                lock.unlock();
            }
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("This share was given back");
            }
        }

        /** Gives back what was set aside, at once or when the buffer that uses it is closed. */
        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    free += leastTaken ? 0 : least;
                    serve();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    void giveBack(long amount, Share share) {
        lock.lock();
        try {
            free += amount;
            if (share != null && share.closed) {
                free += share.least;
            } else if (share != null) {
                share.leastTaken = false;
            }
            serve();
        } finally {
            lock.unlock();
        }
    }
}
