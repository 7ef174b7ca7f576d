package io.github.chunkupload.routes;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.ConfirmedPart;
import io.github.chunkupload.transfer.Ledger;
import io.github.chunkupload.transfer.UploadTicket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What one message, or many together, tell of a scattered upload.
 *
 * @param ticket which upload
 * @param path where its source is in the shared directory
 * @param opened whether the message that opened it is among them; those of an upload that is over come without it
 * @param parts what the store has confirmed, by index
 * @param mishap the last failure of a part that is still missing
 * @param rounds how often missing parts were sent again without any having come back
 * @param known parts that were there when they were sent again last
 */
record Tally(UploadTicket ticket, String path, boolean opened, Map<Integer, ConfirmedPart> parts, Optional<Mishap> mishap, int rounds,
        int known) {

    /**
     * A part that could not be sent.
     *
     * @param index which part
     * @param kind what went wrong
     * @param message the same for people
     */
    record Mishap(int index, Failure kind, String message) {

        /** Returns whether no other worker could do better. */
        boolean isFinal() {
            return kind == Failure.NO_SUCH_UPLOAD || kind == Failure.SOURCE_CHANGED;
        }
    }

    /** Keeps a copy of the parts. */
    Tally {
        parts = new TreeMap<>(parts);
    }

    static Tally opening(UploadTicket ticket, String path, List<ConfirmedPart> parts) {
        Map<Integer, ConfirmedPart> there = new TreeMap<>();
        parts.forEach(part -> there.put(part.slot().index(), part));
        return new Tally(ticket, path, true, there, Optional.empty(), 0, 0);
    }

    static Tally confirmed(Claim claim, ConfirmedPart part) {
        return new Tally(claim.ticket(), claim.path(), false, Map.of(part.slot().index(), part), Optional.empty(), 0, 0);
    }

    static Tally failed(Claim claim, UploadException failure) {
        return new Tally(claim.ticket(), claim.path(), false, Map.of(),
            Optional.of(new Mishap(claim.slot().index(), failure.kind(), failure.getMessage())), 0, 0);
    }

    /** Returns what this and {@code later} tell together; a part that both know counts once. */
    Tally and(Tally later) {
        Map<Integer, ConfirmedPart> all = new TreeMap<>(parts);
        all.putAll(later.parts);
        Tally carried = later.rounds > rounds ? later : this;
        return new Tally(ticket, path, opened || later.opened, all,
            later.mishap.or(() -> mishap).filter(each -> !all.containsKey(each.index())), carried.rounds, carried.known);
    }

    boolean isWhole() {
        return parts.size() == ticket.parts();
    }

    /** Returns whether nothing more has to be waited for. */
    boolean isOver() {
        return opened && (isWhole() || mishap.filter(Mishap::isFinal).isPresent());
    }

    /** Returns the parts that are not there, in the order of the object. */
    List<PartSlot> missing() {
        List<PartSlot> missing = new ArrayList<>();
        for (int index = 0; index < ticket.parts(); index++) {
            if (!parts.containsKey(index)) {
                missing.add(ticket.slot(index));
            }
        }
        return missing;
    }

    /** Returns this with the next round begun: the first one, if a part came since the last. */
    Tally nextRound() {
        return new Tally(ticket, path, opened, parts, mishap, parts.size() > known ? 1 : rounds + 1, parts.size());
    }

    /** Returns this with only those parts that {@code ledger} has. */
    Tally only(Ledger ledger) {
        Map<Integer, ConfirmedPart> left = new TreeMap<>(parts);
        left.values().removeIf(part -> !ledger.has(part.slot()));
        return new Tally(ticket, path, opened, left, mishap, rounds, known);
    }

    Ledger ledger() {
        Ledger ledger = new Ledger(OptionalLong.of(ticket.size()));
        parts.values().forEach(ledger::confirm);
        return ledger;
    }
}
