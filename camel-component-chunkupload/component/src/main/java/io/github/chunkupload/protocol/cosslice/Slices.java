package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.util.Optional;
import java.util.Set;

/** What both dialects do with slices. */
final class Slices {

    private final long usual;

    /**
     * Makes the rules.
     *
     * @param usual bytes of a slice where the client asks for none that there is
     */
    Slices(long usual) {
        this.usual = usual;
    }

    /** Returns how large the slices of the file will be. */
    long size(CosSliceRequest request) {
        long wish = request.form().number("slice_size").orElse(0);
        return CosSliceLimits.isSlice(wish, request.settings().minPart()) ? wish : usual;
    }

    /** Returns how large the slices of an upload are: as the store behind wants them, or else as the client does. */
    long size(CosSliceRequest request, Admission.Open open) {
        return open.partSize() > 0 ? open.partSize() : size(request);
    }

    /** Returns what the client wishes for. */
    UploadRequest wish(CosSliceRequest request, long size, Optional<String> sha) {
        return UploadRequest.of(request.object()).withSize(size).withPartSize(size(request)).withKnown(sums(sha))
            .withMetadata(request.metadata()).withReplace(request.mayReplace());
    }

    static Checksums sums(Optional<String> sha) {
        return sha.map(value -> Checksums.of(Digest.SHA1, value)).orElse(Checksums.NONE);
    }

    /** Returns the answer for a file that needs no bytes: because its name has them already, or because it is empty. */
    static Optional<Answer> needless(CosSliceRequest request, UploadRequest wish) {
        Optional<String> sha = wish.known().get(Digest.SHA1);
        if (sha.isPresent() && isThere(request, wish.size().orElseThrow(), sha.get())) {
            return Optional.of(Answer.stored(request, sha));
        }
        if (wish.size().orElseThrow() > 0) {
            return Optional.empty();
        }
        ObjectReceipt receipt = request.store().put(wish, Body.EMPTY, new Checks(Set.of(Digest.SHA1), wish.known()));
        return Optional.of(Answer.stored(request, receipt.sums().get(Digest.SHA1)));
    }

    private static boolean isThere(CosSliceRequest request, long size, String sha) {
        return there(request).filter(info -> info.size() == size && info.sums().get(Digest.SHA1).filter(sha::equals).isPresent())
            .isPresent();
    }

    /** Returns the file of that name, if there is one. */
    static Optional<ObjectInfo> there(CosSliceRequest request) {
        try {
            return Optional.of(request.store().head(request.object(), Access.NONE));
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_OBJECT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns the session that a request is part of. */
    static Session session(CosSliceRequest request) {
        return Session.parse(request.form().field("session")
            .orElseThrow(() -> CosSliceError.PROXY_NO_SESSION.failure("The field session is missing")));
    }

    /** Returns the offset that a slice tells, if it is one of the session and the slice is as long as it must be. */
    static long offset(CosSliceRequest request, Session session) {
        long offset = request.form().number("offset").orElse(-1);
        long length = request.form().content().length();
        if (!session.begins(offset)) {
            throw CosSliceError.PARAMETER.failure("The offset must be a multiple of " + session.slice() + " below " + session.size());
        }
        if (length > CosSliceLimits.MAX_SLICE) {
            throw CosSliceError.SLICE_TOO_BIG.failure("A slice has at most " + CosSliceLimits.MAX_SLICE + " bytes");
        }
        if (length != session.length(offset)) {
            throw CosSliceError.SLICE_SIZE_DIFFERS.failure("The slice must have " + session.length(offset) + " bytes, not " + length);
        }
        return offset;
    }
}
