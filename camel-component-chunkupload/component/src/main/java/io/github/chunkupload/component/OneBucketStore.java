package io.github.chunkupload.component;

import static java.util.Map.entry;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Aging;
import io.github.chunkupload.store.Backup;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ForwardingStore;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.LocalFiles;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Retired;
import io.github.chunkupload.store.Scrubbing;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadProgress;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import io.github.chunkupload.store.Verify;
import io.github.chunkupload.store.Vitals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One bucket of a store that several consumers share. The others are not there: whatever a protocol lets its clients name, a copy from
 * elsewhere or the list of all buckets, none gets past the consumer they were let in by.
 */
class OneBucketStore extends ForwardingStore {

    private final String bucket;
    private final Map<Class<?>, Function<Object, Object>> views = Map.ofEntries(
        entry(Staging.class, all -> new BucketStaging((Staging) all, name())),
        entry(Retired.class, all -> retired((Retired) all)),
        entry(LocalFiles.class, all -> all),
        entry(Backup.class, all -> all),
        entry(Listing.class, all -> listing((Listing) all)),
        entry(Buckets.class, all -> new OneBucket((Buckets) all)),
        entry(PartCopy.class, all -> copy((PartCopy) all)),
        entry(Aging.class, all -> aging((Aging) all)),
        entry(Verify.class, all -> verify((Verify) all)),
        entry(Editing.class, all -> new BucketEditing((Editing) all)),
        entry(Upkeep.class, all -> new BucketUpkeep((Upkeep) all, name())),
        entry(Vitals.class, all -> new BucketVitals((Vitals) all)),
        entry(Scrubbing.class, all -> ((Scrubbing) all).within(name())));

    OneBucketStore(ObjectStore all, String bucket) {
        super(all);
        this.bucket = bucket;
    }

    private String name() {
        return bucket;
    }

    private void check(String named) {
        if (!named.equals(bucket)) {
            throw UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not served here");
        }
    }

    private void check(ObjectRef object) {
        check(object.bucket());
    }

    private void check(UploadRef upload) {
        check(upload.object());
    }

    @Override
    public Admission initiate(UploadRequest request) {
        check(request.object());
        return super.initiate(request);
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        check(upload);
        return super.putPart(upload, slot, body, checks, access);
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        check(upload);
        return super.state(upload, afterIndex, limit);
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        check(upload);
        return super.complete(upload, completion);
    }

    @Override
    public void abort(UploadRef upload) {
        check(upload);
        super.abort(upload);
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        check(query.bucket());
        return super.uploads(query);
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        check(request.object());
        return super.put(request, body, checks);
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        check(object);
        return super.head(object, access);
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        check(object);
        return super.get(object, range, access);
    }

    @Override
    public boolean delete(ObjectRef object) {
        check(object);
        return super.delete(object);
    }

    /** Returns what else the store can do, within the bucket; what is not known how to be kept within it is not there. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return views.containsKey(type) ? super.capability(type).map(all -> type.cast(views.get(type).apply(all))) : Optional.empty();
    }

    private Retired retired(Retired all) {
        return object -> {
            check(object);
            return all.retired(object);
        };
    }

    private Listing listing(Listing all) {
        return query -> {
            check(query.bucket());
            return all.objects(query);
        };
    }

    private PartCopy copy(PartCopy all) {
        return (upload, slot, source, access) -> {
            check(upload);
            check(source.object());
            return all.copyPart(upload, slot, source, access);
        };
    }

    private Aging aging(Aging all) {
        return (object, limit) -> {
            check(object);
            return all.deleteOlder(object, limit);
        };
    }

    private Verify verify(Verify all) {
        return (object, digests, access) -> {
            check(object);
            return all.verify(object, digests, access);
        };
    }

    private final class OneBucket implements Buckets {

        private final Buckets all;

        OneBucket(Buckets all) {
            this.all = all;
        }

        @Override
        public List<BucketInfo> buckets() {
            return all.bucket(bucket).stream().toList();
        }

        @Override
        public Optional<BucketInfo> bucket(String named) {
            return named.equals(bucket) ? all.bucket(named) : Optional.empty();
        }

        @Override
        public void createBucket(String named) {
            check(named);
            all.createBucket(named);
        }

        @Override
        public void deleteBucket(String named) {
            check(named);
            all.deleteBucket(named);
        }
    }

    private final class BucketVitals implements Vitals {

        private final Vitals all;

        BucketVitals(Vitals all) {
            this.all = all;
        }

        @Override
        public int openUploads(Predicate<String> which) {
            return all.openUploads(which.and(bucket::equals));
        }

        @Override
        public List<UploadProgress> progress(Predicate<String> which, int most) {
            return all.progress(which.and(bucket::equals), most);
        }

        @Override
        public long usableSpace() {
            return all.usableSpace();
        }

        @Override
        public void probe() {
            all.probe();
        }
    }

    private final class BucketEditing implements Editing {

        private final Editing all;

        BucketEditing(Editing all) {
            this.all = all;
        }

        @Override
        public PartReceipt write(ObjectRef object, long offset, Body body, Checks checks) {
            check(object);
            return all.write(object, offset, body, checks);
        }

        @Override
        public void truncate(ObjectRef object, long size) {
            check(object);
            all.truncate(object, size);
        }
    }
}
