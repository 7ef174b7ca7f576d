package io.github.chunkupload.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * How long a server waits for one client in one direction: a minute for the next byte, as long as the bytes keep the least rate, and until
 * the time of the request is over. Only the time counts in which the server waits. Not thread-safe.
 */
public final class Patience {

    private static final long SILENCE = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

    private final ServerLimits limits;
    private final long begin;
    private long waited;
    private long moved;
    private boolean over;

    /**
     * Makes one for a body.
     *
     * @param begin the {@link System#nanoTime} at which the request began
     */
    public Patience(ServerLimits limits, long begin) {
        this.limits = limits;
        this.begin = begin;
    }

    /** Something that may have to wait for the client. */
    @FunctionalInterface
    public interface Step {

        /** Returns how many bytes it moved; 0: none yet; negative: none will. */
        long take() throws IOException;
    }

    /** Waits until a step may get on. */
    @FunctionalInterface
    public interface Wait {

        /** Returns after {@code nanos} nanoseconds at the latest. */
        void await(long nanos) throws IOException;
    }

    /**
     * Takes a step that does not block until it gets on, and returns how far.
     *
     * @throws SocketTimeoutException when the client is too slow
     */
    public long until(Step step, Wait wait) throws IOException {
        long progress = step.take();
        if (progress == 0) {
            long start = System.nanoTime();
            while (progress == 0) {
                long silent = System.nanoTime() - start;
                check(waited + silent);
                if (silent > SILENCE) {
                    throw over("Not a byte has passed for a minute");
                }
                wait.await(Math.min(SILENCE - silent + 1, next(waited + silent)));
                progress = step.take();
            }
            waited += System.nanoTime() - start;
        }
        return counted(progress);
    }

    /**
     * Takes a step that blocks, and has its own bound for that, and returns how far it got.
     *
     * @throws SocketTimeoutException when the client is too slow
     */
    public long blocking(Step step) throws IOException {
        long start = System.nanoTime();
        long progress = step.take();
        waited += System.nanoTime() - start;
        return counted(progress);
    }

    private long counted(long progress) throws SocketTimeoutException {
        moved += Math.max(0, progress);
        check(waited);
        return progress;
    }

    /** Returns for how long nothing needs to be looked at. */
    private long next(long total) {
        long rate = limits.minBodyRate() == 0 ? Long.MAX_VALUE : Math.max(LOOK, limits.slowAfter().toNanos() - total);
        return Math.max(1, Math.min(rate, left()));
    }

    private long left() {
        return limits.requestTimeout().isZero() ? Long.MAX_VALUE : limits.requestTimeout().toNanos() - (System.nanoTime() - begin);
    }

    private void check(long total) throws SocketTimeoutException {
        if (limits.isTooSlow(moved, total)) {
            throw over("The client sends or takes less than " + limits.minBodyRate() + " bytes a second");
        }
        if (left() <= 0) {
            throw over("The request takes longer than " + limits.requestTimeout());
        }
    }

    private SocketTimeoutException over(String why) {
        over = true;
        return new SocketTimeoutException(why);
    }

    /** Returns whether the client was too slow. */
    public boolean isOver() {
        return over;
    }
}
