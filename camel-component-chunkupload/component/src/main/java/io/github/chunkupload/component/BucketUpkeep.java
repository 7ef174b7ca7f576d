package io.github.chunkupload.component;

import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadRef;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Upkeep by one consumer: it clears away uploads of its bucket only. How full the store is concerns all. */
record BucketUpkeep(Upkeep all, String bucket) implements Upkeep {

    @Override
    public long used(String name) {
        return all.used(name);
    }

    @Override
    public long free() {
        return all.free();
    }

    @Override
    public long owed() {
        return all.owed();
    }

    @Override
    public long stored(UploadRef upload) {
        return all.stored(upload);
    }

    @Override
    public long declared(UploadRef upload) {
        return all.declared(upload);
    }

    @Override
    public boolean isOpen(UploadRef upload) {
        return all.isOpen(upload);
    }

    @Override
    public int openUploads() {
        return all.openUploads();
    }

    @Override
    public List<UploadInfo> expire(Predicate<UploadRef> which, Instant before) {
        return all.expire(upload -> upload.object().bucket().equals(bucket) && which.test(upload), before);
    }
}
