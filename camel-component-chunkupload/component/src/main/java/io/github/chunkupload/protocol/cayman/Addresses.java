package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.UUID;

/** Tells what a form is about, and refuses names that are none and buckets that are not served. */
final class Addresses {

    private final ServerSettings settings;

    Addresses(ServerSettings settings) {
        this.settings = settings;
    }

    /** Returns the object; its key is empty where the operation is about a bucket, and the bucket where it is about none. */
    ObjectRef of(CaymanOperation operation, Generation generation, CaymanForm form) {
        if (!operation.isInBucket()) {
            return new ObjectRef("", "");
        }
        boolean current = generation == Generation.CURRENT;
        String bucket = current ? bucket(form) : settings.defaultBucket();
        if (bucket.isEmpty()) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The request names no bucket, and there is no default one");
        }
        CaymanNames.checkBucket(bucket);
        ObjectRef object = new ObjectRef(bucket, operation.isAboutObject() ? key(operation, generation, form) : "");
        if (operation.isAboutObject()) {
            CaymanNames.check(object);
        }
        if (!serves(bucket)) {
            throw UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not served here");
        }
        return object;
    }

    /** Returns whether requests for {@code bucket} are answered. */
    boolean serves(String bucket) {
        return settings.buckets().isEmpty() || settings.buckets().contains(bucket);
    }

    private static String key(CaymanOperation operation, Generation generation, CaymanForm form) {
        if (generation == Generation.CURRENT) {
            return objectId(form);
        }
        if (operation == CaymanOperation.CREATE) {
            return UUID.randomUUID().toString();
        }
        return generation == Generation.CLUSTER ? form.required("fileid") : form.required("fileid", "objid", "objectid", "object");
    }

    /** Older clients tell directory and name. */
    private static String objectId(CaymanForm form) {
        return form.first("objectid", "object").or(() -> form.first("name").map(
            name -> CaymanNames.key(form.first("dir").orElse(""), name))).orElseGet(() -> form.required("objectid"));
    }

    private String bucket(CaymanForm form) {
        return form.first("bucket").filter(name -> !name.isEmpty()).orElse(settings.defaultBucket());
    }
}
