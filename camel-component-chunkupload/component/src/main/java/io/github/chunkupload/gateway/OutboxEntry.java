package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Staging.Staged;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One staged object on its way. What can change is guarded by the {@link Outbox}. */
final class OutboxEntry {

    /** How far a delivery is. */
    enum State {
        /** To be delivered as soon as it is its turn. */
        READY,
        /** Being delivered. */
        RUNNING,
        /** Failed; waits for a client to ask, or for time to pass. */
        RESTING
    }

    /** Whose turn it is after a failure. */
    enum Turn {
        /** The gateway's: nobody was told, so nobody will ask. */
        GATEWAY,
        /** The client's: it was told. */
        CLIENT,
        /** Nobody's: it ends here. */
        NOBODY
    }

    private final Staged staged;
    private final Optional<Caller> caller;
    private final boolean recovered;
    private State state = State.READY;
    private CompletableFuture<ObjectReceipt> round = new CompletableFuture<>();
    private int waiting;
    private int failures;
    private boolean owed;
    private boolean routed;

    /**
     * Makes an entry to be delivered.
     *
     * @param recovered whether it was pending when the store was opened, and may have been delivered before
     */
    OutboxEntry(Staged staged, Optional<Caller> caller, boolean recovered) {
        this.staged = staged;
        this.caller = caller;
        this.recovered = recovered;
    }

    Staged staged() {
        return staged;
    }

    ObjectRef object() {
        return staged.info().object();
    }

    Optional<Caller> caller() {
        return caller;
    }

    State state() {
        return state;
    }

    int failures() {
        return failures;
    }

    int waiting() {
        return waiting;
    }

    boolean isAwaited() {
        return waiting > 0;
    }

    boolean isRedelivered() {
        return recovered || failures > 0;
    }

    /** Returns whether the delivery succeeded and only the publication is missing. */
    boolean isRouted() {
        return routed;
    }

    /** Returns whether a client was told to ask again. */
    boolean isOwed() {
        return owed;
    }

    /** Returns whether it was sent in one piece, so that there is no upload whose complete could be repeated. */
    boolean isPut() {
        return staged.upload().uploadId().isEmpty();
    }

    void wake() {
        if (state == State.RESTING) {
            state = State.READY;
        }
    }

    /** Counts a client that waits for this round. */
    void await() {
        waiting++;
    }

    /** Counts out a client that was told to ask again. */
    void leave() {
        waiting--;
        owed = true;
    }

    void begin() {
        state = State.RUNNING;
    }

    void routed() {
        routed = true;
    }

    /** Rests until woken, and returns the round that failed. */
    CompletableFuture<ObjectReceipt> rest() {
        CompletableFuture<ObjectReceipt> failed = round;
        round = new CompletableFuture<>();
        waiting = 0;
        failures++;
        state = State.RESTING;
        return failed;
    }

    /** Returns the outcome of this attempt or, while it rests, of the next one. */
    CompletableFuture<ObjectReceipt> round() {
        return round;
    }

    /** Returns whose turn it is when this attempt has failed. */
    Turn turn() {
        if (waiting == 0 || recovered) {
            return Turn.GATEWAY;
        }
        return isPut() ? Turn.NOBODY : Turn.CLIENT;
    }
}
