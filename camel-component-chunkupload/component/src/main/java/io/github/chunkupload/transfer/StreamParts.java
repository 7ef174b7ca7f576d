package io.github.chunkupload.transfer;

import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/**
 * Sends a stream in parts: the calling thread reads them one after another, the executor sends them. Nobody can resume that, so the
 * upload is aborted when it fails, unless it may have become the object.
 */
final class StreamParts {

    private final Session session;
    private final UploadRequest request;
    private final Admission.Open admission;
    private final PartPlan plan;
    private final String tag;
    private final Pieces pieces;
    private final Lease lease;
    private final Ledger ledger;
    private final PartSender sender;

    StreamParts(Session session, UploadRequest request, Admission.Open admission, PartPlan plan, String tag, Pieces pieces,
            Lease lease) {
        this.lease = lease;
        this.session = session;
        this.request = request;
        this.admission = admission;
        this.plan = plan;
        this.tag = tag;
        this.pieces = pieces;
        this.ledger = new Ledger(request.size());
        this.sender = new PartSender(session.tools().store(), admission.upload(), request.access(), session.proofRule(), session.retries(),
            SourceWatch.NOTHING, session.pace(), this::confirmed);
    }

    private void confirmed(ConfirmedPart part) {
        ledger.confirm(part);
        session.listener().partSent(part.slot(), part.slot().length(), ledger.bytes());
    }

    /** Returns how long the first part has to be. */
    long firstLength() {
        return plan.slot(0).length();
    }

    /** Sends {@code first}, then {@code rest}. */
    TransferResult run(Pieces.Piece first, InputStream rest) throws IOException, InterruptedException {
        PartWindow window = session.window(admission.serial());
        try {
            session.listener().planned(admission.upload(), request.size(), plan);
            ledger.endsAt(sendAll(window, first, rest));
            window.finish();
            return finish();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            first.close();
            window.stop();
            abort(e);
            throw e;
        }
    }

    private long sendAll(PartWindow window, Pieces.Piece first, InputStream rest) throws IOException, InterruptedException {
        Iterator<PartSlot> slots = plan.iterator();
        PartSlot slot = slots.next();
        Pieces.Piece piece = first;
        long total = 0;
        while (true) {
            long length = piece.length();
            send(window, slot.withLength(length), piece);
            total += length;
            if (length < slot.length() || total == request.size().orElse(-1)) {
                StreamUpload.requireEnd(rest, request);
                return total;
            }
            if (!slots.hasNext()) {
                if (rest.read() < 0) {
                    return total;
                }
                throw UploadException.of(Failure.TOO_LARGE, "The stream has more than the " + total + " bytes that fit into "
                    + plan.parts() + " parts");
            }
            slot = slots.next();
            piece = pieces.next(rest, slot.length());
        }
    }

    private void send(PartWindow window, PartSlot slot, Pieces.Piece piece) {
        if (slot.length() == 0 && slot.offset() > 0) {
            piece.close();
            return;
        }
        window.submit(() -> {
            try (piece) {
                sender.send(slot, piece.body());
            }
        }, piece::close);
    }

    private TransferResult finish() {
        Finisher finisher = session.finisher();
        FinishRequest wish = new FinishRequest(admission.upload(), ledger, request.known(), tag, request.access(),
            session.replaces(request), false);
        Finisher.Finished finished;
        if (sender.finished().isPresent()) {
            finished = finisher.accept(wish, sender.finished().get());
        } else {
            List<PartSlot> wrong = finisher.disproved(wish);
            if (!wrong.isEmpty()) {
                throw UploadException.of(Failure.DIGEST_MISMATCH, wrong.size() + " parts are not at the store as they were sent, and a "
                    + "stream cannot be read again");
            }
            lease.completing();
            finished = finisher.finish(wish);
        }
        lease.forget();
        return new TransferResult(finished.receipt(), ledger.bytes(), ledger.parts().size(), 0, 0, finished.proof(),
            admission.upload().uploadId(), session.retries().elapsed());
    }

    private void abort(Throwable cause) {
        boolean unknown = cause instanceof UploadException e && e.kind() == Failure.OUTCOME_UNKNOWN;
        boolean made = cause instanceof UploadException e && e.kind() == Failure.CORRUPT;
        try {
            if (!unknown && !made) {
                lease.aborting();
                session.abort(admission.upload());
            }
            if (!unknown) {
                lease.forget();
            }
        } catch (UploadException e) {
            cause.addSuppressed(e);
        }
    }
}
