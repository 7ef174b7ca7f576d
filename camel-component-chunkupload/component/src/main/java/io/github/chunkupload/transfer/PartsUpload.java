package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.body.SourceIdentity;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Drives one open upload of a random-access source from its first missing part to the object. */
final class PartsUpload {

    private static final int ROUNDS = 3;

    private final Session session;
    private final UploadRequest request;
    private final Source source;
    private final SourceWatch watch;
    private final Lease lease;
    private final Opened opened;
    private final Ledger ledger;
    private final PartSender sender;
    private final FinishRequest wish;
    private Optional<ObjectReceipt> made = Optional.empty();

    /**
     * An upload that takes parts.
     *
     * @param admission what the store answered, now or earlier
     * @param plan how the body is cut
     * @param tag our mark in the metadata of the object
     * @param asked whether complete was asked for earlier
     * @param made whether the upload is open no longer, and so has become the object
     * @param found what an earlier transfer left
     */
    record Opened(Admission.Open admission, PartPlan plan, String tag, boolean asked, boolean made, Adoption found) {

        static Opened fresh(Admission.Open admission, PartPlan plan, String tag, Adoption found) {
            return new Opened(admission, plan, tag, false, false, found);
        }
    }

    PartsUpload(Session session, UploadRequest request, Source source, SourceWatch watch, Lease lease, Opened opened,
            Ledger ledger) {
        this.session = session;
        this.request = request;
        this.source = source;
        this.watch = watch;
        this.lease = lease;
        this.opened = opened;
        this.ledger = ledger;
        this.sender = new PartSender(session.tools().store(), opened.admission().upload(), request.access(), session.proofRule(),
            session.retries(), watch, session.pace(), this::confirmed);
        this.wish = new FinishRequest(opened.admission().upload(), ledger, request.known(), opened.tag(), request.access(),
            session.replaces(request), opened.asked());
    }

    TransferResult run() {
        begin();
        return end();
    }

    /** Takes over what an earlier transfer left. */
    void begin() {
        session.listener().planned(opened.admission().upload(), request.size(), opened.plan());
        List<ConfirmedPart> adopted = opened.found().adopted();
        if (!adopted.isEmpty()) {
            adopted.forEach(ledger::confirm);
            lease.adopted(adopted);
            session.listener().resumed(opened.admission().upload(), adopted.size(), opened.found().bytes());
        }
    }

    /** Sends what is missing, and makes the object. */
    TransferResult end() {
        List<ConfirmedPart> adopted = opened.found().adopted();
        Finisher.Finished finished = finish();
        lease.forget();
        ObjectReceipt receipt = session.told(finished.receipt(), request);
        return new TransferResult(receipt, request.size().orElseThrow(), Math.max(opened.plan().parts(), ledger.parts().size()),
            adopted.size(), opened.found().bytes(), finished.proof(), opened.admission().upload().uploadId(),
            session.retries().elapsed());
    }

    private void confirmed(ConfirmedPart part) {
        lease.confirmed(part);
        ledger.confirm(part);
        session.listener().partSent(part.slot(), part.slot().length(), ledger.bytes());
    }

    private Finisher.Finished finish() {
        Finisher finisher = session.finisher();
        if (opened.made()) {
            presumeRest();
            return finisher.finish(wish);
        }
        for (int round = 1;; round++) {
            Optional<ObjectReceipt> object = made.or(this::sendMissing);
            if (object.isPresent()) {
                return finisher.accept(wish, object.get());
            }
            if (!finisher.disproved(wish).isEmpty() && round < ROUNDS) {
                continue;
            }
            try {
                checkSource();
                lease.completing();
                return finisher.finish(wish);
            } catch (UploadException e) {
                if (round == ROUNDS || !isAboutParts(e) || finisher.compare(wish).isEmpty()) {
                    throw e;
                }
            }
        }
    }

    private boolean isAboutParts(UploadException e) {
        return session.traits().partsKnown() == PartsKnown.LIST
            && (e.kind() == Failure.INVALID_PART || e.kind() == Failure.DIGEST_MISMATCH);
    }

    /** Returns the object, where the store made it with its last part. */
    private Optional<ObjectReceipt> sendMissing() {
        try {
            sendAll();
            return sender.finished();
        } catch (UploadException e) {
            return Optional.of(madeMeanwhile(e).orElseThrow(() -> e));
        }
    }

    /** Sends one part, for somebody who drives the upload part by part. */
    void send(PartSlot slot) {
        try {
            compareOrSend(slot);
        } catch (UploadException e) {
            ObjectReceipt object = madeMeanwhile(e).orElseThrow(() -> e);
            made = Optional.of(object);
        }
    }

    /** Returns the object, where {@code e} says that the upload is gone because a part whose answer was lost has made it. */
    private Optional<ObjectReceipt> madeMeanwhile(UploadException e) {
        boolean mayBeMade = session.traits().implicitFinish() && (sender.inDoubt() || !opened.found().adopted().isEmpty());
        if (e.kind() != Failure.NO_SUCH_UPLOAD || !mayBeMade) {
            return Optional.empty();
        }
        List<PartSlot> presumed = presumeRest();
        Optional<ObjectReceipt> object = settled();
        if (object.isEmpty()) {
            presumed.forEach(ledger::withdraw);
        }
        return object;
    }

    private Optional<ObjectReceipt> settled() {
        for (int attempt = 1;; attempt++) {
            session.retries().check();
            try {
                return new Settlement(session.store()).ofUpload(wish);
            } catch (UploadException e) {
                session.retries().pause("settle", attempt, e);
            }
        }
    }

    /** Enters what is not known to be at the store: if the upload became the object it is, and the checksum of the whole shows it. */
    private List<PartSlot> presumeRest() {
        List<PartSlot> presumed = new ArrayList<>();
        for (PartSlot slot : opened.plan()) {
            if (!ledger.has(slot)) {
                ledger.confirm(new ConfirmedPart(slot, "", hash(slot, session.proofRule().taken()), Proof.SIZE_ONLY));
                presumed.add(slot);
            }
        }
        return presumed;
    }

    boolean serial() {
        return opened.admission().serial() || session.traits().serial();
    }

    Optional<SourceIdentity> identity() {
        return watch.identity();
    }

    Opened opened() {
        return opened;
    }

    Ledger ledger() {
        return ledger;
    }

    private void sendAll() {
        boolean serial = serial();
        PartWindow window = session.window(serial);
        try {
            for (PartSlot slot : opened.plan()) {
                if (!ledger.has(slot) && (serial || opened.found().candidate(slot).isEmpty())) {
                    window.submit(() -> compareOrSend(slot));
                }
            }
            for (PartSlot slot : opened.plan()) {
                if (!serial && !ledger.has(slot) && opened.found().candidate(slot).isPresent()) {
                    window.submit(() -> compareOrSend(slot));
                }
            }
            window.finish();
        } catch (RuntimeException e) {
            window.stop();
            throw e;
        }
    }

    /** Sees to it that the store has the bytes of {@code slot}: it may have them, only nobody has compared them yet. */
    private void compareOrSend(PartSlot slot) {
        if (!compare(slot)) {
            sender.send(slot, source.region(slot.offset(), slot.length()));
        }
    }

    /** Returns whether the store has the bytes of {@code slot}, which is entered then. */
    boolean compare(PartSlot slot) {
        Optional<Adoption.Candidate> candidate = opened.found().candidate(slot);
        if (candidate.isEmpty()) {
            return false;
        }
        Set<Digest> digests = candidate.get().expected().known();
        digests.addAll(session.proofRule().taken());
        Checksums sums = hash(slot, digests);
        Optional<Proof> proof = candidate.get().proof(sums);
        proof.ifPresent(proved -> confirmed(new ConfirmedPart(slot, candidate.get().etag(), sums, proved)));
        return proof.isPresent();
    }

    private Checksums hash(PartSlot slot, Set<Digest> digests) {
        session.retries().check();
        try {
            return ProofRule.hash(source.region(slot.offset(), slot.length()), digests);
        } catch (IOException e) {
            throw watch.unreadable(e);
        }
    }

    /** Where the file system cannot tell whether the source is the same, its bytes do. */
    private void checkSource() {
        if (watch.check()) {
            return;
        }
        PartSlot all = new PartSlot(0, 0, request.size().orElseThrow());
        if (session.proofRule().taken().isEmpty()) {
            requireSame(all, request.known());
        } else {
            ledger.parts().forEach(part -> requireSame(part.slot(), part.sums()));
        }
        watch.check();
    }

    private void requireSame(PartSlot slot, Checksums sums) {
        if (sums.isEmpty() || hash(slot, sums.known()).contradiction(sums).isPresent()) {
            throw SourceWatch.changed("The source changed while it was sent: its bytes from " + slot.offset() + " are others");
        }
    }
}
