package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.Grant;
import io.github.chunkupload.protocol.Right;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.List;
import java.util.Locale;

/** What one caller may do, and the refusals of the rest. They do not tell whether what was asked for is there. */
record CallerRights(Caller caller, List<Grant> grants) {

    CallerRights {
        grants = List.copyOf(grants);
    }

    /** Returns whether {@code right} is given for a key, and so for all keys that begin with it. */
    boolean allow(Right right, String bucket, String key) {
        return grants.stream().anyMatch(grant -> grant.allows(right, bucket, key));
    }

    boolean allow(Right right, ObjectRef object) {
        return allow(right, object.bucket(), object.key());
    }

    /** Returns whether any right is given in a bucket. */
    boolean see(String bucket) {
        return grants.stream().anyMatch(grant -> grant.isIn(bucket));
    }

    void demand(Right right, ObjectRef object) {
        demand(right, object.bucket(), object.key());
    }

    /**
     * Refuses unless {@code right} is given.
     *
     * @throws UploadException with {@link Failure#FORBIDDEN}; with {@link Failure#UNAUTHENTICATED} where the caller has shown no
     *     credentials
     */
    void demand(Right right, String bucket, String key) {
        if (!allow(right, bucket, key)) {
            throw refusal(right);
        }
    }

    UploadException refusal(Right right) {
        String word = right.name().toLowerCase(Locale.ROOT);
        return caller.isAnonymous() ? UploadException.of(Failure.UNAUTHENTICATED, "Nobody may " + word + " there without credentials")
            : UploadException.of(Failure.FORBIDDEN, "This key may not " + word + " there");
    }
}
