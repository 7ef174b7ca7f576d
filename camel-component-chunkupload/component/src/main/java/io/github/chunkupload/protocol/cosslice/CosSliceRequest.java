package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.protocol.KeyPath;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import java.util.Locale;
import java.util.Optional;

/**
 * An operation that was admitted.
 *
 * @param call as it came; its body was read
 * @param target what it addresses
 * @param form its fields
 * @param store with the rights of the caller
 * @param settings those of the server
 */
record CosSliceRequest(HttpCall call, CosSliceTarget target, Form form, ObjectStore store, ServerSettings settings) {

    /** The user's own metadata in which the attributes of the protocol are kept. */
    static final String BIZ_ATTR = "biz_attr";

    ObjectRef object() {
        return target.object();
    }

    /** Returns the SHA-1 that the request announces, in lower case. */
    Optional<String> sha() {
        return form.field("sha").map(sha -> sha.strip().toLowerCase(Locale.ROOT)).map(sha -> {
            if (!sha.matches("[0-9a-f]{40}")) {
                throw CosSliceError.INVALID_SHA.failure("The field sha is not 40 hex digits");
            }
            return sha;
        });
    }

    /** Returns the size that the request announces. */
    long size() {
        return form.number("filesize").orElseThrow(() -> missingSize());
    }

    private UploadException missingSize() {
        return (form.field("filesize").isEmpty() ? CosSliceError.FILESIZE_MISSING : CosSliceError.FILESIZE)
            .failure("The field filesize is missing or no number");
    }

    /** Returns whether the file may replace another: only where {@code insertOnly} is 0. */
    boolean mayReplace() {
        return form.field("insertOnly").filter("0"::equals).isPresent();
    }

    Metadata metadata() {
        return form.field(BIZ_ATTR).map(value -> Metadata.NONE.withUser(BIZ_ATTR, value)).orElse(Metadata.NONE);
    }

    /** Returns where the file can be read. */
    String accessUrl() {
        CosSliceKeys.Bucket bucket = target.bucket();
        return "http://" + call.head().authority() + "/" + bucket.name() + "-" + bucket.appId() + KeyPath.encode(object().key());
    }

    /** Returns where operations on the file go. */
    String url() {
        return "http://" + call.head().authority() + CosSliceTarget.operation(target.bucket(), object().key());
    }

    /** Returns {@code /<appid>/<bucket>/<path>}. */
    String resourcePath() {
        return target.file();
    }
}
