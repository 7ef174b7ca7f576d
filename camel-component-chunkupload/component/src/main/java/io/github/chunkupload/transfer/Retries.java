package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides for one transfer whether something is tried again, and waits before. It is the one table of what a
 * {@link io.github.chunkupload.store.Remedy} means, the keeper of the retry budget, and of the deadline. Thread-safe.
 */
final class Retries {

    private static final int CONFIRMED_PER_RETRY = 10;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final RetryPolicy policy;
    private final Timing timing;
    private final TransferListener listener;
    private final Instant begun;
    private final Optional<Instant> deadline;
    private final Site site;
    private final TransferControl control;
    private final Set<Thread> waiting = new HashSet<>();
    private int budget;
    private int confirmed;
    private boolean stopped;

    /** Waits for at most the given time, or until something has changed. */
    @FunctionalInterface
    interface Wait {

        void atMost(Duration longest) throws InterruptedException;
    }

    Retries(TransferSettings settings, Timing timing, TransferListener listener, Site site) {
        this(settings, timing, listener, site, new TransferControl());
    }

    Retries(TransferSettings settings, Timing timing, TransferListener listener, Site site, TransferControl control) {
        this.policy = settings.retry();
        this.control = control;
        this.site = site;
        this.timing = timing;
        this.listener = listener;
        this.begun = timing.clock().instant();
        this.deadline = settings.deadline().map(begun::plus);
        this.budget = policy.budget();
    }

    /** Returns what is shared with others who talk to the same endpoint. */
    Site site() {
        return site;
    }

    /** Returns the most attempts of one request. */
    int attempts() {
        return policy.attempts();
    }

    Instant now() {
        return timing.clock().instant();
    }

    /** Returns the time since the transfer began. */
    Duration elapsed() {
        return Duration.between(begun, timing.clock().instant());
    }

    /** Returns the time until the deadline, negative after it; empty where there is none. */
    Optional<Duration> left() {
        return deadline.map(end -> Duration.between(timing.clock().instant(), end));
    }

    /** Waits while the transfer is held, and fails as {@link #check()} does. */
    void awaitGo() {
        check();
        control.awaitGo(this);
        check();
    }

    /** Returns whether the upload is to be aborted because somebody wanted that. */
    boolean isCancelled() {
        return control.isCancelled();
    }

    /** Fails when the deadline has passed, this thread was interrupted, or somebody wants the transfer to end. */
    void check() {
        control.check();
        if (Thread.currentThread().isInterrupted()) {
            throw cancelled("The transfer was interrupted", null);
        }
        if (left().filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            throw cancelled("The transfer did not end within its deadline", null);
        }
    }

    /** Earns retries back. */
    synchronized void confirmed() {
        confirmed++;
        if (confirmed % CONFIRMED_PER_RETRY == 0) {
            budget = Math.min(policy.budget(), budget + 1);
        }
    }

    /**
     * Returns when {@code what} may be tried again. After a refusal that is at once, because the next request waits at the gate, with
     * everybody else's.
     *
     * @param attempt how often it was tried, from 1
     * @throws UploadException {@code failure}, when it is not to be tried again; or that the transfer is over
     */
    void pause(String what, int attempt, UploadException failure) {
        Duration base = switch (failure.remedy()) {
            case RESEND_PART, RECONNECT, FIX_CLOCK, ASK -> policy.brokenBase();
            case BACK_OFF -> policy.refusedBase();
            case RESTART_UPLOAD, GIVE_UP -> throw failure;
        };
        if (attempt >= policy.attempts() || !spend()) {
            throw failure;
        }
        if (failure.remedy() == Remedy.FIX_CLOCK) {
            failure.serverDate().ifPresent(site.clock()::learn);
        }
        if (!RefusalGate.isRefusal(failure)) {
            sleep(wait(base, attempt, failure), failure);
        }
        listener.retried(what, attempt + 1, failure);
    }

    /** Waits before the outcome of a complete is asked again; it costs no budget, because nothing is wrong. */
    void pending(int asked, UploadException pending) {
        sleep(wait(policy.refusedBase(), asked, pending), pending);
    }

    /** Returns how long an endpoint is left alone that has refused that often, counted from 1. */
    Duration refusalWait(int refusals, UploadException refusal) {
        return wait(policy.refusedBase(), refusals, refusal);
    }

    private Duration wait(Duration base, int failures, UploadException failure) {
        Duration jitter = policy.jitter(base, failures, timing.random());
        return failure.retryAfter().map(jitter::plus).orElse(jitter);
    }

    private synchronized boolean spend() {
        boolean affordable = budget > 0;
        budget -= affordable ? 1 : 0;
        return affordable;
    }

    /** Allows waits again. */
    synchronized void goOn() {
        stopped = false;
    }

    /** Ends every wait, now and until {@link #goOn()}. */
    synchronized void stop() {
        stopped = true;
        waiting.forEach(Thread::interrupt);
    }

    /** Waits for something that others do. */
    void hold(UploadException cause, Wait wait) {
        check();
        waiting(() -> wait.atMost(left().filter(time -> time.compareTo(LONGEST) < 0).orElse(LONGEST)), cause);
    }

    /** Waits. */
    void sleep(Duration duration, UploadException failure) {
        if (left().filter(time -> time.compareTo(duration) <= 0).isPresent()) {
            throw cancelled("The transfer would not end within its deadline", failure);
        }
        waiting(() -> timing.sleeper().sleep(duration), failure);
    }

    private interface Waiting {
        void run() throws InterruptedException;
    }

    private void waiting(Waiting waits, UploadException failure) {
        boolean interrupted = false;
        if (!enter()) {
            throw failure;
        }
        try {
            waits.run();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (leave()) {
            throw failure;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw cancelled("The transfer was interrupted", failure);
        }
    }

    private synchronized boolean enter() {
        return !stopped && waiting.add(Thread.currentThread());
    }

    /** Returns whether the wait was ended by {@link #stop()}; the interrupt that did it must not reach anything else. */
    private synchronized boolean leave() {
        waiting.remove(Thread.currentThread());
        if (stopped) {
            Thread.interrupted();
        }
        return stopped;
    }

    private static UploadException cancelled(String message, UploadException cause) {
        return UploadException.of(Failure.CANCELLED, message + (cause == null ? "" : "; it waited after: " + cause.getMessage()), cause);
    }
}
