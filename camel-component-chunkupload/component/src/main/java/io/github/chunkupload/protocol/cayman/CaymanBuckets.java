package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.util.List;
import java.util.Optional;

/** The operations on buckets, where the store keeps such: one method each. */
final class CaymanBuckets {

    private static final int PAGE = 1000;
    private static final long PER_PAGE = 20;

    private final Addresses addresses;

    CaymanBuckets(Addresses addresses) {
        this.addresses = addresses;
    }

    HttpReply create(CaymanRequest request) {
        buckets(request).createBucket(request.object().bucket());
        return CaymanReplies.success();
    }

    HttpReply remove(CaymanRequest request) {
        buckets(request).deleteBucket(request.object().bucket());
        return CaymanReplies.success();
    }

    /** Lists the buckets. Whose they are the store does not know; when they were made is our addition. */
    HttpReply list(CaymanRequest request) {
        List<BucketInfo> served = buckets(request).buckets().stream().filter(bucket -> addresses.serves(bucket.name())).toList();
        ObjectNode reply = CaymanJson.succeeded().put("total", served.size());
        ArrayNode result = reply.putArray("result");
        for (BucketInfo bucket : served) {
            result.addObject().put("bucketname", bucket.name()).put("owner", CaymanInfo.ANONYMOUS)
                .put("createtime", bucket.created().getEpochSecond());
        }
        return CaymanReplies.told(reply);
    }

    /** Lists the objects of one directory by numbered pages; or, with our field {@code limit}, of any prefix, by what comes after a key. */
    HttpReply objects(CaymanRequest request) {
        return request.form().first("limit").isPresent() ? after(request) : numbered(request);
    }

    private static HttpReply numbered(CaymanRequest request) {
        CaymanForm form = request.form();
        String directory = form.first("dirname").orElse("/").replaceAll("^/+|/+$", "");
        long page = Math.max(1, form.number(1, "page"));
        long perPage = Math.max(1, Math.min(PAGE, form.number(PER_PAGE, "perpage")));
        long first = Math.min(Long.MAX_VALUE / PAGE, page - 1) * perPage;
        ObjectQuery query = ObjectQuery.prefix(request.object().bucket(), directory.isEmpty() ? "" : directory + "/").delimiter("/");
        ArrayNode result = CaymanJson.object().arrayNode();
        long total = 0;
        for (Optional<ObjectQuery> asked = Optional.of(query); asked.isPresent();) {
            Page<ObjectInfo> objects = listing(request).objects(asked.get());
            for (ObjectInfo object : objects.items()) {
                if (total >= first && total < first + perPage) {
                    result.add(CaymanInfo.of(object).json());
                }
                total++;
            }
            asked = objects.next().map(Marker::key).map(query::after);
        }
        return CaymanReplies.told(CaymanJson.succeeded().put("total", String.valueOf(total)).set("result", result));
    }

    private static HttpReply after(CaymanRequest request) {
        CaymanForm form = request.form();
        long limit = Math.max(1, Math.min(PAGE, form.number(PAGE, "limit")));
        Page<ObjectInfo> page = listing(request).objects(new ObjectQuery(request.object().bucket(), form.first("prefix").orElse(""),
            form.first("delimiter").orElse(""), form.first("after").orElse(""), (int) limit));
        ObjectNode reply = CaymanJson.succeeded().put("total", String.valueOf(page.items().size()));
        ArrayNode result = reply.putArray("result");
        page.items().forEach(object -> result.add(CaymanInfo.of(object).json()));
        ArrayNode prefixes = reply.putArray("prefixes");
        page.prefixes().forEach(prefixes::add);
        page.next().ifPresent(next -> reply.put("next", next.key()));
        return CaymanReplies.told(reply);
    }

    private static Buckets buckets(CaymanRequest request) {
        return request.capability(Buckets.class, "Buckets are neither made nor listed here");
    }

    private static Listing listing(CaymanRequest request) {
        return request.capability(Listing.class, "Objects are not listed here");
    }
}
