package io.github.chunkupload.gateway;

import io.github.chunkupload.gateway.OutboxEntry.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The entries of one key in the order of their assembly; one at a time is delivered. Guarded by the {@link Outbox}. */
final class Lane {

    private final boolean strict;
    private final List<OutboxEntry> entries = new ArrayList<>();

    /**
     * Makes an empty lane.
     *
     * @param strict whether an entry that rests holds back those behind it
     */
    Lane(boolean strict) {
        this.strict = strict;
    }

    void add(OutboxEntry entry) {
        entries.add(entry);
    }

    void remove(OutboxEntry entry) {
        entries.remove(entry);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Returns the entry to deliver now. */
    Optional<OutboxEntry> next() {
        if (entries.stream().anyMatch(e -> e.state() == State.RUNNING)) {
            return Optional.empty();
        }
        return entries.stream().limit(strict ? 1 : entries.size()).filter(e -> e.state() == State.READY).findFirst();
    }

    /** Returns the entries assembled before {@code entry} that no client waits for. */
    List<OutboxEntry> abandonedBefore(OutboxEntry entry) {
        return entries.subList(0, entries.indexOf(entry)).stream().filter(e -> !e.isAwaited()).toList();
    }

    /** Returns the entry assembled last of those that were uploads. */
    Optional<OutboxEntry> lastUpload() {
        return entries.stream().filter(e -> !e.isPut()).reduce((earlier, later) -> later);
    }

    /** Returns the entry sent in one piece with the same bytes and metadata whose client was told to ask again. */
    Optional<OutboxEntry> owedLike(OutboxEntry put) {
        return entries.stream().filter(e -> e.isPut() && e.isOwed())
            .filter(e -> OwedAnswers.same(e.staged().info(), put.staged().info())).findFirst();
    }
}
