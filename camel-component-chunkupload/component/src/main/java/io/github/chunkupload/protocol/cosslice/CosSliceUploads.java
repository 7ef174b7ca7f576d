package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Undelivered;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The operation {@code upload_slice} of files/v1. Slices come in any order and any number of times; the one that brings the last missing
 * byte finishes the file. There is one upload of a path at a time: announcing the same bytes joins it, announcing others ends it.
 */
final class CosSliceUploads {

    /** How long a client waits for the delivery of its file; then it repeats its request, and joins. */
    private static final Duration HELD = Duration.ofMinutes(2);
    private static final long PAUSE = 100;

    private final Slices slices;

    CosSliceUploads(Slices slices) {
        this.slices = slices;
    }

    /** Answers the control request: what is there already, or where to go on. */
    Answer control(CosSliceRequest request) {
        CosSliceKeys.RULE.check(request.object().key());
        long size = request.size();
        String sha = request.sha().orElseThrow(() -> CosSliceError.SHA_MISSING.failure("The field sha is missing"));
        Optional<String> resumed = request.form().field("session");
        if (resumed.isPresent()) {
            return resume(request, size, sha, Session.parse(resumed.get()));
        }
        UploadRequest wish = slices.wish(request, size, Optional.of(sha));
        Optional<Answer> needless = Slices.needless(request, wish);
        if (needless.isPresent()) {
            return needless.get();
        }
        Optional<Session> waiting = waiting(request, size, sha);
        if (waiting.isPresent()) {
            return finish(request, waiting.get());
        }
        return request.store().initiate(wish.withOpen(OpenUploads.JOIN)) instanceof Admission.Open open
            ? goOn(request, new Session(size, slices.size(request, open), Optional.of(sha), open.upload().uploadId()), open.contiguous())
            : Answer.stored(request, Optional.of(sha));
    }

    /** Returns the session of the same bytes that are whole already and on their way. */
    private Optional<Session> waiting(CosSliceRequest request, long size, String sha) {
        return request.store().capability(Undelivered.class).flatMap(store -> store.undelivered(request.object()))
            .filter(staged -> staged.info().size() == size && staged.info().sums().get(Digest.SHA1).filter(sha::equals).isPresent())
            .map(staged -> new Session(size, slices.size(request), Optional.of(sha), staged.upload().uploadId()));
    }

    private static Answer resume(CosSliceRequest request, long size, String sha, Session session) {
        if (session.size() != size || !session.announced().equals(sha)) {
            throw CosSliceError.WRONG_SESSION.failure("The session is for a file of another size or SHA-1");
        }
        UploadState state = request.store().state(session.upload(request.object()), -1, 1);
        return switch (state.phase()) {
            case OPEN -> goOn(request, session, state.contiguous());
            case ASSEMBLED -> finish(request, session);
            case COMPLETED -> Answer.stored(request, Optional.of(sha));
        };
    }

    /** A file that has all its bytes already, because its server stopped before it could finish it, is finished now. */
    private static Answer goOn(CosSliceRequest request, Session session, long contiguous) {
        if (contiguous >= session.size()) {
            return finish(request, session);
        }
        return Answer.empty().with("session", session.toString()).with("offset", contiguous - contiguous % session.slice())
            .with("slice_size", session.slice());
    }

    /** Takes a slice. The last one is answered again after it has finished the file: its client did not hear the answer. */
    Answer slice(CosSliceRequest request) {
        Session session = Slices.session(request);
        long offset = Slices.offset(request, session);
        long length = request.form().content().length();
        boolean last = offset + length == session.size();
        Answer answer;
        try {
            answer = stored(request, session, offset, last);
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_UPLOAD || !last) {
                throw e;
            }
            answer = finish(request, session).with("datamd5", request.form().md5());
        }
        return answer.with("session", session.toString()).with("offset", offset).with("datalen", length);
    }

    private static Answer stored(CosSliceRequest request, Session session, long offset, boolean last) {
        Body content = request.form().content();
        PartReceipt receipt = request.store().putPart(session.upload(request.object()),
            new PartSlot(PartSlot.UNKNOWN, offset, content.length()), content, checks(request, session), Access.NONE);
        if (receipt.missing() == PartSlot.UNKNOWN && last) {
            throw CosSliceError.INVALID_OFFSET.failure("Slices must come one after another, and some before the last are missing");
        }
        Answer answer = receipt.missing() == 0 ? finish(request, session) : Answer.empty();
        receipt.sums().get(Digest.MD5).ifPresent(md5 -> answer.with("datamd5", md5));
        return answer;
    }

    /** A slice may tell its SHA-1. Some clients tell that of the file instead, which says nothing of the slice. */
    private static Checks checks(CosSliceRequest request, Session session) {
        return new Checks(Set.of(Digest.MD5), Slices.sums(request.sha().filter(sha -> !sha.equals(session.announced()))));
    }

    private static Answer finish(CosSliceRequest request, Session session) {
        UploadRef upload = session.upload(request.object());
        try {
            ObjectReceipt receipt = complete(request.store(), upload,
                Completion.ALL.expecting(session.size(), Checksums.of(Digest.SHA1, session.announced())));
            return Answer.stored(request, receipt.sums().get(Digest.SHA1));
        } catch (UploadException e) {
            if (e.kind() != Failure.DIGEST_MISMATCH) {
                throw e;
            }
            discard(request, upload);
            throw CosSliceError.FILE_SHA_MISMATCH.failure("The slices do not make a file of the SHA-1 announced; they are discarded");
        }
    }

    /** Files/v1 has no words for a file that is on its way, and its SDK gives up when told to come again: so the request is held. */
    private static ObjectReceipt complete(ObjectStore store, UploadRef upload, Completion wish) {
        long end = System.nanoTime() + HELD.toNanos();
        while (true) {
            try {
                return store.complete(upload, wish);
            } catch (UploadException e) {
                if (e.kind() != Failure.PENDING || System.nanoTime() - end >= 0) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static void pause(UploadException pending) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw pending;
        }
    }

    private static void discard(CosSliceRequest request, UploadRef upload) {
        try {
            request.store().abort(upload);
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_UPLOAD && e.kind() != Failure.UNSUPPORTED) {
                throw e;
            }
        }
    }
}
