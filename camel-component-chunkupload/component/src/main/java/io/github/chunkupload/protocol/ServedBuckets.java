package io.github.chunkupload.protocol;

import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The buckets that clients of a server see. Those that the server was configured with are there as long as it is, whether its store has
 * heard of them or not, and there are no others; without such a configuration all are the store's.
 */
public final class ServedBuckets implements Buckets {

    private final ServerSettings settings;
    private final Optional<Buckets> stored;

    private ServedBuckets(ServerSettings settings, Optional<Buckets> stored) {
        this.settings = settings;
        this.stored = stored;
    }

    /**
     * Returns the buckets that {@code caller} sees.
     *
     * @throws UploadException with {@link Failure#UNAUTHENTICATED} for one who did not prove who it is, {@link Failure#UNSUPPORTED} when
     *     neither settings nor store know of buckets
     */
    public static Buckets of(Caller caller, ObjectStore store, ServerSettings settings) {
        if (caller.isAnonymous()) {
            throw UploadException.of(Failure.UNAUTHENTICATED, "Buckets are shown, made and removed by signed requests only");
        }
        Optional<Buckets> stored = store.capability(Buckets.class);
        if (settings.buckets().isEmpty() && stored.isEmpty()) {
            throw UploadException.of(Failure.UNSUPPORTED, "Buckets can be neither shown nor made nor removed here");
        }
        return new ServedBuckets(settings, stored);
    }

    @Override
    public List<BucketInfo> buckets() {
        return settings.buckets().isEmpty() ? stored.map(Buckets::buckets).orElseThrow()
            : settings.buckets().stream().flatMap(name -> seen(name).stream()).sorted(Comparator.comparing(BucketInfo::name)).toList();
    }

    /** A bucket in which the caller may do nothing is none for it. */
    private Optional<BucketInfo> seen(String name) {
        try {
            return Optional.of(configured(name));
        } catch (UploadException e) {
            if (e.kind() == Failure.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Optional<BucketInfo> bucket(String name) {
        return settings.buckets().isEmpty() ? stored.flatMap(buckets -> buckets.bucket(name))
            : Optional.of(name).filter(settings.buckets()::contains).map(this::configured);
    }

    @Override
    public void createBucket(String name) {
        if (settings.buckets().contains(name)) {
            throw UploadException.of(Failure.BUCKET_EXISTS, "The bucket is one that is always served here");
        }
        changeable().createBucket(name);
    }

    @Override
    public void deleteBucket(String name) {
        if (settings.buckets().contains(name)) {
            throw UploadException.of(Failure.FORBIDDEN, "The bucket is one that is always served here");
        }
        changeable().deleteBucket(name);
    }

    private Buckets changeable() {
        if (!settings.buckets().isEmpty()) {
            throw UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not served here");
        }
        return stored.orElseThrow();
    }

    /** One that nothing was ever put into has no beginning that anybody knows. */
    private BucketInfo configured(String name) {
        return stored.flatMap(buckets -> buckets.bucket(name)).orElse(new BucketInfo(name, Instant.EPOCH));
    }
}
