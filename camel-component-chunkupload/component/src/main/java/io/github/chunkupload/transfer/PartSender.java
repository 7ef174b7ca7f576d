package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Sends parts of one upload: takes the checksums on the way, compares them with the answer, and sends again what did not arrive as it
 * was sent. Thread-safe: many parts may be on their way at once. Usable without {@link Transfer}, for one part or for all.
 *
 * <p>A part whose body is not {@linkplain Body#repeatable() repeatable} is sent once.
 */
public final class PartSender {

    private final ObjectStore store;
    private final UploadRef upload;
    private final Access access;
    private final ProofRule rule;
    private final Retries retries;
    private final SourceWatch watch;
    private final Pace pace;
    private final Consumer<ConfirmedPart> record;
    private final AtomicReference<ObjectReceipt> finished = new AtomicReference<>();
    private volatile boolean doubt;

    /**
     * Makes a sender with a retry budget and a deadline of its own.
     *
     * @param record is told of every part the store has confirmed, on the thread that sent it, such as {@link Ledger#confirm}
     * @throws UploadException with {@link Failure#UNSUPPORTED} when {@code access} has a customer's key and the store takes none
     */
    public PartSender(ObjectStore store, UploadRef upload, Access access, TransferSettings settings, Timing timing,
            Consumer<ConfirmedPart> record) {
        this(store, upload, access, settings, timing, Site.unknown(), record);
    }

    /** As the other, with what is shared with everybody else who talks to the endpoint. */
    public PartSender(ObjectStore store, UploadRef upload, Access access, TransferSettings settings, Timing timing, Site site,
            Consumer<ConfirmedPart> record) {
        this(store, upload, access, ProofRule.of(settings, permitting(store.traits(upload.object().bucket()), access)),
            new Retries(settings, timing, TransferListener.NONE, site), SourceWatch.NOTHING, new Pace(List.of()), record);
    }

    private static StoreTraits permitting(StoreTraits traits, Access access) {
        traits.check(access);
        return traits;
    }

    PartSender(ObjectStore store, UploadRef upload, Access access, ProofRule rule, Retries retries, SourceWatch watch, Pace pace,
            Consumer<ConfirmedPart> record) {
        this.store = new GatedStore(store, retries);
        this.upload = upload;
        this.access = access;
        this.rule = rule;
        this.retries = retries;
        this.watch = watch;
        this.pace = pace;
        this.record = record;
    }

    /**
     * Sends a part until the store has confirmed it.
     *
     * @param slot where it belongs; its length may be unknown
     * @param body its bytes; it is not closed
     * @return what was confirmed, and recorded
     * @throws UploadException when it could not be sent; {@link Failure#SOURCE_UNREADABLE} or {@link Failure#SOURCE_CHANGED} when it was
     *     the source that failed; {@link Failure#CANCELLED} when this thread was interrupted or the deadline has passed
     */
    public ConfirmedPart send(PartSlot slot, Body body) {
        return send(slot, body, Checksums.NONE);
    }

    /**
     * As the other, for bytes whose checksums somebody told beforehand: they are told to the store too, and bytes that differ are not
     * sent again.
     *
     * @throws UploadException with {@link Failure#DIGEST_MISMATCH} and {@link Remedy#GIVE_UP} when the bytes are others
     */
    public ConfirmedPart send(PartSlot slot, Body body, Checksums expected) {
        boolean lost = false;
        for (int attempt = 1;; attempt++) {
            retries.check();
            try {
                return recorded(once(slot, body, expected));
            } catch (UploadException e) {
                if (lost && e.kind() == Failure.CONFLICT && hasTaken(slot)) {
                    return recorded(new ConfirmedPart(slot, "", hash(body), Proof.SIZE_ONLY));
                }
                lost |= e.remedy() == Remedy.RECONNECT || e.kind() == Failure.OUTCOME_UNKNOWN;
                doubt |= lost;
                if (!body.repeatable()) {
                    throw e;
                }
                retries.pause("part " + slot.index(), attempt, e);
            }
        }
    }

    private ConfirmedPart recorded(ConfirmedPart part) {
        retries.confirmed();
        record.accept(part);
        return part;
    }

    /** Asks a store that takes parts in turn only, and is past this one, whether it took it when its answer was lost. */
    private boolean hasTaken(PartSlot slot) {
        boolean tells = store.traits(upload.object().bucket()).partsKnown() == PartsKnown.FIRST_GAP;
        return tells && store.state(upload, -1, 1).contiguous() >= slot.offset() + slot.length();
    }

    private Checksums hash(Body body) {
        GuardedBody guarded = new GuardedBody(body, watch);
        try {
            return ProofRule.hash(guarded, rule.taken());
        } catch (IOException e) {
            throw guarded.causeOf(watch.unreadable(e));
        }
    }

    private ConfirmedPart once(PartSlot slot, Body body, Checksums expected) {
        GuardedBody guarded = new GuardedBody(body, watch);
        Checksums announced = announced(guarded);
        Finisher.requireKnown(expected, announced);
        HashedBody hashed = new HashedBody(pace.of(guarded), new Checks(rule.taken(), expected).all());
        PartReceipt receipt;
        try {
            receipt = store.putPart(upload, slot, hashed, rule.checks(expected.and(announced)), access);
        } catch (UploadException e) {
            if (e.kind() == Failure.DIGEST_MISMATCH && hashed.isComplete()) {
                Finisher.requireKnown(expected, hashed.sums());
            }
            throw guarded.causeOf(e);
        }
        if (hashed.isComplete()) {
            Finisher.requireKnown(expected, hashed.sums());
        }
        Proof proof = rule.judge(hashed, announced, receipt.sums(), receipt.slot().length());
        receipt.finished().ifPresent(finished::set);
        return new ConfirmedPart(slot.withLength(hashed.bytes()), receipt.etag(), hashed.sums().and(announced), proof);
    }

    private Checksums announced(GuardedBody body) {
        try {
            return rule.announced(body);
        } catch (IOException e) {
            throw body.causeOf(watch.unreadable(e));
        }
    }

    /** Returns the object, where the store finished it by itself with the last part. */
    public Optional<ObjectReceipt> finished() {
        return Optional.ofNullable(finished.get());
    }

    /** Returns whether an answer was lost: the store may have more than it has confirmed. */
    boolean inDoubt() {
        return doubt;
    }
}
