package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import java.util.List;
import java.util.Optional;

/**
 * What our client can do with buckets. A list tells of an object what the manual's document has: neither the metadata of its user nor
 * the checksums of an object that was made of parts.
 */
final class BucketClient implements Listing, Buckets {

    private final QingStorWire wire;

    BucketClient(QingStorWire wire) {
        this.wire = wire;
    }

    @Override
    public Page<ObjectInfo> objects(ObjectQuery query) {
        return wire.read(QingStorCall.ofBucket("GET", query.bucket(), QingStorQueries.objects(query)),
            root -> BucketJson.objects(root, query.bucket()));
    }

    @Override
    public List<BucketInfo> buckets() {
        return wire.read(QingStorCall.ofService("GET"), BucketJson::buckets);
    }

    /** Asks for the statistics: they alone tell of one bucket when it was made. */
    @Override
    public Optional<BucketInfo> bucket(String name) {
        try {
            QingStorCall call = QingStorCall.ofBucket("GET", name, Query.NONE.with("stats", ""));
            return Optional.of(wire.read(call, root -> BucketJson.bucket(root, name)));
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_BUCKET) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void createBucket(String name) {
        wire.run(QingStorCall.ofBucket("PUT", name, Query.NONE));
    }

    @Override
    public void deleteBucket(String name) {
        wire.run(QingStorCall.ofBucket("DELETE", name, Query.NONE));
    }
}
