package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;

/**
 * A request of our client before it is addressed and signed.
 *
 * @param method such as {@code PUT}
 * @param object what it is about; an empty key: the bucket; an empty bucket: the service
 * @param query parameters
 * @param headers those of the operation
 * @param body the bytes
 * @param missing what a 404 without a readable code means
 */
record QingStorCall(String method, ObjectRef object, Query query, Headers headers, Body body, Failure missing) {

    /**
     * Returns a request about an object or an upload.
     *
     * @throws io.github.chunkupload.store.UploadException with {@link Failure#INVALID_KEY}
     */
    static QingStorCall of(String method, ObjectRef object, Query query) {
        QingStorKeys.RULE.check(object.key());
        return new QingStorCall(method, object, query, Headers.NONE, Body.EMPTY,
            query.has("upload_id") ? Failure.NO_SUCH_UPLOAD : Failure.NO_SUCH_OBJECT);
    }

    /** Returns a request about the whole service. */
    static QingStorCall ofService(String method) {
        return new QingStorCall(method, new ObjectRef("", ""), Query.NONE, Headers.NONE, Body.EMPTY, Failure.PROTOCOL);
    }

    /**
     * Returns a request about a bucket.
     *
     * @throws io.github.chunkupload.store.UploadException with {@link Failure#INVALID_BUCKET}
     */
    static QingStorCall ofBucket(String method, String bucket, Query query) {
        QingStorKeys.checkBucket(bucket);
        return new QingStorCall(method, new ObjectRef(bucket, ""), query, Headers.NONE, Body.EMPTY, Failure.NO_SUCH_BUCKET);
    }

    QingStorCall with(Headers more) {
        return new QingStorCall(method, object, query, more, body, missing);
    }

    QingStorCall with(Body bytes) {
        return new QingStorCall(method, object, query, headers, bytes, missing);
    }
}
