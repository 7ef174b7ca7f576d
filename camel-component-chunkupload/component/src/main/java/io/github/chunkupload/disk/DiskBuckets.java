package io.github.chunkupload.disk;

import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Buckets that were made have a record; those that something is in are there without. */
final class DiskBuckets implements Buckets {

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    private final DiskStore store;
    private final Disk disk;
    private final Catalog catalog;
    private final Staging staging;

    DiskBuckets(DiskStore store, Disk disk, Catalog catalog, Staging staging) {
        this.store = store;
        this.disk = disk;
        this.catalog = catalog;
        this.staging = staging;
    }

    @Override
    public List<BucketInfo> buckets() {
        return store.named(() -> {
            Map<String, BucketInfo> all = new TreeMap<>(KeyOrder::compare);
            used().forEach((name, since) -> all.put(name, new BucketInfo(name, since)));
            for (String file : disk.volume().list(BucketRecord.DIRECTORY)) {
                if (Version.isRecord(file)) {
                    read(BucketRecord.DIRECTORY + "/" + file).ifPresent(made -> all.put(made.name(), made.info()));
                }
            }
            return List.copyOf(all.values());
        });
    }

    @Override
    public Optional<BucketInfo> bucket(String name) {
        return store.named(() -> {
            DiskStore.checkBucket(name);
            return find(name);
        });
    }

    private Optional<BucketInfo> find(String name) throws IOException {
        Optional<BucketRecord> made = read(BucketRecord.file(name));
        return made.isPresent() ? made.map(BucketRecord::info)
            : Optional.ofNullable(used().get(name)).map(since -> new BucketInfo(name, since));
    }

    private Optional<BucketRecord> read(String file) throws IOException {
        try {
            return Optional.of(BucketRecord.decode(disk.volume().read(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (DamagedRecordException e) {
            LOG.warn("The record {} of a bucket is damaged; the bucket counts as not made: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns the buckets that something is in, and since when. */
    private Map<String, Instant> used() throws IOException {
        Map<String, Instant> used = new TreeMap<>(catalog.buckets());
        store.uploads().buckets().forEach((name, since) -> used.merge(name, since, DiskBuckets::earlier));
        staging.pending().forEach(staged -> used.merge(staged.info().object().bucket(), staged.assembled(), DiskBuckets::earlier));
        return used;
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Override
    public void createBucket(String name) {
        store.named(() -> {
            DiskStore.checkBucket(name);
            disk.makeDirectory(BucketRecord.DIRECTORY);
            return catalog.unused(() -> {
                if (find(name).isPresent()) {
                    throw UploadException.of(Failure.BUCKET_EXISTS, "There is a bucket of that name");
                }
                write(new BucketRecord(name, disk.now()));
                return null;
            });
        });
    }

    private void write(BucketRecord bucket) throws IOException {
        String file = BucketRecord.file(bucket.name());
        String source = disk.writeUnfinished(file, bucket.encode());
        try {
            disk.volume().rename(source, file);
        } catch (IOException | RuntimeException e) {
            disk.deleteQuietly(List.of(source));
            throw e;
        }
        disk.sync(BucketRecord.DIRECTORY);
    }

    @Override
    public void deleteBucket(String name) {
        store.named(() -> {
            DiskStore.checkBucket(name);
            return catalog.unused(() -> {
                if (used().containsKey(name)) {
                    throw UploadException.of(Failure.BUCKET_NOT_EMPTY, "The bucket has objects or open uploads");
                }
                if (find(name).isEmpty()) {
                    throw UploadException.of(Failure.NO_SUCH_BUCKET, "There is no bucket of that name");
                }
                disk.volume().delete(BucketRecord.file(name));
                disk.sync(BucketRecord.DIRECTORY);
                return null;
            });
        });
    }
}
