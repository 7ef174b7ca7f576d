package io.github.chunkupload.disk;

import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadRef;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Tells how full the store is, and aborts uploads that nobody sends to. */
final class DiskUpkeep implements Upkeep {

    private final DiskStore store;
    private final Disk disk;
    private final Objects objects;
    private final Catalog catalog;
    private final DiskStaging staging;

    DiskUpkeep(DiskStore store, Disk disk, Objects objects, Catalog catalog, DiskStaging staging) {
        this.store = store;
        this.disk = disk;
        this.objects = objects;
        this.catalog = catalog;
        this.staging = staging;
    }

    @Override
    public long used(String bucket) {
        return store.named(() -> {
            long bytes = catalog.bytes(bucket) + staging.bytes(bucket);
            for (Upload upload : store.uploads().in(bucket)) {
                bytes += Math.max(upload.header().size().orElse(0), upload.stored());
            }
            return bytes;
        });
    }

    @Override
    public long free() {
        return store.named(() -> disk.volume().free());
    }

    @Override
    public long owed() {
        return store.named(() -> {
            long bytes = 0;
            for (Upload upload : store.uploads().sized()) {
                bytes += Math.max(0, upload.header().size().orElse(0) - upload.stored());
            }
            return bytes;
        });
    }

    @Override
    public long stored(UploadRef upload) {
        return store.named(() -> {
            Upload open = store.uploads().find(upload).orElse(null);
            return open == null ? 0 : open.stored();
        });
    }

    @Override
    public long declared(UploadRef upload) {
        return store.uploads().find(upload).map(open -> open.header().size().orElse(0)).orElse(0L);
    }

    @Override
    public boolean isOpen(UploadRef upload) {
        return store.uploads().find(upload).isPresent();
    }

    @Override
    public int openUploads() {
        return store.uploads().count();
    }

    @Override
    public List<UploadInfo> expire(Predicate<UploadRef> which, Instant before) {
        return store.named(() -> {
            List<UploadInfo> expired = new ArrayList<>();
            for (Upload upload : store.uploads().all()) {
                UploadInfo info = upload.header().info();
                if (info.initiated().isBefore(before) && which.test(info.upload()) && expire(upload, before)) {
                    expired.add(info);
                }
            }
            return expired;
        });
    }

    private boolean expire(Upload upload, Instant before) throws IOException {
        return upload.isIdleSince(before) && objects.alone(upload.header().object(), () -> {
            if (!upload.abortIfIdleSince(before)) {
                return false;
            }
            store.uploads().remove(upload);
            return true;
        });
    }
}
