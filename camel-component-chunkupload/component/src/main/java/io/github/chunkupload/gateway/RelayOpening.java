package io.github.chunkupload.gateway;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * How uploads begin at a store that knows other rules than the protocol its clients speak. What the store cannot decide in one step is
 * asked first and decided for the clients of this gateway one by one; somebody else who comes in between is not noticed.
 */
final class RelayOpening {

    private final ObjectStore far;
    private final boolean sliced;
    private final Object[] stripes = Stream.generate(Object::new).limit(64).toArray();

    /**
     * Makes the rules.
     *
     * @param sliced whether clients send slices of one size, by their offset
     */
    RelayOpening(ObjectStore far, boolean sliced) {
        this.far = far;
        this.sliced = sliced;
    }

    Admission initiate(UploadRequest request) {
        StoreTraits traits = far.traits(request.object().bucket());
        requireDeclared(request, traits);
        if (sliced) {
            requireSlices(request, traits);
        }
        UploadRequest wish = kept(request, traits).withReplace(mayReplace(request.object(), request.replace()));
        Admission admission = opened(wish, traits);
        return sliced && admission instanceof Admission.Open open ? named(request, open) : admission;
    }

    /** Returns the request without what is no metadata of the client's, where the far store keeps none. */
    static UploadRequest kept(UploadRequest request, StoreTraits far) {
        return far.metadata().user() ? request : request.withMetadata(request.metadata().withoutNotes());
    }

    private static void requireDeclared(UploadRequest request, StoreTraits far) {
        if (far.sizeFirst() && request.size().isEmpty()) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The store behind must know the size of the object first: declare it");
        }
        for (Digest digest : far.digestFirst()) {
            if (request.known().get(digest).isEmpty()) {
                throw UploadException.of(Failure.INVALID_DIGEST, "The store behind must know the " + digest.token()
                    + " of the object first: announce it");
            }
        }
    }

    private static void requireSlices(UploadRequest request, StoreTraits far) {
        if (request.size().isEmpty() || request.partSize().isEmpty()) {
            throw UploadException.of(Failure.UNSUPPORTED, "Slices are relayed of protocols only that tell first how large they are");
        }
        long size = request.size().getAsLong();
        long slice = request.partSize().getAsLong();
        if (size > slice && (slice < far.minPart() || slice % far.alignment() != 0)) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The store behind takes no slices of " + slice + " bytes: they have at "
                + "least " + far.minPart() + ", and are a multiple of " + far.alignment());
        }
        if (Math.min(size, slice) > far.maxPart() || size / slice >= far.maxParts()) {
            throw UploadException.of(Failure.TOO_LARGE, "The store behind takes at most " + far.maxParts() + " slices of at most "
                + far.maxPart() + " bytes");
        }
    }

    private static Admission named(UploadRequest request, Admission.Open open) {
        long slice = open.partSize() > 0 ? open.partSize() : request.partSize().orElseThrow();
        RelayUpload upload = new RelayUpload(request.object(), request.size().orElseThrow(), slice, open.upload().uploadId());
        return new Admission.Open(upload.near(), slice, open.serial(), open.contiguous());
    }

    private Admission opened(UploadRequest wish, StoreTraits traits) {
        UploadRequest fitted = traits.fitted(wish.withOpen(OpenUploads.INDEPENDENT));
        if (traits.openUploads().contains(wish.open()) || wish.open() == OpenUploads.INDEPENDENT) {
            return far.initiate(traits.openUploads().contains(wish.open()) ? wish : fitted);
        }
        synchronized (stripes[Math.floorMod(wish.object().hashCode(), stripes.length)]) {
            if (wish.open() == OpenUploads.REFUSE && !open(wish.object()).isEmpty()) {
                throw UploadException.of(Failure.UPLOAD_OPEN, "Another upload of that name is open");
            }
            if (wish.open() == OpenUploads.JOIN && fitted.open() == OpenUploads.REFUSE) {
                open(wish.object()).forEach(unknown -> far.abort(unknown.upload()));
            }
            return far.initiate(fitted);
        }
    }

    private List<UploadInfo> open(ObjectRef object) {
        return far.uploads(UploadQuery.of(object)).items();
    }

    /**
     * Returns whether to let the far store replace an object, which is what it is told.
     *
     * @throws UploadException with {@link Failure#ALREADY_EXISTS} when it must not, has to be asked first, and there is one
     */
    boolean mayReplace(ObjectRef object, boolean replace) {
        if (replace || far.traits(object.bucket()).atomicIfAbsent()) {
            return replace;
        }
        if (exists(object)) {
            throw UploadException.of(Failure.ALREADY_EXISTS, "An object of that name exists");
        }
        return true;
    }

    private boolean exists(ObjectRef object) {
        try {
            far.head(object, Access.NONE);
            return true;
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_OBJECT) {
                throw e;
            }
            return false;
        }
    }
}
