package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;

/**
 * A request of our client before it is addressed and signed.
 *
 * @param method such as {@code PUT}
 * @param object what it is about; an empty key: the coffer; an empty coffer: all of them
 * @param query parameters
 * @param headers those of the operation
 * @param body the bytes
 * @param missing what a 404 without a readable code means
 */
record CdcsCall(String method, ObjectRef object, Query query, Headers headers, Body body, Failure missing) {

    /**
     * Returns a request about an object or an upload.
     *
     * @throws io.github.chunkupload.store.UploadException with {@link Failure#INVALID_BUCKET} or {@link Failure#INVALID_KEY}
     */
    static CdcsCall of(String method, ObjectRef object, Query query) {
        CdcsNames.checkBucket(object.bucket());
        CdcsTraits.KEYS.check(object.key());
        return new CdcsCall(method, object, query, Headers.NONE, Body.EMPTY,
            query.has("uploadId") ? Failure.NO_SUCH_UPLOAD : Failure.NO_SUCH_OBJECT);
    }

    /**
     * Returns a request about a coffer.
     *
     * @throws io.github.chunkupload.store.UploadException with {@link Failure#INVALID_BUCKET}
     */
    static CdcsCall ofCoffer(String method, String coffer, Query query) {
        CdcsNames.checkBucket(coffer);
        return new CdcsCall(method, new ObjectRef(coffer, ""), query, Headers.NONE, Body.EMPTY, Failure.NO_SUCH_BUCKET);
    }

    /** Returns the request for the list of coffers. */
    static CdcsCall ofService() {
        return new CdcsCall("GET", new ObjectRef("", ""), Query.NONE, Headers.NONE, Body.EMPTY, Failure.PROTOCOL);
    }

    CdcsCall with(Headers more) {
        return new CdcsCall(method, object, query, Headers.builder().addAll(headers).addAll(more).build(), body, missing);
    }

    CdcsCall with(Body bytes) {
        return new CdcsCall(method, object, query, headers, bytes, missing);
    }
}
