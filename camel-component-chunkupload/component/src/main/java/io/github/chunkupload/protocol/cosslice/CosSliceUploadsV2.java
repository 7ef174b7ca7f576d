package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.protocol.cosslice.OpenFiles.OpenFile;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operations of files/v2 on slices: one method each. There is one upload of a path at a time. To open it again is refused with −4019,
 * whereupon the client asks for the list; only where other bytes are announced, which would make a mixture, the one before ends.
 */
final class CosSliceUploadsV2 {

    private static final int PAGE = 1000;
    private static final int ATTEMPTS = 4;

    private final Slices slices;
    private final boolean serial;
    private final OpenFiles files = new OpenFiles();

    /**
     * Makes the operations.
     *
     * @param serial whether slices must come one after another
     */
    CosSliceUploadsV2(Slices slices, boolean serial) {
        this.slices = slices;
        this.serial = serial;
    }

    /** {@code upload_slice_init}: opens an upload. */
    Answer init(CosSliceRequest request) {
        CosSliceKeys.RULE.check(request.object().key());
        long size = request.size();
        Optional<String> sha = request.sha();
        Optional<UploadParts> parts = request.form().field("uploadparts").map(text -> UploadParts.parse(text, size,
            sha.orElseThrow(() -> CosSliceError.SHA_MISSING.failure("The field sha is missing, which belongs to uploadparts"))));
        UploadRequest wish = slices.wish(request, size, sha);
        Optional<Answer> needless = Slices.needless(request, wish);
        if (needless.isPresent()) {
            return needless.get();
        }
        Session wanted = new Session(size, slices.size(request), sha, "");
        if (!(open(request, wish, wanted, parts) instanceof Admission.Open open)) {
            return Answer.stored(request, sha);
        }
        Session session = wanted.of(slices.size(request, open), open.upload().uploadId());
        files.put(request.object(), new OpenFile(session, parts));
        if (open.contiguous() > 0) {
            throw unfinished();
        }
        return told(session).with("slice_size", session.slice());
    }

    private Answer told(Session session) {
        return Answer.empty().with("session", session.toString()).with("serial_upload", serial ? 1 : 0);
    }

    private Admission open(CosSliceRequest request, UploadRequest wish, Session wanted, Optional<UploadParts> parts) {
        StoreTraits traits = request.store().traits(request.object().bucket());
        UploadRequest lasting = traits.metadata().user()
            ? wish.withMetadata(wish.metadata().withUser(CosSliceRequest.FACTS, wanted.facts())) : wish;
        UploadRequest alone = traits.openUploads().contains(OpenUploads.REFUSE) ? lasting.withOpen(OpenUploads.REFUSE)
            : traits.fitted(lasting);
        for (int attempt = 1;; attempt++) {
            try {
                return request.store().initiate(alone);
            } catch (UploadException e) {
                if (e.kind() != Failure.UPLOAD_OPEN || attempt == ATTEMPTS) {
                    throw e.kind() == Failure.UPLOAD_OPEN ? unfinished() : e;
                }
            }
            Optional<OpenFile> open = find(request);
            if (open.isEmpty()) {
                return request.store().initiate(traits.fitted(lasting.withOpen(OpenUploads.INDEPENDENT)));
            }
            refuseOrEnd(request, open.get(), wanted, parts);
        }
    }

    /** A server that was started anew has lost the digests; the client that comes back brings them along. */
    private void refuseOrEnd(CosSliceRequest request, OpenFile open, Session wanted, Optional<UploadParts> parts) {
        if (open.session().fits(wanted)) {
            if (open.parts().isEmpty() && parts.isPresent() && open.session().sha().equals(wanted.sha())) {
                files.put(request.object(), new OpenFile(open.session(), parts));
            }
            throw unfinished();
        }
        files.remove(request.object());
        discard(request, open.session());
    }

    private static UploadException unfinished() {
        return CosSliceError.NOT_FINISHED.failure("An upload of that path is not finished; ask for its list and go on");
    }

    private static void discard(CosSliceRequest request, Session session) {
        try {
            request.store().abort(session.upload(request.object()));
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_UPLOAD) {
                throw e;
            }
        }
    }

    /** Returns the upload of that path that is open. */
    private Optional<OpenFile> find(CosSliceRequest request) {
        Optional<OpenFile> known = files.get(request.object())
            .filter(file -> isOpen(request, file.session()));
        if (known.isPresent() || !request.store().traits(request.object().bucket()).listsUploads()) {
            return known;
        }
        Optional<OpenFile> stored = request.store().uploads(UploadQuery.of(request.object())).items().stream()
            .flatMap(info -> session(info).stream()).findFirst().map(session -> new OpenFile(session, Optional.empty()));
        stored.ifPresent(file -> files.put(request.object(), file));
        return stored;
    }

    private static Optional<Session> session(UploadInfo info) {
        return Session.of(info.metadata().user().getOrDefault(CosSliceRequest.FACTS, ""), info.upload().uploadId());
    }

    private static boolean isOpen(CosSliceRequest request, Session session) {
        try {
            return phase(request, session) == UploadState.Phase.OPEN;
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_UPLOAD) {
                return false;
            }
            throw e;
        }
    }

    private static UploadState.Phase phase(CosSliceRequest request, Session session) {
        UploadState.Phase phase = request.store().state(session.upload(request.object()), -1, 1).phase();
        if (phase == UploadState.Phase.ASSEMBLED) {
            throw UploadException.of(Failure.PENDING, "The file is whole and on its way");
        }
        return phase;
    }

    /** {@code upload_slice_data}: takes a slice. */
    Answer data(CosSliceRequest request) {
        Session session = Slices.session(request);
        Body content = request.form().content();
        long offset = Slices.offset(request, session);
        if (request.sha().isPresent() && session.sha().isPresent() && !request.sha().equals(session.sha())) {
            throw CosSliceError.SHA_MISMATCH.failure("The field sha is not the SHA-1 of the file that was announced");
        }
        Answer answer = told(session).with("offset", offset).with("datalen", content.length());
        if (serial && isRepeated(request, session, offset)) {
            return answer.with("datamd5", request.form().md5());
        }
        files.get(request.object()).filter(file -> file.session().equals(session)).flatMap(OpenFile::parts)
            .ifPresent(parts -> parts.verify(offset, content));
        PartReceipt receipt = request.store().putPart(session.upload(request.object()),
            new PartSlot(PartSlot.UNKNOWN, offset, content.length()), content, checks(request), Access.NONE);
        receipt.sums().get(Digest.MD5).ifPresent(md5 -> answer.with("datamd5", md5));
        return answer;
    }

    private static Checks checks(CosSliceRequest request) {
        return new Checks(Set.of(Digest.MD5), request.announcedMd5());
    }

    /** Where order is demanded, a slice goes behind those before it; one that is there already may come again as it was. */
    private static boolean isRepeated(CosSliceRequest request, Session session, long offset) {
        UploadRef upload = session.upload(request.object());
        if (!isOpen(request, session)) {
            throw CosSliceError.WRONG_SESSION.failure("There is no such session any more");
        }
        long contiguous = request.store().state(upload, -1, 1).contiguous();
        if (offset == contiguous) {
            return false;
        }
        if (offset > contiguous) {
            throw CosSliceError.INVALID_OFFSET.failure("Slices must come one after another: the next one begins at " + contiguous);
        }
        int before = Math.toIntExact(offset / session.slice()) - 1;
        List<StoredPart> there = request.store().state(upload, before, 1).parts();
        boolean same = !there.isEmpty() && there.get(0).receipt().sums().get(Digest.MD5).filter(request.form().md5()::equals).isPresent();
        if (!same) {
            throw CosSliceError.SAME_OFFSET.failure("There is another slice at that offset already");
        }
        return true;
    }

    /** {@code upload_slice_list}: tells which slices are there. */
    Answer list(CosSliceRequest request) {
        Optional<OpenFile> open = find(request);
        Optional<String> asked = request.form().field("session");
        if (open.isPresent() && asked.filter(text -> !text.equals(open.get().session().toString())).isEmpty()) {
            Session session = open.get().session();
            Optional<List<Map<String, Object>>> parts = slices(request, session);
            return parts.isEmpty() ? ended(request, session)
                : told(session).with("slice_size", session.slice()).with("filesize", session.size()).with("listparts", parts.get());
        }
        if (asked.isPresent()) {
            return ended(request, Session.parse(asked.get()));
        }
        return Slices.there(request).map(info -> Answer.stored(request, info.sums().get(Digest.SHA1)))
            .orElseThrow(() -> UploadException.of(Failure.NO_SUCH_OBJECT, "Nothing was sent of that file"));
    }

    private static Answer ended(CosSliceRequest request, Session session) {
        if (phase(request, session) == UploadState.Phase.OPEN) {
            throw CosSliceError.WRONG_SESSION.failure("The session is not the one of that path");
        }
        return Answer.stored(request, session.sha());
    }

    /** Returns the slices of an open upload; empty: another request has ended it, and what became of them is no answer any more. */
    private static Optional<List<Map<String, Object>>> slices(CosSliceRequest request, Session session) {
        List<Map<String, Object>> list = new ArrayList<>();
        int after = -1;
        UploadState page;
        do {
            page = request.store().state(session.upload(request.object()), after, PAGE);
            if (page.phase() != UploadState.Phase.OPEN) {
                return Optional.empty();
            }
            for (StoredPart part : page.parts()) {
                PartSlot slot = part.receipt().slot();
                if (session.begins(slot.offset()) && slot.length() == session.length(slot.offset())) {
                    Map<String, Object> slice = new LinkedHashMap<>();
                    slice.put("offset", slot.offset());
                    slice.put("datalen", slot.length());
                    part.receipt().sums().get(Digest.MD5).ifPresent(md5 -> slice.put("datamd5", md5));
                    list.add(slice);
                }
                after = slot.index();
            }
        } while (page.truncated());
        return Optional.of(list);
    }

    /** {@code upload_slice_finish}: makes the file. */
    Answer finish(CosSliceRequest request) {
        Session session = Slices.session(request);
        if (request.size() != session.size()) {
            throw CosSliceError.SIZE_DIFFERS.failure("The file was announced with " + session.size() + " bytes");
        }
        Optional<String> sha = request.sha();
        if (session.sha().isPresent() && !sha.equals(session.sha())) {
            throw CosSliceError.SHA_NOT_REPEATED.failure("The field sha must repeat the SHA-1 that the upload began with");
        }
        try {
            ObjectReceipt receipt = request.store().complete(session.upload(request.object()),
                Completion.ALL.expecting(session.size(), Slices.sums(sha)));
            files.remove(request.object());
            return Answer.stored(request, receipt.sums().get(Digest.SHA1));
        } catch (UploadException e) {
            return switch (e.kind()) {
                case NO_SUCH_UPLOAD -> ended(request, session);
                case INVALID_PART -> throw CosSliceError.NOT_FINISHED.failure("Not all slices of the file are there");
                case DIGEST_MISMATCH -> throw CosSliceError.SHA_DIFFERS.failure("The slices do not make a file of the SHA-1 announced");
                default -> throw e;
            };
        }
    }
}
