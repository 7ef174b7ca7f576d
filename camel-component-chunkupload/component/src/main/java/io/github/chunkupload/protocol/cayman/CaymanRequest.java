package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Retired;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.Undelivered;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import java.util.Comparator;
import java.util.Optional;

/**
 * A request to our server that was found to be legitimate and read.
 *
 * @param head of the request
 * @param caller who makes it
 * @param object what it is about; the key is empty where that is a bucket, and the bucket too where it is all of them
 * @param form its fields and its block
 * @param store the store with the rights of the caller
 */
record CaymanRequest(HttpHead head, Caller caller, ObjectRef object, CaymanForm form, ObjectStore store) {

    /** Returns who the object belongs to, as metadata, where the store behind keeps such. */
    Metadata owned(String subuser) {
        return noted(CaymanInfo.owned(caller.accessKey(), subuser));
    }

    /** Returns notes of the server's own, where the store behind keeps them. */
    Metadata noted(Metadata notes) {
        return store.traits(object.bucket()).metadata().user() ? notes : Metadata.NONE;
    }

    /** Returns the upload of the object, if one is open. Cayman has one at most; of several that others opened, the latest. */
    Optional<UploadInfo> open() {
        return store.uploads(UploadQuery.of(object)).items().stream().max(Comparator.comparing(UploadInfo::initiated));
    }

    /** Returns the upload of the object that is whole and not delivered yet, or whose object went with its delivery. */
    Optional<UploadRef> assembled() {
        return store.capability(Undelivered.class).flatMap(waiting -> waiting.undelivered(object)).map(Staging.Staged::upload)
            .or(() -> store.capability(Retired.class).flatMap(ended -> ended.retired(object)));
    }

    /**
     * Returns something more that the store can do.
     *
     * @throws UploadException with {@link Failure#UNSUPPORTED} and {@code otherwise} when it cannot
     */
    <C> C capability(Class<C> type, String otherwise) {
        return store.capability(type).orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, otherwise));
    }
}
