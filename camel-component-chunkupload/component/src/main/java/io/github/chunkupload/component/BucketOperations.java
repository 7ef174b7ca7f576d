package io.github.chunkupload.component;

import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The operations on buckets and what is in them. The bucket is that of the endpoint. */
final class BucketOperations {

    private final Capabilities capabilities;
    private final Requests requests;

    BucketOperations(Capabilities capabilities, Requests requests) {
        this.capabilities = capabilities;
        this.requests = requests;
    }

    void listObjects(Exchange exchange) {
        Listing listing = capabilities.need(Listing.class, ChunkUploadOperation.LIST_OBJECTS);
        ObjectQuery query = ObjectQuery.prefix(requests.bucket(exchange), requests.prefix(exchange))
            .delimiter(requests.text(exchange, ChunkUploadConstants.DELIMITER, "")).after(after(exchange));
        int limit = requests.count(exchange, ChunkUploadConstants.LIMIT, 0);
        exchange.getMessage().setBody(limit > 0 ? listing.objects(query.limit(limit)) : all(listing, query));
    }

    private String after(Exchange exchange) {
        return exchange.getMessage().getHeader(ChunkUploadConstants.AFTER) instanceof Marker marker ? marker.key()
            : requests.text(exchange, ChunkUploadConstants.AFTER, "");
    }

    private static Page<ObjectInfo> all(Listing listing, ObjectQuery query) {
        List<ObjectInfo> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        Optional<ObjectQuery> next = Optional.of(query);
        while (next.isPresent()) {
            Page<ObjectInfo> page = listing.objects(next.get());
            objects.addAll(page.items());
            prefixes.addAll(page.prefixes());
            next = page.next().map(marker -> query.after(marker.key()));
        }
        return new Page<>(objects, prefixes, Optional.empty());
    }

    void listBuckets(Exchange exchange) {
        exchange.getMessage().setBody(buckets(ChunkUploadOperation.LIST_BUCKETS).buckets());
    }

    void headBucket(Exchange exchange) {
        BucketInfo info = buckets(ChunkUploadOperation.HEAD_BUCKET).bucket(requests.bucket(exchange))
            .orElseThrow(() -> UploadException.of(Failure.NO_SUCH_BUCKET, "There is no bucket " + requests.bucket(exchange)));
        exchange.getMessage().setBody(info);
    }

    void createBucket(Exchange exchange) {
        buckets(ChunkUploadOperation.CREATE_BUCKET).createBucket(requests.bucket(exchange));
    }

    void deleteBucket(Exchange exchange) {
        buckets(ChunkUploadOperation.DELETE_BUCKET).deleteBucket(requests.bucket(exchange));
    }

    private Buckets buckets(ChunkUploadOperation operation) {
        return capabilities.need(Buckets.class, operation);
    }
}
