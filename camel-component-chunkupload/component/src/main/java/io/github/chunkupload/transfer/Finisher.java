package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.UploadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes the object out of its parts, once, and compares it with what was sent. An answer that was lost is settled by asking, never by
 * guessing. Thread-safe. Usable without {@link Transfer}.
 */
public final class Finisher {

    private final ObjectStore store;
    private final TransferSettings settings;
    private final Retries retries;

    /**
     * The object.
     *
     * @param receipt what the store answered, or told when it was asked afterwards
     * @param proof that of the whole object, else the weakest of its parts
     */
    public record Finished(ObjectReceipt receipt, Proof proof) {
    }

    /** Makes a finisher with a retry budget and a deadline of its own. */
    public Finisher(ObjectStore store, TransferSettings settings, Timing timing) {
        this(store, settings, timing, Site.unknown());
    }

    /** As the other, with what is shared with everybody else who talks to the endpoint. */
    public Finisher(ObjectStore store, TransferSettings settings, Timing timing, Site site) {
        this(store, settings, new Retries(settings, timing, TransferListener.NONE, site));
    }

    Finisher(ObjectStore store, TransferSettings settings, Retries retries) {
        this.store = new GatedStore(store, retries);
        this.settings = settings;
        this.retries = retries;
    }

    /**
     * Proves by the store's list those parts that no answer has proved so far, and notes it in the ledger.
     *
     * @return the parts that the store does not have as they were sent; they are no longer in the ledger and have to be sent again
     */
    public List<PartSlot> disproved(FinishRequest request) {
        boolean proved = request.ledger().parts().stream().noneMatch(part -> part.proof() == Proof.SIZE_ONLY);
        return proved || traits(request).partsKnown() != PartsKnown.LIST ? List.of() : compare(request);
    }

    /** Compares all parts with the store's list, as {@link #disproved} does with some. */
    List<PartSlot> compare(FinishRequest request) {
        StoredParts stored = StoredParts.list(store, request.upload(), retries);
        List<PartSlot> wrong = new ArrayList<>();
        for (ConfirmedPart part : request.ledger().parts()) {
            Optional<ConfirmedPart> proved = stored.get(part.slot()).flatMap(receipt -> proved(part, receipt));
            if (proved.isPresent()) {
                request.ledger().confirm(proved.get());
            } else {
                request.ledger().withdraw(part.slot());
                wrong.add(part.slot());
            }
        }
        return wrong;
    }

    private static Optional<ConfirmedPart> proved(ConfirmedPart part, PartReceipt stored) {
        boolean otherLength = stored.slot().length() >= 0 && stored.slot().length() != part.slot().length();
        if (otherLength || part.sums().contradiction(stored.sums()).isPresent()) {
            return Optional.empty();
        }
        Optional<Digest> agreement = part.sums().agreement(stored.sums());
        if (agreement.isPresent()) {
            return Optional.of(part.provedBy(Proof.by(agreement.get()), stored.etag()));
        }
        boolean otherEtag = !part.etag().isEmpty() && !stored.etag().isEmpty() && !part.etag().equals(stored.etag());
        return otherEtag ? Optional.empty() : Optional.of(part);
    }

    /**
     * Makes the object.
     *
     * @throws UploadException with {@link Failure#INVALID_PART} when the ledger has gaps or the store misses a part,
     *     {@link Failure#UNPROVED} when proof was demanded and there is none, {@link Failure#OUTCOME_UNKNOWN} when the answer was lost
     *     and asking did not settle it, {@link Failure#CORRUPT} when the object is there and is not what was sent
     */
    public Finished finish(FinishRequest request) {
        requireWhole(request.ledger());
        requireKnown(request.known(), request.ledger().whole());
        if (traits(request).objectProof().isEmpty()) {
            requireProof(request.ledger().proof());
        }
        return accept(request, complete(request));
    }

    /** Refuses a ledger with gaps, naming them. */
    static void requireWhole(Ledger ledger) {
        List<Ledger.Gap> gaps = ledger.gaps();
        if (!gaps.isEmpty()) {
            throw UploadException.of(Failure.INVALID_PART, "Not complete, missing are: "
                + String.join(", ", gaps.stream().limit(10).map(Object::toString).toList()));
        }
    }

    /** Refuses bytes that are not those the caller announced. */
    static void requireKnown(Checksums known, Checksums taken) {
        known.contradiction(taken).ifPresent(digest -> {
            throw UploadException.builder(Failure.DIGEST_MISMATCH, "The source has " + digest.token() + " "
                + taken.get(digest).orElse("") + ", but " + known.get(digest).orElse("") + " was announced")
                .remedy(Remedy.GIVE_UP).build();
        });
    }

    /** Compares the object that the store made, by itself or when asked, with what was sent. */
    Finished accept(FinishRequest request, ObjectReceipt receipt) {
        long size = request.ledger().size().orElse(-1);
        if (receipt.size() >= 0 && size >= 0 && receipt.size() != size) {
            throw UploadException.of(Failure.CORRUPT, "The object has " + receipt.size() + " bytes, but " + size + " were sent");
        }
        Checksums whole = request.whole();
        Checksums told = whole.agreement(receipt.sums()).isPresent() ? receipt.sums() : toldByHead(request, receipt);
        whole.contradiction(told).ifPresent(digest -> {
            throw UploadException.of(Failure.CORRUPT, "The object has " + digest.token() + " " + told.get(digest).orElse("") + ", but "
                + whole.get(digest).orElse("") + " was sent");
        });
        Proof proof = whole.agreement(told).map(Proof::by).orElse(request.ledger().proof());
        requireProof(proof);
        return new Finished(receipt, proof);
    }

    private Checksums toldByHead(FinishRequest request, ObjectReceipt receipt) {
        Optional<Digest> expected = traits(request).objectProof().filter(digest -> request.whole().get(digest).isPresent());
        if (expected.isEmpty() || receipt.sums().get(expected.get()).isPresent()) {
            return receipt.sums();
        }
        try {
            ObjectInfo info = store.head(receipt.object(), request.access());
            boolean same = !receipt.etag().isEmpty() && Objects.equals(info.etag(), receipt.etag());
            return same ? receipt.sums().and(info.sums()) : receipt.sums();
        } catch (UploadException notTold) {
            return receipt.sums();
        }
    }

    private void requireProof(Proof proof) {
        if (settings.requireProof() && proof == Proof.SIZE_ONLY) {
            throw UploadException.of(Failure.UNPROVED, "Proof was demanded, and the store told no checksum that would prove the bytes");
        }
    }

    private StoreTraits traits(FinishRequest request) {
        return store.traits(request.upload().object().bucket());
    }

    private ObjectReceipt complete(FinishRequest request) {
        Completion completion = new Completion(request.ledger().receipts(), request.ledger().size(), request.whole(), Metadata.NONE, 0,
            request.replace());
        boolean doubt = request.asked();
        Duration limit = retries.elapsed().plus(settings.completeTimeout());
        int asked = 0;
        int attempt = 0;
        while (true) {
            retries.check();
            try {
                return store.complete(request.upload(), completion);
            } catch (UploadException e) {
                if (e.kind() == Failure.PENDING) {
                    doubt = true;
                    await(++asked, limit, e);
                    continue;
                }
                doubt |= isDoubtful(e);
                Optional<ObjectReceipt> settled = settle(request, doubt, ++attempt, e);
                if (settled.isPresent()) {
                    return settled.get();
                }
            }
        }
    }

    private void await(int asked, Duration limit, UploadException pending) {
        if (retries.elapsed().compareTo(limit) >= 0) {
            throw unknown(pending);
        }
        retries.pending(asked, pending);
    }

    /** Returns the object, or returns when complete is to be asked again. */
    private Optional<ObjectReceipt> settle(FinishRequest request, boolean doubt, int attempt, UploadException e) {
        boolean gone = e.kind() == Failure.NO_SUCH_UPLOAD || e.kind() == Failure.UNSUPPORTED && traits(request).implicitFinish();
        UploadException failure = e;
        if (doubt || gone) {
            try {
                Optional<ObjectReceipt> found = new Settlement(store).ofUpload(request);
                if (found.isPresent()) {
                    return found;
                }
            } catch (UploadException unanswered) {
                unanswered.addSuppressed(e);
                failure = unanswered;
                gone = false;
            }
        }
        if (gone) {
            throw doubt ? unknown(e) : e;
        }
        if (isRefusal(failure)) {
            throw failure;
        }
        try {
            retries.pause("complete", attempt, failure);
        } catch (UploadException over) {
            throw doubt ? unknown(over) : over;
        }
        return Optional.empty();
    }

    private static boolean isDoubtful(UploadException e) {
        return switch (e.kind()) {
            case CONNECTION, OUTCOME_UNKNOWN, INTERNAL, UNAVAILABLE, CONFLICT, PROTOCOL -> true;
            default -> false;
        };
    }

    /** Returns whether the store has said that it did not complete, and why. */
    private static boolean isRefusal(UploadException e) {
        return switch (e.kind()) {
            case INVALID_PART, INVALID_PART_ORDER, PART_TOO_SMALL, DIGEST_MISMATCH -> true;
            default -> false;
        };
    }

    private static UploadException unknown(UploadException cause) {
        return UploadException.of(Failure.OUTCOME_UNKNOWN,
            "Complete was asked for, and whether it took effect could not be found out: " + cause.getMessage(), cause);
    }
}
