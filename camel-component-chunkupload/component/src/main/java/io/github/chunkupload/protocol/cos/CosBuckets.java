package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.DocumentBody;
import io.github.chunkupload.protocol.ServedBuckets;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.UploadException;
import java.util.Locale;

/** The operations on buckets: one method each. What the store behind the server cannot do is refused by name. */
final class CosBuckets {

    private static final int MAX_CONFIGURATION = 64 << 10;

    private CosBuckets() {
    }

    static HttpReply service(CosRequest request) {
        return request.reply(BucketsXml.write(buckets(request).buckets(), request.ownerId()));
    }

    /** Makes a bucket like any other: one in several zones or open to others is refused. */
    static HttpReply put(CosRequest request) {
        Buckets buckets = buckets(request);
        request.headers().fields().stream()
            .filter(header -> opens(header.getKey().toLowerCase(Locale.ROOT), header.getValue())).findFirst().ifPresent(header -> {
                throw UploadException.of(Failure.UNSUPPORTED, "The header " + header.getKey() + " is not supported");
            });
        if (DocumentBody.read(request.call(), MAX_CONFIGURATION).length > 0) {
            throw UploadException.of(Failure.UNSUPPORTED, "Buckets are made without a configuration here");
        }
        buckets.createBucket(request.object().bucket());
        return HttpReply.of(200, Headers.NONE);
    }

    static HttpReply head(CosRequest request) {
        buckets(request).bucket(request.object().bucket())
            .orElseThrow(() -> UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not there"));
        return HttpReply.of(200, Headers.NONE);
    }

    static HttpReply list(CosRequest request) {
        Listing listing = request.store().capability(Listing.class)
            .orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "Objects cannot be listed here"));
        ObjectQuery query = CosQueries.objects(request.object().bucket(), request.query());
        boolean urlEncoded = CosQueries.urlEncoded(request.query());
        return request.reply(ObjectsXml.write(listing.objects(query), query, urlEncoded, request.ownerId()));
    }

    static HttpReply delete(CosRequest request) {
        buckets(request).deleteBucket(request.object().bucket());
        return HttpReply.of(204, Headers.NONE);
    }

    private static Buckets buckets(CosRequest request) {
        return ServedBuckets.of(request.caller(), request.store(), request.settings());
    }

    private static boolean opens(String header, String value) {
        return header.startsWith("x-cos-grant-") || header.equals("x-cos-acl") && !value.equals("private");
    }
}
