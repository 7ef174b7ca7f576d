package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;

/**
 * A request of our client before it is addressed and signed.
 *
 * @param method such as {@code PUT}
 * @param object what it is about; an empty key: the bucket; an empty bucket: all of them
 * @param query parameters
 * @param headers those of the operation
 * @param body the bytes
 * @param missing what a 404 without a readable code means
 */
record CosCall(String method, ObjectRef object, Query query, Headers headers, Body body, Failure missing) {

    /**
     * Returns a request about an object or an upload.
     *
     * @throws io.github.chunkupload.store.UploadException with {@link Failure#INVALID_BUCKET} or {@link Failure#INVALID_KEY}
     */
    static CosCall of(String method, ObjectRef object, Query query) {
        CosHosts.checkBucket(object.bucket());
        CosKeys.SENT.check(object.key());
        return new CosCall(method, object, query, Headers.NONE, Body.EMPTY,
            query.has("uploadId") ? Failure.NO_SUCH_UPLOAD : Failure.NO_SUCH_OBJECT);
    }

    /**
     * Returns a request about a bucket.
     *
     * @throws io.github.chunkupload.store.UploadException with {@link Failure#INVALID_BUCKET}
     */
    static CosCall ofBucket(String method, String bucket, Query query) {
        CosHosts.checkBucket(bucket);
        return new CosCall(method, new ObjectRef(bucket, ""), query, Headers.NONE, Body.EMPTY, Failure.NO_SUCH_BUCKET);
    }

    /** Returns the request for the list of buckets. */
    static CosCall ofService() {
        return new CosCall("GET", new ObjectRef("", ""), Query.NONE, Headers.NONE, Body.EMPTY, Failure.PROTOCOL);
    }

    CosCall with(Headers more) {
        return new CosCall(method, object, query, more, body, missing);
    }

    CosCall with(Body bytes) {
        return new CosCall(method, object, query, headers, bytes, missing);
    }
}
