package io.github.chunkupload.gateway;

import io.github.chunkupload.gateway.OutboxEntry.State;
import io.github.chunkupload.gateway.OutboxEntry.Turn;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Staging.Staged;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What is staged and not delivered, who waits for it, and what is delivered next: first what clients wait for, each key in the order
 * of assembly. It only keeps the books, so it never blocks except for {@link #close}; durable is what the store's staging keeps.
 */
final class Outbox {

    private final boolean strict;
    private final int parallel;
    private final Supplier<UploadException> pending;
    private final OwedAnswers owed;
    private final Map<String, OutboxEntry> entries = new HashMap<>();
    private final Map<UploadRef, OutboxEntry> uploads = new HashMap<>();
    private final Map<ObjectRef, Lane> lanes = new HashMap<>();
    private final Set<Lane> awaited = new LinkedHashSet<>();
    private final Set<Lane> backlog = new LinkedHashSet<>();
    private int workers;
    private int running;
    private boolean closing;
    private boolean closed;

    /**
     * Makes an empty outbox.
     *
     * @param strict whether an entry that failed holds back those of its key behind it
     * @param parallel most workers
     * @param pending what clients are told when the outbox closes before their object is delivered
     * @param owed where answers are kept for clients that were told to ask again
     */
    Outbox(boolean strict, int parallel, Supplier<UploadException> pending, OwedAnswers owed) {
        this.strict = strict;
        this.parallel = parallel;
        this.pending = pending;
        this.owed = owed;
    }

    /** Adds an entry that nobody waits for behind the others of its key. */
    synchronized void add(OutboxEntry entry) {
        entries.put(entry.staged().id(), entry);
        if (!entry.isPut()) {
            uploads.put(entry.staged().upload(), entry);
        }
        lanes.computeIfAbsent(entry.object(), key -> new Lane(strict)).add(entry);
        schedule(entry);
    }

    /** Adds an entry and waits for it. */
    synchronized Ticket admit(OutboxEntry entry) {
        owed.forget(entry.object());
        add(entry);
        return ticket(entry, false);
    }

    /** Joins the entry of that delivery id, if there is one, and wakes it. */
    synchronized Optional<Ticket> join(String id) {
        return Optional.ofNullable(entries.get(id)).map(entry -> ticket(entry, true));
    }

    /** Joins a delivery of the same bytes whose client was told to ask again, or takes its outcome; if there is none, adds the entry. */
    synchronized Ticket joinOrAdmit(OutboxEntry put) {
        Optional<OutboxEntry> same = Optional.ofNullable(lanes.get(put.object())).flatMap(lane -> lane.owedLike(put));
        if (same.isPresent()) {
            return ticket(same.get(), true);
        }
        return owed.take(put.staged().info())
            .map(receipt -> new Ticket(put, CompletableFuture.completedFuture(receipt), true))
            .orElseGet(() -> admit(put));
    }

    private Ticket ticket(OutboxEntry entry, boolean joined) {
        entry.wake();
        if (!strict) {
            entry.await();
        }
        if (closing && entry.state() != State.RUNNING) {
            tellPending(entry);
        }
        schedule(entry);
        return new Ticket(entry, entry.round(), joined);
    }

    /** Delivers an entry that rests now, unless it has failed again since. */
    synchronized void wake(OutboxEntry entry, int failures) {
        if (entries.get(entry.staged().id()) == entry && entry.failures() == failures) {
            entry.wake();
            schedule(entry);
        }
    }

    /** A client was told to ask again. Returns false when the outcome came just in time. */
    synchronized boolean leave(Ticket ticket) {
        if (ticket.round().isDone()) {
            return false;
        }
        ticket.entry().leave();
        return true;
    }

    /** Returns the entry that was an upload. */
    synchronized Optional<OutboxEntry> find(UploadRef upload) {
        return Optional.ofNullable(uploads.get(upload));
    }

    /** Returns the upload of the last entry of that object that was one. */
    synchronized Optional<Staged> undelivered(ObjectRef object) {
        return Optional.ofNullable(lanes.get(object)).flatMap(Lane::lastUpload).map(OutboxEntry::staged);
    }

    /** Takes an entry out; returns false when it is being delivered or not there any more. */
    synchronized boolean withdraw(OutboxEntry entry, UploadException why) {
        if (entries.get(entry.staged().id()) != entry || entry.state() == State.RUNNING) {
            return false;
        }
        remove(entry);
        entry.round().completeExceptionally(why);
        return true;
    }

    /** Returns whether one more worker should be started, and counts it. */
    synchronized boolean hire() {
        boolean needed = !closing && workers < parallel && workers - running < awaited.size() + backlog.size();
        workers += needed ? 1 : 0;
        return needed;
    }

    /** Counts a worker out that ends without asking for work. */
    synchronized void quit() {
        workers--;
    }

    /** Returns what a worker is to deliver; when there is nothing the worker is counted out. */
    synchronized Optional<OutboxEntry> take() {
        Set<Lane> queue = awaited.isEmpty() ? backlog : awaited;
        if (closing || queue.isEmpty()) {
            workers--;
            return Optional.empty();
        }
        Iterator<Lane> first = queue.iterator();
        OutboxEntry entry = first.next().next().orElseThrow();
        first.remove();
        entry.begin();
        running++;
        return Optional.of(entry);
    }

    /** Takes out what was assembled before {@code entry} under its key, failed, and is awaited by nobody. */
    synchronized List<OutboxEntry> supersede(OutboxEntry entry) {
        List<OutboxEntry> older = lanes.get(entry.object()).abandonedBefore(entry);
        older.forEach(this::remove);
        return older;
    }

    /** Returns whose turn it is now that the attempt has failed. */
    synchronized Turn turn(OutboxEntry entry) {
        return entry.turn();
    }

    /** Ends an entry with success. */
    synchronized void delivered(OutboxEntry entry, ObjectReceipt receipt) {
        owed.forget(entry.object());
        if (entry.isPut() && entry.isOwed() && !entry.isAwaited()) {
            owed.keep(entry.staged().info(), receipt);
        }
        end(entry);
        entry.round().complete(receipt);
    }

    /** Ends an entry without success. */
    synchronized void dropped(OutboxEntry entry, UploadException why) {
        end(entry);
        entry.round().completeExceptionally(why);
    }

    /** Keeps an entry for another attempt. */
    synchronized void failed(OutboxEntry entry, UploadException why) {
        running--;
        entry.rest().completeExceptionally(why);
        schedule(entry);
        notifyAll();
    }

    /** Returns how many objects wait to be delivered or are being delivered. */
    synchronized int size() {
        return entries.size();
    }

    /** Returns how many clients wait. */
    synchronized int waiting() {
        return entries.values().stream().mapToInt(OutboxEntry::waiting).sum();
    }

    /** Returns whether nothing may be published any more. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Starts no delivery any more, waits for those that are running, and tells every client still waiting to ask again. */
    synchronized void close(Duration wait) {
        closing = true;
        awaited.clear();
        backlog.clear();
        entries.values().stream().filter(e -> e.state() != State.RUNNING).forEach(this::tellPending);
        long end = System.nanoTime() + wait.toNanos();
        boolean interrupted = false;
        for (long left = end - System.nanoTime(); running > 0 && left > 0 && !interrupted; left = end - System.nanoTime()) {
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                interrupted = true;
            }
        }
        closed = true;
        entries.values().forEach(this::tellPending);
    }

    private void tellPending(OutboxEntry entry) {
        entry.round().completeExceptionally(pending.get());
    }

    private void end(OutboxEntry entry) {
        running--;
        remove(entry);
        notifyAll();
    }

    private void remove(OutboxEntry entry) {
        entries.remove(entry.staged().id());
        uploads.remove(entry.staged().upload(), entry);
        ObjectRef object = entry.object();
        Lane lane = lanes.get(object);
        lane.remove(entry);
        if (lane.isEmpty()) {
            lanes.remove(object);
        }
        schedule(lane);
    }

    private void schedule(OutboxEntry entry) {
        schedule(lanes.get(entry.object()));
    }

    private void schedule(Lane lane) {
        Optional<OutboxEntry> next = closing ? Optional.empty() : lane.next();
        if (next.isEmpty()) {
            awaited.remove(lane);
            backlog.remove(lane);
        } else if (next.get().isAwaited()) {
            backlog.remove(lane);
            awaited.add(lane);
        } else if (!awaited.contains(lane)) {
            backlog.add(lane);
        }
    }
}
