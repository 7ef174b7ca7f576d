package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Coffers and what is in them. The vendor documents these operations for the host {@code service.cdcs.myqcloud.com}; requests go to the
 * endpoint that was given. Thread-safe.
 */
final class CofferClient implements Listing, Buckets {

    private final CdcsWire wire;

    CofferClient(CdcsWire wire) {
        this.wire = wire;
    }

    /** Lists objects. There is no delimiter on the wire: what is rolled up costs requests all the same. */
    @Override
    public Page<ObjectInfo> objects(ObjectQuery query) {
        List<ObjectInfo> items = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String last = query.after();
        for (Optional<String> marker = Optional.of(last); marker.isPresent();) {
            Page<ObjectInfo> page = objects(query, marker.get());
            for (ObjectInfo info : page.items()) {
                String key = info.object().key();
                Optional<String> common = query.commonPrefix(key);
                if (common.isPresent() && common.get().equals(last)) {
                    continue;
                }
                if (items.size() + prefixes.size() == query.limit()) {
                    return new Page<>(items, prefixes, Optional.of(new Marker(last, "")));
                }
                last = common.orElse(key);
                common.ifPresentOrElse(prefixes::add, () -> items.add(info));
            }
            if (page.next().isPresent() && query.delimiter().isEmpty() && items.size() == query.limit()) {
                return new Page<>(items, prefixes, page.next());
            }
            Optional<String> next = page.next().map(Marker::key);
            if (next.isPresent() && next.equals(marker)) {
                throw UploadException.of(Failure.PROTOCOL, "The list of objects does not go on after " + Replies.printable(next.get()));
            }
            marker = next;
        }
        return new Page<>(items, prefixes, Optional.empty());
    }

    @Override
    public List<BucketInfo> buckets() {
        return wire.read(CdcsCall.ofService(), CoffersDocument.ROOT, CoffersDocument::read).stream()
            .sorted(Comparator.comparing(BucketInfo::name)).toList();
    }

    /** Looks for a coffer among all there are: there is no request that asks for one. */
    @Override
    public Optional<BucketInfo> bucket(String name) {
        String sought = wire.longName(name);
        return buckets().stream().filter(coffer -> coffer.name().equals(sought)).findFirst();
    }

    /** Makes a coffer that is not encrypted at rest. */
    @Override
    public void createBucket(String name) {
        byte[] wish = CofferDocument.write(wire.generation(), wire.region()).write().getBytes(StandardCharsets.UTF_8);
        wire.run(CdcsCall.ofCoffer("PUT", name, Query.NONE)
            .with(Headers.of("Content-Type", wire.generation().mediaType())).with(Body.of(wish)));
    }

    @Override
    public void deleteBucket(String name) {
        wire.run(CdcsCall.ofCoffer("DELETE", name, Query.NONE));
    }

    private Page<ObjectInfo> objects(ObjectQuery query, String marker) {
        int most = query.delimiter().isEmpty() ? Math.min(query.limit(), CdcsLimits.MAX_PAGE) : CdcsLimits.MAX_PAGE;
        CdcsCall call = CdcsCall.ofCoffer("GET", query.bucket(), CdcsQueries.objects(wire.generation(), query.prefix(), marker, most));
        return wire.read(call, ObjectsDocument.ROOT, document -> ObjectsDocument.read(document, query.bucket()));
    }
}
