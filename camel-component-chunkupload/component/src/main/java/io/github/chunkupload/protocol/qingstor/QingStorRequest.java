package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.ServerSettings;
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
 * @param object what it is about; an empty key: the bucket
 * @param query its parameters
 * @param store the store with the rights of the caller
 * @param settings of the server
 */
record QingStorRequest(HttpCall call, Caller caller, ObjectRef object, Query query, ObjectStore store, ServerSettings settings) {

    private static final List<String> UNSUPPORTED = List.of("x-qs-encryption-", "x-qs-copy-source", "x-qs-move-source",
        "x-qs-fetch-source", "x-qs-copy-range");

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

    /** Refuses what would be silently left out: encryption with the customer's key, and copies made by the server. */
    void refuseUnsupportedHeaders() {
        headers().fields().stream().map(field -> field.getKey().toLowerCase(Locale.ROOT))
            .filter(name -> UNSUPPORTED.stream().anyMatch(name::startsWith))
            .findFirst().ifPresent(name -> {
                throw UploadException.of(Failure.UNSUPPORTED, "The header " + name + " is not supported");
            });
    }
}
