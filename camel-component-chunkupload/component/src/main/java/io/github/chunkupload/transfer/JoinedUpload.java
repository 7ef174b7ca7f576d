package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.JournalEntry.Phase;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.util.Optional;

/**
 * One upload that another process has opened and in which this one takes part; made by {@link Transfer#join}. Many processes may send
 * parts at once, and the same part more than once. Whoever knows that all are there has the object made. Holds nothing open. For one
 * thread at a time.
 */
public final class JoinedUpload {

    private final Session session;
    private final UploadRequest request;
    private final UploadTicket ticket;

    JoinedUpload(Session session, UploadRequest request, UploadTicket ticket) {
        this.session = session;
        this.request = request;
        this.ticket = ticket;
    }

    /**
     * Sends a part until the store has confirmed it.
     *
     * @param slot one of the {@linkplain UploadTicket#slot ticket's}
     * @param source a file; it is not closed
     * @return what was confirmed
     * @throws UploadException when it could not be sent; with {@link Failure#SOURCE_CHANGED} when {@code source} is not the file that the
     *     upload was opened for, or is no longer: the part is not sent to its end then
     */
    public ConfirmedPart send(PartSlot slot, Source source) {
        if (!slot.equals(ticket.slot(slot.index()))) {
            throw UploadException.of(Failure.INVALID_PART, "There is no part " + slot.index() + " of " + slot.length() + " bytes from "
                + slot.offset() + " in this upload: it has " + ticket.parts() + " parts of " + ticket.partSize() + " bytes");
        }
        if (source.identity().filter(ticket::isOf).isEmpty()) {
            throw SourceWatch.changed("The source changed since its upload began");
        }
        PartSender sender = new PartSender(session.tools().store(), ticket.upload(), request.access(), session.proofRule(),
            session.retries(), SourceWatch.of(source).strict(), session.pace(), part -> { });
        return sender.send(slot, source.region(slot.offset(), slot.length()));
    }

    /**
     * Has the object made. Where the upload is no more it is asked for first: that it became the object is a success, whoever asked for
     * that.
     *
     * @param ledger what the store has confirmed; parts that it turns out not to have are taken out
     * @throws UploadException with {@link Failure#INVALID_PART} when parts are missing, or were found to be: the rest has to be sent, and
     *     complete called again; with {@link Failure#UPLOAD_OPEN} while another process goes on with the upload
     */
    public TransferResult complete(Ledger ledger) {
        Optional<Lease> lease = lease();
        try {
            boolean asked = lease.isEmpty() || lease.get().entry().phase() == Phase.COMPLETING;
            FinishRequest wish = new FinishRequest(ticket.upload(), ledger, request.known(), ticket.tag(), request.access(),
                session.replaces(request), asked);
            Finisher.Finished finished = ledger.isWhole() ? finish(wish, lease) : settled(wish);
            lease.ifPresent(Lease::forget);
            return new TransferResult(finished.receipt(), ticket.size(), ticket.parts(), 0, 0, finished.proof(),
                ticket.upload().uploadId(), session.retries().elapsed());
        } finally {
            lease.ifPresent(Lease::close);
        }
    }

    private Finisher.Finished finish(FinishRequest wish, Optional<Lease> lease) {
        Finisher finisher = session.finisher();
        lease.ifPresent(Lease::completing);
        try {
            return finisher.finish(wish);
        } catch (UploadException e) {
            boolean lists = session.traits().partsKnown() == PartsKnown.LIST;
            if (lists && (e.kind() == Failure.INVALID_PART || e.kind() == Failure.DIGEST_MISMATCH)) {
                finisher.compare(wish);
            }
            throw e;
        }
    }

    /** Parts are missing: it is over all the same if somebody else has had the object made. */
    private Finisher.Finished settled(FinishRequest wish) {
        Optional<ObjectReceipt> made = new Settlement(session.store()).ofUpload(wish);
        if (made.isEmpty()) {
            Finisher.requireWhole(wish.ledger());
        }
        return new Finisher.Finished(made.orElseThrow(), wish.ledger().proof());
    }

    /**
     * Gives the upload up, at the store too.
     *
     * @throws UploadException when the store could not be asked
     */
    public void abort() {
        Optional<Lease> lease = lease();
        try {
            lease.ifPresent(Lease::aborting);
            session.abort(ticket.upload());
            lease.ifPresent(Lease::forget);
        } finally {
            lease.ifPresent(Lease::close);
        }
    }

    /** Takes the entry of the upload, if the journal is the one in which it was written down, or is shared with it. */
    private Optional<Lease> lease() {
        for (JournalEntry entry : session.tools().journal().entries(session.tools().endpoint(), ticket.upload().object())) {
            if (entry.upload().equals(ticket.upload()) && entry.phase() != Phase.NEW) {
                return Optional.of(lease(entry));
            }
        }
        return Optional.empty();
    }

    /** Whoever opened the upload may be about to give the entry back. */
    private Lease lease(JournalEntry entry) {
        for (int attempt = 1;; attempt++) {
            session.retries().check();
            try {
                return session.tools().journal().lease(entry.key(), entry.hint());
            } catch (UploadException e) {
                session.retries().pause("lease", attempt, e);
            }
        }
    }
}
