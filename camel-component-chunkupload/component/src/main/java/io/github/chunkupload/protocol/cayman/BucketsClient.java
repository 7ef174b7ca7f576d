package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Buckets of a server of Cayman. When one was made only our server tells. */
record BucketsClient(CaymanWire wire) implements Buckets {

    @Override
    public List<BucketInfo> buckets() {
        JsonNode reply = wire.ask(CaymanOperation.BUCKET_LIST, new ObjectRef("", ""), Map.of(), Optional.empty());
        List<BucketInfo> buckets = new ArrayList<>();
        for (JsonNode bucket : reply.path("result")) {
            buckets.add(new BucketInfo(bucket.path("bucketname").asText(""),
                Instant.ofEpochSecond(CaymanJson.number(bucket, "createtime").orElse(0))));
        }
        buckets.sort(Comparator.comparing(BucketInfo::name));
        return buckets;
    }

    @Override
    public Optional<BucketInfo> bucket(String name) {
        return buckets().stream().filter(bucket -> bucket.name().equals(name)).findFirst();
    }

    @Override
    public void createBucket(String name) {
        wire.ask(CaymanOperation.BUCKET_CREATE, new ObjectRef(name, ""), Map.of(), Optional.empty());
    }

    @Override
    public void deleteBucket(String name) {
        wire.ask(CaymanOperation.BUCKET_REMOVE, new ObjectRef(name, ""), Map.of(), Optional.empty());
    }
}
