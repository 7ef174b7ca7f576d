package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object that a client sends in one piece, to a store that takes less in one request: in parts that are cut off the one stream, one
 * after another. What fails is aborted.
 *
 * @param far the store
 * @param traits of the store
 */
record RelayedPut(ObjectStore far, StoreTraits traits) {

    ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        long size = body.length();
        if (size < 0) {
            throw UploadException.of(Failure.LENGTH_REQUIRED, "The store behind takes this in parts, and must know how many bytes come");
        }
        Admission admission = far.initiate(traits.fitted(request.withSize(size).withOpen(OpenUploads.INDEPENDENT)));
        if (admission instanceof Admission.Done done) {
            return done.object();
        }
        Admission.Open open = (Admission.Open) admission;
        try {
            HashedBody hashed = new HashedBody(body, checks.all());
            send(open, hashed, checks);
            ObjectReceipt made = far.complete(open.upload(), Completion.ALL.withReplace(request.replace()));
            return new ObjectReceipt(made.object(), size, made.etag(), made.sums().and(hashed.sums()), made.location());
        } catch (RuntimeException e) {
            abort(open.upload(), e);
            throw e;
        }
    }

    private void send(Admission.Open open, HashedBody body, Checks checks) {
        long size = body.length();
        long step = open.partSize() > 0 ? open.partSize() : Math.min(traits.maxPart(), Math.max(size, 1));
        try (InputStream in = body.open()) {
            for (long offset = 0; offset < size; offset += step) {
                long length = Math.min(step, size - offset);
                far.putPart(open.upload(), new PartSlot((int) (offset / step), offset, length), once(in, length), Checks.NONE, Access.NONE);
            }
        } catch (IOException e) {
            throw UploadException.of(Failure.INCOMPLETE_BODY, "The body broke off", e);
        }
        checks.verify(body.sums());
    }

    /** Returns the next bytes of the stream, which stays open. */
    private static Body once(InputStream in, long length) {
        return Body.once(new FilterInputStream(in) {
            @Override
            public void close() {
            }
        }, length);
    }

    private void abort(UploadRef upload, RuntimeException cause) {
        try {
            far.abort(upload);
        } catch (UploadException e) {
            cause.addSuppressed(e);
        }
    }
}
