package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.QSign;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * A request to our server that was found to be legitimate: who asks, what about, and the store as the caller may see it. Its body is
 * still closed.
 *
 * @param call the request
 * @param caller who makes it
 * @param object what it is about; an empty key: the bucket; an empty bucket: all of them
 * @param query its parameters
 * @param store the store with the rights of the caller
 * @param settings of the server
 */
record CosRequest(HttpCall call, Caller caller, ObjectRef object, Query query, ObjectStore store, ServerSettings settings) {

    HttpHead head() {
        return call.head();
    }

    Headers headers() {
        return call.head().headers();
    }

    UploadRef upload() {
        String uploadId = query.first("uploadId").orElse("");
        if (uploadId.isEmpty()) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "The upload id is empty");
        }
        return new UploadRef(object, uploadId);
    }

    /** Returns whether the request allows to replace an object. */
    boolean mayReplace() {
        return !headers().first(CosHeaders.FORBID_OVERWRITE).orElse("").equalsIgnoreCase("true");
    }

    /** Returns whether the signature covers the query parameter {@code name}. */
    boolean isSigned(String name) {
        return QSign.in(head()).filter(sign -> sign.parameters().stream().anyMatch(name::equalsIgnoreCase)).isPresent();
    }

    /** Returns the account named as owner in lists. */
    String ownerId() {
        return settings.appId().isEmpty() ? "0" : settings.appId();
    }

    /** Returns a document as the answer. */
    HttpReply reply(XmlElement root) {
        return HttpReply.of(200, Headers.NONE, "application/xml", Xml.write(root));
    }

    /** Refuses a request that tells neither the length of its body nor that it comes in chunks. */
    void demandLength() {
        if (!headers().has("Content-Length") && !headers().has("Transfer-Encoding")) {
            throw UploadException.of(Failure.LENGTH_REQUIRED, "Content-Length is missing");
        }
    }

    /** Refuses what would be silently left out: encryption at rest, copying. */
    void refuseUnsupportedHeaders() {
        refuseEncryption();
        refuse(name -> name.startsWith(CosHeaders.COPY_SOURCE));
    }

    /** Refuses encryption at rest, of what is made or of what is copied. */
    void refuseEncryption() {
        refuse(name -> name.startsWith("x-cos-") && name.contains(CosHeaders.ENCRYPTION));
    }

    private void refuse(Predicate<String> unsupported) {
        headers().fields().stream().map(field -> field.getKey().toLowerCase(Locale.ROOT)).filter(unsupported)
            .findFirst().ifPresent(name -> {
                throw UploadException.of(Failure.UNSUPPORTED, "The header " + name + " is not supported");
            });
    }
}
