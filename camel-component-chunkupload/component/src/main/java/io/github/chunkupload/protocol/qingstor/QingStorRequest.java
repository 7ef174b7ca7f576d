package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.List;
import java.util.Locale;

/**
 * A request to our server that was found to be legitimate: who asks, what about, and the store as the caller may see it. Its body is
 * still closed.
 *
 * @param call the request
 * @param caller who makes it
 * @param object what it is about; an empty key: the bucket; an empty bucket: the service
 * @param query its parameters
 * @param access the customer's key that came with it
 * @param store the store with the rights of the caller
 * @param grants what anonymous callers may do
 * @param settings of the server
 */
record QingStorRequest(HttpCall call, Caller caller, ObjectRef object, Query query, Access access, ObjectStore store, Grants grants,
        ServerSettings settings) {

    private static final List<String> COPYING = List.of("x-qs-copy-", "x-qs-move-source");

    HttpHead head() {
        return call.head();
    }

    Headers headers() {
        return call.head().headers();
    }

    UploadRef upload() {
        String uploadId = QingStorQueries.text(query, "upload_id");
        if (uploadId.isEmpty()) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "The upload id is empty");
        }
        return new UploadRef(object, uploadId);
    }

    /** Refuses a request that tells neither the length of its body nor that it comes in chunks. */
    void demandLength() {
        if (!headers().has("Content-Length") && !headers().has("Transfer-Encoding")) {
            throw UploadException.of(Failure.LENGTH_REQUIRED, "Content-Length is missing");
        }
    }

    /** Refuses a bucket that is not one of those served. */
    void checkServed(String bucket) {
        if (!settings.buckets().isEmpty() && !settings.buckets().contains(bucket)) {
            throw UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not served here");
        }
    }

    /**
     * Refuses what would be silently left out: fetching from elsewhere, other kinds of encryption, and words about a copy where none is
     * made.
     */
    void refuseUnsupportedHeaders(boolean copies) {
        for (var field : headers().fields()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            boolean encryption = name.startsWith(CustomerKeys.PREFIX) && !CustomerKeys.isName(name);
            if (encryption || name.startsWith(CopyOrder.FETCH)) {
                throw UploadException.of(Failure.UNSUPPORTED, "The header " + name + " is not supported");
            }
            if (!copies && COPYING.stream().anyMatch(name::startsWith)) {
                throw UploadException.of(Failure.INVALID_ARGUMENT, "The header " + name + " has no meaning for this request");
            }
        }
    }
}
