package io.github.chunkupload.transfer;

import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.KeyVerifier;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.UploadJournal.Lease;
import java.io.IOException;
import java.io.InputStream;

/** Uploads a stream that is read once. If it ends within its first part it goes in one PUT, else an upload is opened for it. */
final class StreamUpload {

    private final Session session;
    private final UploadRequest request;

    StreamUpload(Session session, UploadRequest request) {
        this.session = session;
        this.request = request;
    }

    TransferResult send(Source source) {
        UploadRequest sized = source.size().isPresent() ? request.withSize(source.size().getAsLong()) : request;
        PartSlot first = plan(sized, Admission.open(new UploadRef(request.object(), ""))).slot(0);
        long memory = session.settings().partMemory().orElse(Long.MAX_VALUE);
        try (BufferPool.Share share = session.tools().buffers().share(first.length() > memory ? 1 : first.length())) {
            InputStream stream = source.sequential();
            Pieces pieces = new Pieces(share, session.tools().spoolDirectory(), memory);
            try (Pieces.Piece piece = pieces.next(stream, first.length())) {
                return isAll(piece, first, sized) ? put(stream, sized, piece) : parts(stream, pieces, sized, piece, first);
            }
        } catch (IOException e) {
            throw SourceWatch.NOTHING.unreadable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw UploadException.of(Failure.CANCELLED, "The transfer was interrupted while it waited for memory", e);
        }
    }

    private PartPlan plan(UploadRequest sized, Admission.Open admission) {
        return PartPlan.of(sized.size(), session.partSize(sized), session.traits(), admission);
    }

    private boolean isAll(Pieces.Piece piece, PartSlot first, UploadRequest sized) {
        boolean ended = piece.length() < first.length() || sized.size().orElse(-1) == piece.length();
        if (ended && piece.length() == 0 && !session.traits().emptyObjects()) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The source is empty, and this store takes no empty objects");
        }
        return ended && session.fitsPut(piece.length(), sized);
    }

    private TransferResult put(InputStream stream, UploadRequest sized, Pieces.Piece piece) throws IOException {
        requireEnd(stream, sized);
        return new OneShot(session, sized, SourceWatch.NOTHING).put(piece.body());
    }

    /** A stream of known length says itself, when read on, that it is longer than was announced. */
    static void requireEnd(InputStream stream, UploadRequest sized) throws IOException {
        if (sized.size().isPresent() && stream.read() >= 0) {
            throw new IOException("The stream goes on behind its announced end");
        }
    }

    private TransferResult parts(InputStream stream, Pieces pieces, UploadRequest sized, Pieces.Piece piece, PartSlot first)
            throws IOException, InterruptedException {
        try (Lease lease = Orphans.lease(session.tools().journal(), session.tools().endpoint(), sized.object())) {
            return parts(stream, pieces, sized, piece, first, lease);
        }
    }

    private TransferResult parts(InputStream stream, Pieces pieces, UploadRequest sized, Pieces.Piece piece, PartSlot first, Lease lease)
            throws IOException, InterruptedException {
        Initiation initiation = new Initiation(session);
        Admission admission = initiation.open(sized);
        if (admission instanceof Admission.Done done) {
            return new TransferResult(done.object(), done.object().size(), 0, 0, 0, Proof.SIZE_ONLY, "", session.retries().elapsed());
        }
        Admission.Open answer = (Admission.Open) admission;
        Admission.Open open = new Admission.Open(answer.upload(), answer.partSize(), answer.serial(), 0);
        PartPlan plan = plan(sized, open);
        lease.opened(open, plan.partSize(), initiation.tag(), KeyVerifier.of(sized.access()), Checksums.NONE);
        StreamParts parts = new StreamParts(session, sized, open, plan, initiation.tag(), pieces, lease);
        if (parts.firstLength() == first.length()) {
            return parts.run(piece, stream);
        }
        try (InputStream rejoined = pieces.again(piece, stream)) {
            return parts.run(pieces.next(rejoined, parts.firstLength()), rejoined);
        }
    }
}
