package io.github.chunkupload.transfer;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One upload that the caller drives part by part; made by {@link Transfer#open}. It is the same engine as that of a whole transfer: the
 * same journal, proofs, retries and deadline.
 *
 * <p>{@link #send} may be called from many threads: as many parts as {@link TransferSettings#parallelParts()} are on their way at once,
 * the others wait. A store that takes parts in their order only gets them so, whoever calls first, which needs that whoever sends the
 * earlier ones is not kept waiting by those who wait. The other methods are for one thread at a time.
 *
 * <p>The session holds the lease of its journal entry, and so must be closed. Closing it without {@link #complete} or {@link #abort}
 * leaves the upload to be resumed, if its source is a file; else it is aborted.
 */
public final class UploadSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadSession.class);

    private final Session session;
    private final FileUpload file;
    private final Lease lease;
    private final PartPlan plan;
    private final Ledger ledger;
    private final PartTurns turns;
    private final List<Source> owned = new ArrayList<>();
    private volatile PartsUpload parts;
    private volatile TransferResult made;
    private int restarts;
    private boolean ended;

    UploadSession(Session session, FileUpload file, Lease lease, PartsUpload parts) {
        this.session = session;
        this.file = file;
        this.lease = lease;
        this.parts = parts;
        this.plan = parts.opened().plan();
        this.ledger = parts.ledger();
        parts.begin();
        this.turns = new PartTurns(session.retries(), parts.serial() ? 1 : session.settings().parallelParts(), parts.serial(), missing());
    }

    /** Closes {@code source} when the session is closed. */
    void owns(Source source) {
        owned.add(source);
    }

    /** Returns the upload. It is another one after the store has lost the first. */
    public UploadRef upload() {
        return parts.opened().admission().upload();
    }

    /** Returns how the body is cut. */
    public PartPlan plan() {
        return plan;
    }

    /**
     * Returns what lets other processes take part. Parts that the store has, and that nobody has compared with the source yet, are
     * compared now, because nobody else would.
     *
     * @return empty: parts of this store have to come in their order, or the source is no file
     */
    public Optional<UploadTicket> ticket() {
        boolean uniform = !parts.serial() && plan().start() == 0;
        if (uniform) {
            missing().forEach(parts::compare);
        }
        return parts.identity().filter(file -> uniform).map(file -> new UploadTicket(upload(), parts.opened().tag(),
            plan().size().orElseThrow(), plan().partSize(), file));
    }

    /** Returns what is done. What an earlier transfer had sent is in it from the beginning. */
    public Ledger ledger() {
        return ledger;
    }

    /** Returns the parts that are not done, in the order of the object. */
    public List<PartSlot> missing() {
        return slots(false);
    }

    private List<PartSlot> slots(boolean done) {
        List<PartSlot> slots = new ArrayList<>();
        for (PartSlot slot : plan) {
            if (ledger.has(slot) == done) {
                slots.add(slot);
            }
        }
        return slots;
    }

    /**
     * Sends a part until the store has confirmed it. A part that is done already is not sent again. Should the store have lost the upload,
     * another is begun, and all that was done is sent again first.
     *
     * @return what was confirmed, which is in the ledger
     * @throws UploadException when it could not be sent, when {@code slot} is none of the plan, or with {@link Failure#CANCELLED} when
     *     the session was ended meanwhile
     */
    public ConfirmedPart send(PartSlot slot) {
        if (!plan.contains(slot.index()) || !plan.slot(slot.index()).equals(slot)) {
            throw UploadException.of(Failure.INVALID_PART, "There is no part " + slot.index() + " of " + slot.length() + " bytes from "
                + slot.offset() + " in this upload: it has " + plan);
        }
        return turns.take(slot, () -> sendInTurn(slot));
    }

    private ConfirmedPart sendInTurn(PartSlot slot) {
        while (!ledger.has(slot)) {
            PartsUpload now = parts;
            try {
                now.send(slot);
            } catch (UploadException e) {
                if (e.remedy() != Remedy.RESTART_UPLOAD) {
                    throw e;
                }
                turns.alone(slot, () -> sendAgain(now, e));
            }
        }
        return ledger.get(slot).orElseGet(() -> new ConfirmedPart(slot, "", Checksums.NONE, Proof.SIZE_ONLY));
    }

    private void sendAgain(PartsUpload lost, UploadException gone) {
        if (parts != lost) {
            return;
        }
        List<PartSlot> done = slots(true);
        Optional<UploadException> again = Optional.of(gone);
        while (again.isPresent()) {
            begin(again.get());
            again = sendOwed(done);
        }
    }

    /** Sends what nobody else will send; returns why the upload is gone already, if it is. */
    private Optional<UploadException> sendOwed(List<PartSlot> done) {
        try {
            for (PartSlot slot : parts.opened().plan()) {
                boolean owed = slot.offset() < plan.start() || done.contains(slot);
                if (owed && !ledger.has(slot)) {
                    parts.send(slot);
                }
            }
            return Optional.empty();
        } catch (UploadException e) {
            return Optional.of(e).filter(gone -> gone.remedy() == Remedy.RESTART_UPLOAD).or(() -> {
                throw e;
            });
        }
    }

    /** Begins another upload in place of one that is gone; what the new one has already is in the ledger. */
    private void begin(UploadException gone) {
        Stage stage = file.beginAgain(lease, plan, ++restarts, gone);
        if (stage instanceof Stage.Parts open) {
            parts = open.upload();
            parts.begin();
        } else {
            made = stage.finish();
            plan.forEach(slot -> ledger.confirm(new ConfirmedPart(slot, "", Checksums.NONE, made.proof())));
        }
    }

    /**
     * Has the object made. What the store turns out not to have as it was sent, is sent again.
     *
     * @throws UploadException with {@link Failure#INVALID_PART} when parts are missing, naming them: the session goes on then. After any
     *     other failure it is over
     */
    public TransferResult complete() {
        if (ended) {
            throw UploadException.of(Failure.CANCELLED, "The upload was ended here: begin again with the same source");
        }
        Finisher.requireWhole(ledger);
        turns.end();
        try {
            TransferResult result = object();
            session.listener().completed(result);
            ended = true;
            lease.close();
            return result;
        } catch (UploadException e) {
            giveUp(e);
            throw e;
        }
    }

    private TransferResult object() {
        while (made == null) {
            try {
                return parts.end();
            } catch (UploadException e) {
                if (e.remedy() != Remedy.RESTART_UPLOAD) {
                    throw e;
                }
                begin(e);
            }
        }
        return made;
    }

    /**
     * Gives the upload up, at the store too, and ends the session. Parts on their way are waited for.
     *
     * @throws UploadException when the store could not be asked; it is asked again when the same source comes again
     */
    public void abort() {
        turns.end();
        if (end(UploadException.of(Failure.CANCELLED, "The upload was aborted"))) {
            try (lease) {
                lease.aborting();
                session.abort(upload());
                lease.forget();
            }
        }
    }

    /**
     * Ends the session after a failure, as {@link TransferSettings#onFailure()} says: the upload is left to be resumed, or aborted.
     *
     * @param cause why; a failed abort is added to it
     */
    public void giveUp(UploadException cause) {
        turns.end();
        if (end(cause)) {
            try (lease) {
                if (cause.remedy() == Remedy.RESTART_UPLOAD) {
                    lease.forget();
                } else {
                    file.giveUp(lease, cause);
                }
            }
        }
    }

    private boolean end(UploadException cause) {
        if (ended) {
            return false;
        }
        ended = true;
        session.listener().failed(cause);
        return true;
    }

    @Override
    public void close() {
        try {
            leave();
        } finally {
            owned.forEach(UploadSession::close);
            owned.clear();
        }
    }

    private static void close(Source source) {
        try {
            source.close();
        } catch (IOException e) {
            LOG.debug("The source could not be closed", e);
        }
    }

    private void leave() {
        if (ended) {
            return;
        }
        UploadException left = UploadException.of(Failure.CANCELLED, "The upload was left before it was complete");
        if (lease.remembers()) {
            turns.end();
            end(left);
            lease.close();
        } else {
            giveUp(left);
        }
    }
}
