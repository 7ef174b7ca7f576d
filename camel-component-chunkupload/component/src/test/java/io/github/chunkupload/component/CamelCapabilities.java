package io.github.chunkupload.component;

import static io.github.chunkupload.component.ChunkUploadConstants.AFTER;
import static io.github.chunkupload.component.ChunkUploadConstants.DELIMITER;
import static io.github.chunkupload.component.ChunkUploadConstants.LIMIT;
import static io.github.chunkupload.component.ChunkUploadConstants.PREFIX;

import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists and buckets as a Camel user has them: by operations. */
record CamelCapabilities(CamelStore store) implements Listing, Buckets {

    @Override
    @SuppressWarnings("unchecked")
    public Page<ObjectInfo> objects(ObjectQuery query) {
        Map<String, Object> headers = Map.of(PREFIX, query.prefix(), DELIMITER, query.delimiter(), AFTER, query.after(), LIMIT,
            query.limit());
        return store.call("listObjects", query.bucket(), true, null, headers).getBody(Page.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<BucketInfo> buckets() {
        return store.call("listBuckets", Node.BUCKET, true, null, Map.of()).getBody(List.class);
    }

    @Override
    public Optional<BucketInfo> bucket(String name) {
        try {
            return Optional.of(store.call("headBucket", name, true, null, Map.of()).getBody(BucketInfo.class));
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_BUCKET) {
                throw e;
            }
            return Optional.empty();
        }
    }

    @Override
    public void createBucket(String name) {
        store.call("createBucket", name, true, null, Map.of());
    }

    @Override
    public void deleteBucket(String name) {
        store.call("deleteBucket", name, true, null, Map.of());
    }
}
