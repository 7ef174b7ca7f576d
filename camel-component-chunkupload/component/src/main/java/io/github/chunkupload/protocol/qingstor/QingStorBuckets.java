package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ServedBuckets;
import io.github.chunkupload.protocol.qingstor.Grants.Permission;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operations on buckets and on the service: one method each. Where the settings name the buckets that are served, these are there,
 * and no request makes or removes one; else that is for the store to say, and where it does not keep buckets every name has one.
 */
final class QingStorBuckets {

    /** Who owns what is here, where the settings do not tell: documents must name somebody. */
    private static final String OWNER = "owner";

    private QingStorBuckets() {
    }

    static HttpReply listObjects(QingStorRequest request) {
        ObjectQuery query = QingStorQueries.objects(request.object().bucket(), request.query());
        return document(BucketJson.objects(listing(request).objects(query), query, owner(request)));
    }

    static HttpReply list(QingStorRequest request) {
        Buckets served = ServedBuckets.of(request.caller(), request.store(), request.settings());
        return document(BucketJson.buckets(served.buckets()));
    }

    static HttpReply head(QingStorRequest request) {
        find(request);
        return HttpReply.of(200, Headers.NONE);
    }

    static HttpReply create(QingStorRequest request) {
        if (!request.settings().buckets().isEmpty()) {
            throw UploadException.of(Failure.BUCKET_EXISTS, "The bucket is there");
        }
        request.store().capability(Buckets.class)
            .orElseThrow(() -> UploadException.of(Failure.BUCKET_EXISTS, "Every bucket is there"))
            .createBucket(request.object().bucket());
        return HttpReply.of(201, Headers.NONE);
    }

    static HttpReply delete(QingStorRequest request) {
        if (!request.settings().buckets().isEmpty()) {
            throw UploadException.of(Failure.FORBIDDEN, "The bucket is served by configuration, and no request removes it");
        }
        request.store().capability(Buckets.class)
            .orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "This store does not remove buckets"))
            .deleteBucket(request.object().bucket());
        return HttpReply.of(204, Headers.NONE);
    }

    /** Counts what is in a bucket, by listing it. */
    static HttpReply statistics(QingStorRequest request) {
        BucketInfo bucket = find(request);
        Listing listing = listing(request);
        long count = 0;
        long size = 0;
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            Page<ObjectInfo> page = listing.objects(ObjectQuery.prefix(bucket.name(), "").after(after.get())
                .limit(QingStorLimits.MAX_PAGE));
            count += page.items().size();
            size += page.items().stream().mapToLong(ObjectInfo::size).sum();
            after = page.next().map(Marker::key);
        }
        return document(BucketJson.statistics(bucket, count, size));
    }

    static HttpReply getAcl(QingStorRequest request) {
        String bucket = find(request).name();
        List<String> permissions = Stream.of(Permission.READ, Permission.WRITE)
            .filter(permission -> request.grants().grants(bucket, permission)).map(Permission::name).toList();
        return document(BucketJson.acl(owner(request), permissions));
    }

    /** Refuses to change who may use a bucket: that must survive a restart, and only the configuration does. */
    static HttpReply putAcl() {
        throw UploadException.of(Failure.UNSUPPORTED, "Access control lists are set by the options protocol." + Grants.READ.name()
            + " and protocol." + Grants.WRITE.name() + " of the gateway, not by requests");
    }

    private static BucketInfo find(QingStorRequest request) {
        String name = request.object().bucket();
        Optional<Buckets> buckets = request.store().capability(Buckets.class);
        Optional<BucketInfo> found = buckets.flatMap(known -> known.bucket(name));
        if (found.isEmpty() && buckets.isPresent() && request.settings().buckets().isEmpty()) {
            throw UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not there");
        }
        return found.orElseGet(() -> new BucketInfo(name, Instant.EPOCH));
    }

    private static Listing listing(QingStorRequest request) {
        return request.store().capability(Listing.class)
            .orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "This store does not list objects"));
    }

    private static String owner(QingStorRequest request) {
        return request.settings().appId().isEmpty() ? OWNER : request.settings().appId();
    }

    private static HttpReply document(String json) {
        return HttpReply.of(200, Headers.NONE, "application/json", json);
    }
}
