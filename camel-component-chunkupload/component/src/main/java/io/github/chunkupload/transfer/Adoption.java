package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of an earlier transfer is of use: parts that journal and store agree on, and parts of which only the bytes of the source can
 * tell. All others are sent again.
 */
final class Adoption {

    private final List<ConfirmedPart> adopted = new ArrayList<>();
    private final Map<Integer, Candidate> candidates = new LinkedHashMap<>();

    /**
     * A part of the store that has to be compared with the source.
     *
     * @param etag the store's
     * @param expected every checksum that is known of it, from the store and from the journal
     * @param told those of the store
     */
    record Candidate(String etag, Checksums expected, Checksums told) {

        /** Returns what the bytes of the source prove; empty: they are others. */
        Optional<Proof> proof(Checksums source) {
            boolean other = source.contradiction(expected).isPresent() || source.agreement(expected).isEmpty();
            return other ? Optional.empty() : Optional.of(source.agreement(told).map(Proof::by).orElse(Proof.SIZE_ONLY));
        }
    }

    /** Returns that nothing is of use. */
    static Adoption nothing() {
        return new Adoption();
    }

    /**
     * Compares journal and store.
     *
     * @param stored what the store lists; empty where it tells nothing
     * @param sameSource whether the source is known to be what it was; else every part is compared with its bytes
     */
    static Adoption of(PartPlan plan, JournalEntry entry, PartsKnown known, Optional<StoredParts> stored, boolean sameSource) {
        return of(plan, entry, known, stored, sameSource, false);
    }

    /**
     * Compares journal and store.
     *
     * @param proving whether the store proves each part and not the object: then a part that nobody confirmed is sent again
     */
    static Adoption of(PartPlan plan, JournalEntry entry, PartsKnown known, Optional<StoredParts> stored, boolean sameSource,
            boolean proving) {
        Adoption adoption = new Adoption();
        long told = stored.map(StoredParts::contiguous).orElse(0L);
        boolean agrees = told < 0 || told >= contiguous(plan, entry);
        for (PartSlot slot : plan) {
            Optional<ConfirmedPart> journalled = Optional.ofNullable(entry.parts().get(slot.index())).filter(p -> p.slot().equals(slot));
            if (known == PartsKnown.LIST) {
                stored.flatMap(list -> list.get(slot)).ifPresent(part -> adoption.listed(slot, journalled, part, sameSource));
            } else if (known == PartsKnown.FIRST_GAP) {
                boolean covered = slot.offset() + slot.length() <= told;
                if (journalled.isPresent() ? covered || agrees : covered && !proving) {
                    adoption.trusted(journalled.orElse(new ConfirmedPart(slot, "", Checksums.NONE, Proof.SIZE_ONLY)), sameSource);
                }
            } else {
                journalled.ifPresent(part -> adoption.trusted(part, sameSource));
            }
        }
        return adoption;
    }

    /** A store that lists a part without telling anything of it confirms what it confirmed before, to us. */
    private void listed(PartSlot slot, Optional<ConfirmedPart> journalled, PartReceipt stored, boolean sameSource) {
        if (stored.slot().length() >= 0 && stored.slot().length() != slot.length()) {
            return;
        }
        Checksums ours = journalled.map(ConfirmedPart::sums).orElse(Checksums.NONE);
        if (ours.contradiction(stored.sums()).isPresent()) {
            return;
        }
        Optional<Digest> agreement = ours.agreement(stored.sums());
        boolean sameEtag = journalled.isPresent() && !stored.etag().isEmpty() && stored.etag().equals(journalled.get().etag());
        boolean silent = journalled.isPresent() && stored.etag().isEmpty() && stored.sums().isEmpty();
        boolean confirmed = agreement.isPresent() || sameEtag || silent;
        Checksums expected = confirmed ? ours.and(stored.sums()) : stored.sums();
        if (confirmed && sameSource) {
            Proof proof = agreement.map(Proof::by).orElseGet(() -> journalled.get().proof());
            adopted.add(new ConfirmedPart(slot, stored.etag(), ours, proof));
        } else if (!expected.isEmpty()) {
            candidates.put(slot.index(), new Candidate(stored.etag(), expected, stored.sums()));
        }
    }

    /**
     * Returns how far the journal goes without a gap. A store that tells only where its first gap is has everything before it, by
     * whomever it was sent; if that is all the journal has up to its own first gap, it is believed to have the rest too. So is one that
     * tells nothing.
     */
    private static long contiguous(PartPlan plan, JournalEntry entry) {
        long end = plan.start();
        for (PartSlot slot : plan) {
            if (!entry.parts().containsKey(slot.index())) {
                break;
            }
            end = slot.offset() + slot.length();
        }
        return end;
    }

    private void trusted(ConfirmedPart part, boolean sameSource) {
        if (sameSource) {
            adopted.add(part);
        } else if (!part.sums().isEmpty()) {
            candidates.put(part.slot().index(), new Candidate(part.etag(), part.sums(), Checksums.NONE));
        }
    }

    /** Returns the parts that need not be looked at again. */
    List<ConfirmedPart> adopted() {
        return adopted;
    }

    /** Returns what the store has in the place of {@code slot}, if its bytes have to be compared. */
    Optional<Candidate> candidate(PartSlot slot) {
        return Optional.ofNullable(candidates.get(slot.index()));
    }

    /** Returns the bytes of the parts that need not be looked at again. */
    long bytes() {
        return adopted.stream().mapToLong(part -> part.slot().length()).sum();
    }
}
