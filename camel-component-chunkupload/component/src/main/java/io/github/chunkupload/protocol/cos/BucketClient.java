package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Buckets and what is in them. Thread-safe. */
final class BucketClient implements Listing, Buckets {

    private final CosWire wire;

    BucketClient(CosWire wire) {
        this.wire = wire;
    }

    @Override
    public Page<ObjectInfo> objects(ObjectQuery query) {
        CosCall call = CosCall.ofBucket("GET", query.bucket(), CosQueries.objects(query));
        return wire.read(wire.send(call), call, ObjectsXml.ROOT, root -> ObjectsXml.read(root, query.bucket()));
    }

    /**
     * Lists the buckets of the region that the endpoint stands for, or of all regions.
     *
     * @throws UploadException with {@link Failure#UNSUPPORTED} when the endpoint stands for one bucket
     */
    @Override
    public List<BucketInfo> buckets() {
        CosCall call = CosCall.ofService();
        return wire.read(wire.send(call), call, BucketsXml.ROOT, BucketsXml::read).stream()
            .sorted(Comparator.comparing(BucketInfo::name)).toList();
    }

    /** Asks for a bucket; when it was made is not told and said to be the epoch. */
    @Override
    public Optional<BucketInfo> bucket(String name) {
        try {
            wire.run(CosCall.ofBucket("HEAD", name, Query.NONE));
            return Optional.of(new BucketInfo(name, Instant.EPOCH));
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_BUCKET) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void createBucket(String name) {
        wire.run(CosCall.ofBucket("PUT", name, Query.NONE));
    }

    @Override
    public void deleteBucket(String name) {
        wire.run(CosCall.ofBucket("DELETE", name, Query.NONE));
    }
}
