package io.github.chunkupload.gateway;

import io.github.chunkupload.protocol.Right;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import java.util.List;
import java.util.Optional;

/** Buckets as one caller may see them: those in which it may do anything at all. */
record AuthorizedBuckets(Buckets all, CallerRights rights) implements Buckets {

    @Override
    public List<BucketInfo> buckets() {
        return all.buckets().stream().filter(bucket -> rights.see(bucket.name())).toList();
    }

    @Override
    public Optional<BucketInfo> bucket(String name) {
        if (!rights.see(name)) {
            throw rights.refusal(Right.LIST);
        }
        return all.bucket(name);
    }

    @Override
    public void createBucket(String name) {
        rights.demand(Right.WRITE, name, "");
        all.createBucket(name);
    }

    @Override
    public void deleteBucket(String name) {
        rights.demand(Right.DELETE, name, "");
        all.deleteBucket(name);
    }
}
