package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds out whether a request whose answer was lost has made the object. */
final class Settlement {

    private final ObjectStore store;

    Settlement(ObjectStore store) {
        this.store = store;
    }

    /** Returns the object that the upload became; empty: it is still open, or the object that is there is not ours. */
    Optional<ObjectReceipt> ofUpload(FinishRequest request) {
        if (isOpen(request.upload())) {
            return Optional.empty();
        }
        boolean alone = store.traits(request.upload().object().bucket()).exclusive();
        return find(request.upload().object(), request.access(),
            info -> isOurs(info, request.tag(), request.ledger().size().orElse(-1), request.whole(), alone));
    }

    private boolean isOpen(UploadRef upload) {
        if (store.traits(upload.object().bucket()).partsKnown() == PartsKnown.NONE) {
            return false;
        }
        try {
            return store.state(upload, -1, 1).phase() != UploadState.Phase.COMPLETED;
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_UPLOAD || e.kind() == Failure.UNSUPPORTED) {
                return false;
            }
            throw e;
        }
    }

    /** Returns the object of that name if it bears our mark, or has our size and a checksum of ours. */
    Optional<ObjectReceipt> ofObject(ObjectRef object, Access access, String tag, long size, Checksums sums) {
        return find(object, access, info -> isOurs(info, tag, size, sums, false));
    }

    private Optional<ObjectReceipt> find(ObjectRef object, Access access, Predicate<ObjectInfo> ours) {
        ObjectInfo info;
        try {
            info = store.head(object, access);
        } catch (UploadException e) {
            return switch (e.kind()) {
                case NO_SUCH_OBJECT, NO_SUCH_BUCKET, UNSUPPORTED, FORBIDDEN -> Optional.empty();
                case CUSTOMER_KEY_REQUIRED, CUSTOMER_KEY_MISMATCH -> Optional.empty();
                default -> throw e;
            };
        }
        return ours.test(info)
            ? Optional.of(new ObjectReceipt(info.object(), info.size(), info.etag(), info.sums(), Optional.empty()))
            : Optional.empty();
    }

    /**
     * Tells whether an object is what was sent.
     *
     * @param alone whether nobody else could have made an object of that name while our upload was open: then its size is enough
     */
    private static boolean isOurs(ObjectInfo info, String tag, long size, Checksums sums, boolean alone) {
        String mark = info.metadata().user().get(FinishRequest.TAG);
        if (mark != null && !tag.isEmpty()) {
            return mark.equals(tag);
        }
        boolean md5IsEtag = sums.get(Digest.MD5).filter(info.etag()::equalsIgnoreCase).isPresent();
        return info.size() == size && (alone || md5IsEtag || sums.agreement(info.sums()).isPresent())
            && sums.contradiction(info.sums()).isEmpty();
    }
}
