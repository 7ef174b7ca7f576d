package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.body.SourceIdentity.Comparison;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import io.github.chunkupload.transfer.TransferSettings.OnFailure;
import io.github.chunkupload.transfer.TransferSettings.OnSourceChanged;
import io.github.chunkupload.transfer.UploadJournal.Key;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads a random-access source in parts: resumes what the journal knows, else begins, and decides what is left of a failure. */
final class FileUpload {

    private static final Logger LOG = LoggerFactory.getLogger(FileUpload.class);
    private static final int RESTARTS = 2;

    private final Session session;
    private final Source source;
    private final SourceWatch watch;
    private UploadRequest request;
    private Checksums taken = Checksums.NONE;
    private UploadRef upload;
    private Ledger ledger;

    FileUpload(Session session, UploadRequest request, Source source, SourceWatch watch) {
        this.session = session;
        this.request = request;
        this.source = source;
        this.watch = watch;
    }

    TransferResult run() {
        forgetChanged();
        try (Lease lease = lease()) {
            return drive(lease, Stage::finish);
        }
    }

    /** Goes as far as the first missing part. */
    Opening open() {
        forgetChanged();
        Lease lease = lease();
        Opening opening = null;
        try {
            opening = drive(lease, stage -> opening(lease, stage));
            return opening;
        } finally {
            if (!(opening instanceof Opening.Parts)) {
                lease.close();
            }
        }
    }

    private Opening opening(Lease lease, Stage stage) {
        return stage instanceof Stage.Parts open ? new Opening.Parts(new UploadSession(session, this, lease, open.upload()))
            : new Opening.Made(stage.finish());
    }

    private <R> R drive(Lease lease, Function<Stage, R> then) {
        know(lease.entry());
        for (int restart = 0;; restart++) {
            try {
                return then.apply(drive(lease));
            } catch (UploadException e) {
                boolean vanished = e.remedy() == Remedy.RESTART_UPLOAD && restart < RESTARTS;
                if (!vanished) {
                    giveUp(lease, e);
                    throw e;
                }
                forget(lease, restart + 1, e);
            }
        }
    }

    private void forget(Lease lease, int restart, UploadException gone) {
        LOG.info("The upload of {} is gone, another is begun: {}", request.object(), gone.getMessage());
        lease.forget();
        session.retries().pause("upload", restart, again(gone));
    }

    /**
     * Begins another upload in place of one that is gone, with the same ledger, which is empty then.
     *
     * @param restart how often, from 1
     * @throws UploadException {@code gone}, when it is too often, or when the store would have the body cut otherwise now
     */
    Stage beginAgain(Lease lease, PartPlan plan, int restart, UploadException gone) {
        if (restart > RESTARTS) {
            throw gone;
        }
        forget(lease, restart, gone);
        Stage stage = begin(lease);
        if (stage instanceof Stage.Parts open && !open.upload().opened().plan().isCutAs(plan)) {
            abort(lease, gone);
            throw gone;
        }
        return stage;
    }

    /** What had to be hashed for an earlier transfer of the same source need not be hashed again. */
    private void know(JournalEntry entry) {
        boolean same = entry.phase() != JournalEntry.Phase.NEW && isSameSource(entry);
        taken = session.needed(request, source, watch, same ? entry.sums() : Checksums.NONE);
        request = session.knowing(request, taken);
    }

    private static UploadException again(UploadException vanished) {
        return UploadException.builder(vanished.kind(), vanished.getMessage()).remedy(Remedy.RESEND_PART).cause(vanished).build();
    }

    private Lease lease() {
        return watch.identity().map(identity -> {
            Key key = new Key(session.tools().endpoint(), request.object(), identity);
            return session.tools().journal().lease(key, source.hint());
        }).orElseGet(() -> Orphans.lease(session.tools().journal(), session.tools().endpoint(), request.object()));
    }

    private Stage drive(Lease lease) {
        JournalEntry entry = lease.entry();
        if (entry.phase() == JournalEntry.Phase.NEW) {
            return begin(lease);
        }
        if (entry.phase() != JournalEntry.Phase.ABORTING && !isOfOtherBytes(entry)) {
            requireSameKey(entry);
            upload = entry.upload();
            return resume(lease, entry);
        }
        upload = entry.upload();
        session.abort(upload);
        lease.forget();
        return begin(lease);
    }

    /** Returns whether the store was told of other bytes beforehand: it would never make the object of these. */
    private boolean isOfOtherBytes(JournalEntry entry) {
        return session.traits().digestFirst().stream().anyMatch(digest -> entry.sums().get(digest).isPresent()
            && !entry.sums().get(digest).equals(request.known().get(digest)));
    }

    /** Refuses to go on with another customer's key than the upload was begun with; the upload stays, unless it is gone already. */
    private void requireSameKey(JournalEntry entry) {
        Optional<UploadException> refusal = KeyVerifier.refusal(entry.customerKey(), request.access(), "upload under way");
        if (refusal.isPresent()) {
            throw gone(entry).orElseGet(refusal::get);
        }
    }

    private Optional<UploadException> gone(JournalEntry entry) {
        try {
            session.store().state(entry.upload(), -1, 1);
            return Optional.empty();
        } catch (UploadException e) {
            return Optional.of(e).filter(gone -> gone.remedy() == Remedy.RESTART_UPLOAD);
        }
    }

    private Stage begin(Lease lease) {
        upload = null;
        Initiation initiation = new Initiation(session);
        Admission admission = initiation.open(request);
        if (admission instanceof Admission.Done done) {
            return new Stage.Made(known(done.object()));
        }
        Admission.Open open = (Admission.Open) admission;
        upload = open.upload();
        PartPlan plan = PartPlan.of(request.size(), session.partSize(request), session.traits(), open);
        lease.opened(open, plan.partSize(), initiation.tag(), KeyVerifier.of(request.access()), taken);
        boolean joined = open.contiguous() > 0 && session.traits().partsKnown() == PartsKnown.LIST;
        Adoption found = joined ? Adoption.of(plan, JournalEntry.NONE, PartsKnown.LIST, Optional.of(listed()), true) : Adoption.nothing();
        return parts(lease, PartsUpload.Opened.fresh(open, plan, initiation.tag(), found));
    }

    private StoredParts listed() {
        return StoredParts.list(session.store(), upload, session.retries());
    }

    private Stage parts(Lease lease, PartsUpload.Opened opened) {
        long start = opened.plan().start();
        ledger = ledger == null ? new Ledger(start, request.size()) : ledger;
        ledger.restart(start);
        return new Stage.Parts(new PartsUpload(session, request, source, watch, lease, opened, ledger));
    }

    /** The store had the bytes already. */
    private TransferResult known(ObjectReceipt receipt) {
        request.known().contradiction(receipt.sums()).ifPresent(digest -> {
            throw UploadException.of(Failure.CORRUPT, "The store made the object from bytes with another " + digest.token());
        });
        Proof proof = request.known().agreement(receipt.sums()).map(Proof::by).orElse(Proof.SIZE_ONLY);
        return new TransferResult(receipt, request.size().orElse(0), 0, 0, 0, proof, "", session.retries().elapsed());
    }

    private Stage resume(Lease lease, JournalEntry entry) {
        PartsKnown known = session.traits().partsKnown();
        boolean asked = entry.phase() == JournalEntry.Phase.COMPLETING;
        Optional<StoredParts> stored;
        try {
            stored = known == PartsKnown.NONE ? Optional.empty() : Optional.of(listed());
        } catch (UploadException e) {
            boolean mayBeMade = asked || session.traits().implicitFinish();
            if (e.kind() != Failure.NO_SUCH_UPLOAD || !mayBeMade) {
                throw e;
            }
            return made(lease, entry);
        }
        boolean closed = stored.filter(list -> list.phase() != UploadState.Phase.OPEN).isPresent();
        boolean handedOn = asked && known == PartsKnown.LIST && stored.filter(StoredParts::isEmpty).isPresent();
        if (closed || handedOn) {
            return made(lease, entry);
        }
        PartPlan plan = plan(entry);
        boolean proving = session.traits().partProof().isPresent() && session.traits().objectProof().isEmpty();
        Adoption found = Adoption.of(plan, entry, known, stored, isSameSource(entry), proving);
        return parts(lease, new PartsUpload.Opened(entry.admission(), plan, entry.tag(), asked, false, found));
    }

    private PartPlan plan(JournalEntry entry) {
        return PartPlan.of(request.size(), entry.partSize(), session.traits(), entry.admission());
    }

    /** What had to be hashed as a whole tells of a source that was renamed whether it is the same. */
    private boolean isSameSource(JournalEntry entry) {
        boolean untouched = entry.key().source().compare(watch.identity().orElseThrow()) == Comparison.SAME;
        return untouched || taken.agreement(entry.sums()).isPresent() && taken.contradiction(entry.sums()).isEmpty();
    }

    /**
     * The last answer was lost with the process that waited for it: the upload became the object, or it is no more. Or it is about to
     * become it: a gateway that could not hand it on takes no more parts and lists none, and waits to be asked to complete again.
     */
    private Stage made(Lease lease, JournalEntry entry) {
        PartPlan plan = plan(entry);
        Adoption found = Adoption.of(plan, entry, PartsKnown.NONE, Optional.empty(), isSameSource(entry));
        try {
            return new Stage.Made(parts(lease, new PartsUpload.Opened(entry.admission(), plan, entry.tag(), true, true, found)).finish());
        } catch (UploadException e) {
            if (!isGone(e) && e.kind() != Failure.CORRUPT && e.kind() != Failure.INVALID_PART) {
                throw e;
            }
            LOG.info("The upload of {} is gone and did not become the object: {}", request.object(), e.getMessage());
            lease.forget();
            return begin(lease);
        }
    }

    /** Returns whether the store was asked and has no such upload, rather than could not be asked. */
    private static boolean isGone(UploadException e) {
        boolean unknown = e.kind() == Failure.OUTCOME_UNKNOWN;
        return e.remedy() == Remedy.RESTART_UPLOAD || unknown && e.getCause() instanceof UploadException cause && isGone(cause);
    }

    /** An upload of the same file as it was before, or of another file that stood in its place, can never be finished. */
    private void forgetChanged() {
        watch.identity().ifPresent(identity -> {
            for (JournalEntry old : session.tools().journal().entries(session.tools().endpoint(), request.object())) {
                boolean sameFile = !identity.fileKey().isEmpty() && old.key().source().fileKey().equals(identity.fileKey());
                boolean samePlace = old.hint().equals(source.hint());
                if (old.key().source().compare(identity) == Comparison.OTHER && (sameFile || samePlace) && giveUp(old) && sameFile
                        && session.settings().onSourceChanged() == OnSourceChanged.FAIL) {
                    throw SourceWatch.changed("The source changed since its first parts were sent; they were given up");
                }
            }
        });
    }

    private boolean giveUp(JournalEntry old) {
        try (Lease lease = session.tools().journal().lease(old.key(), old.hint())) {
            if (lease.entry().phase() == JournalEntry.Phase.NEW) {
                return false;
            }
            LOG.info("The source of the upload of {} changed since it began; its parts are given up", request.object());
            lease.aborting();
            session.abort(lease.entry().upload());
            lease.forget();
            return true;
        } catch (UploadException e) {
            LOG.warn("An upload of {} from a source that changed could not be given up: {}", request.object(), e.getMessage());
            return false;
        }
    }

    /** Decides what is left of a failure. */
    void giveUp(Lease lease, UploadException cause) {
        boolean ofNoUse = cause.kind() == Failure.SOURCE_CHANGED || !lease.remembers();
        boolean wanted = session.settings().onFailure() == OnFailure.ABORT || session.retries().isCancelled();
        if (upload == null || cause.kind() == Failure.OUTCOME_UNKNOWN) {
            return;
        }
        if (cause.kind() == Failure.CORRUPT) {
            lease.forget();
        } else if (ofNoUse || wanted) {
            abort(lease, cause);
        }
    }

    private void abort(Lease lease, UploadException cause) {
        try {
            lease.aborting();
            session.abort(upload);
            lease.forget();
        } catch (UploadException e) {
            cause.addSuppressed(e);
        }
    }
}
