package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds everybody off an endpoint that refuses. After a refusal nobody begins a request; when the wait is over one request goes as a
 * probe. If that is refused too the wait grows, else the gate opens: to two requests at once first, and to one more with each that
 * succeeds, until nobody waits. Thread-safe; one gate serves all transfers to one endpoint.
 *
 * <p>A store that answers {@link Failure#PENDING} does not refuse. Broken connections are nobody else's concern.
 */
public final class RefusalGate {

    private static final int FIRST_AFTER_THE_PROBE = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean shut;
    private boolean probing;
    private int generation;
    private int refusals;
    private int underWay;
    private int waiting;
    private int limit = Integer.MAX_VALUE;
    private Instant opens = Instant.MIN;
    private UploadException last;

    /** Makes an open gate. */
    public RefusalGate() {
    }

    /** Returns whether requests are held back at this moment. */
    public boolean isShut() {
        lock.lock();
        try {
            return shut;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many requests are held back at this moment. */
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether {@code failure} means that everybody should hold off. */
    static boolean isRefusal(UploadException failure) {
        return failure.kind() == Failure.BUSY || failure.kind() == Failure.UNAVAILABLE;
    }

    /** Returns whether the endpoint was heard at all. */
    private static boolean isAnswer(UploadException failure) {
        return switch (failure.kind()) {
            case CONNECTION, OUTCOME_UNKNOWN, CANCELLED, SOURCE_CHANGED, SOURCE_UNREADABLE -> false;
            default -> true;
        };
    }

    /**
     * Lets a request go as soon as it may.
     *
     * @throws UploadException the latest refusal, when as many probes as this transfer has attempts have failed meanwhile; that the
     *     transfer is over
     */
    Pass enter(Retries retries) {
        boolean probe;
        int entered;
        lock.lock();
        try {
            probe = await(retries);
            probing |= probe;
            underWay++;
            entered = generation;
        } finally {
            lock.unlock();
        }
        Pass pass = new Pass(retries, entered, probe);
        if (probe) {
            pass.awaitOpening();
        }
        return pass;
    }

    /** Returns whether the caller is the probe. */
    private boolean await(Retries retries) {
        int begun = refusals;
        waiting++;
        try {
            while (shut ? probing : underWay >= limit) {
                retries.hold(last, this::awaitChange);
            }
            if (shut && refusals - begun >= retries.attempts()) {
                throw last;
            }
            return shut;
        } finally {
            waiting--;
        }
    }

    private void awaitChange(Duration longest) throws InterruptedException {
        changed.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The right to send one request; to be closed when it has ended, after its outcome was told. */
    final class Pass implements AutoCloseable {

        private final Retries retries;
        private final int entered;
        private final boolean probe;

        private Pass(Retries retries, int entered, boolean probe) {
            this.retries = retries;
            this.entered = entered;
            this.probe = probe;
        }

        private void awaitOpening() {
            try {
                Duration left = Duration.between(retries.now(), opens);
                if (!left.isNegative() && !left.isZero()) {
                    retries.sleep(left, last);
                }
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        void succeeded() {
            lock.lock();
            try {
                if (probe) {
                    shut = false;
                    limit = FIRST_AFTER_THE_PROBE;
                } else if (!shut && limit < Integer.MAX_VALUE) {
                    limit++;
                }
                if (!shut && waiting == 0) {
                    limit = Integer.MAX_VALUE;
                    refusals = 0;
                }
            } finally {
                lock.unlock();
            }
        }

        void failed(UploadException failure) {
            if (isRefusal(failure)) {
                refused(failure);
            } else if (isAnswer(failure)) {
                succeeded();
            }
        }

        /** Requests that were on their way together are refused together: that counts once. */
        private void refused(UploadException failure) {
            lock.lock();
            try {
                if (entered == generation) {
                    generation++;
                    refusals++;
                    shut = true;
                    opens = retries.now().plus(retries.refusalWait(refusals, failure));
                    last = failure;
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                underWay--;
                probing &= !probe;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
