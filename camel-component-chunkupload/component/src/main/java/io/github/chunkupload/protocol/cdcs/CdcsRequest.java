package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.BoundedBody;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;

/**
 * A request to our server that was found to be legitimate: what it is about, and the store as the caller may see it. Its body is still
 * closed.
 *
 * @param call the request
 * @param caller who makes it
 * @param object what it is about; an empty key: the coffer; an empty coffer: all of them
 * @param generation of the answer
 * @param store the store with the rights of the caller
 * @param settings of the server
 */
record CdcsRequest(HttpCall call, Caller caller, ObjectRef object, Generation generation, ObjectStore store, ServerSettings settings) {

    HttpHead head() {
        return call.head();
    }

    Headers headers() {
        return call.head().headers();
    }

    Query query() {
        return call.head().query();
    }

    UploadRef upload() {
        String uploadId = query().first("uploadId").orElse("");
        if (uploadId.isEmpty()) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "The upload id is empty");
        }
        return new UploadRef(object, uploadId);
    }

    /** Returns the region that answers name. */
    String region() {
        return CdcsNames.region(head().host());
    }

    /** Returns the account named as owner in lists. */
    String ownerId() {
        return settings.appId().isEmpty() ? "0" : settings.appId();
    }

    /**
     * Returns the bytes of a part or an object, which are at least one and not more than allowed. The vendor demands Content-Length; a
     * body in chunks has an end too.
     *
     * @throws UploadException with {@link Failure#LENGTH_REQUIRED}, {@link Failure#TOO_LARGE}, or {@code ObjectEmpty}
     */
    Body bytes() {
        if (!headers().has("Content-Length") && !headers().has("Transfer-Encoding")) {
            throw UploadException.of(Failure.LENGTH_REQUIRED, "Content-Length is missing");
        }
        return new FilledBody(new BoundedBody(call.body(), CdcsLimits.MAX_PART));
    }

    HttpReply reply(Document document) {
        return HttpReply.of(200, Headers.NONE, document.generation().mediaType(), document.write());
    }
}
