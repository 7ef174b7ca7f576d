package io.github.chunkupload.disk;

import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists objects by the {@link Catalog}; what is told of each is read from its record, so that it is true at that moment. */
final class DiskListing implements Listing {

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    private final DiskStore store;
    private final Objects objects;
    private final Catalog catalog;

    DiskListing(DiskStore store, Objects objects, Catalog catalog) {
        this.store = store;
        this.objects = objects;
        this.catalog = catalog;
    }

    @Override
    public Page<ObjectInfo> objects(ObjectQuery query) {
        return store.named(() -> {
            DiskStore.checkBucket(query.bucket());
            return page(query, catalog.names());
        });
    }

    private Page<ObjectInfo> page(ObjectQuery query, NavigableSet<ObjectRef> names) throws IOException {
        List<ObjectInfo> items = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String last = query.after();
        ObjectRef next = first(query, names);
        while (next != null && next.bucket().equals(query.bucket()) && next.key().startsWith(query.prefix())) {
            Optional<String> prefix = query.commonPrefix(next.key());
            Optional<ObjectInfo> item = prefix.isPresent() ? Optional.empty() : info(next);
            if (prefix.isPresent() || item.isPresent()) {
                if (items.size() + prefixes.size() == query.limit()) {
                    return new Page<>(items, prefixes, Optional.of(new Marker(last, "")));
                }
                last = prefix.orElse(next.key());
                prefix.ifPresent(prefixes::add);
                item.ifPresent(items::add);
            }
            next = prefix.isPresent() ? behind(prefix.get(), query, names) : names.higher(next);
        }
        return new Page<>(items, prefixes, Optional.empty());
    }

    private static ObjectRef first(ObjectQuery query, NavigableSet<ObjectRef> names) {
        String after = query.after();
        if (after.isEmpty() || KeyOrder.compare(after, query.prefix()) < 0) {
            return names.ceiling(new ObjectRef(query.bucket(), query.prefix()));
        }
        boolean rolledUp = after.startsWith(query.prefix()) && query.commonPrefix(after).equals(Optional.of(after));
        return rolledUp ? behind(after, query, names) : names.higher(new ObjectRef(query.bucket(), after));
    }

    /** Returns the first name that does not begin with {@code prefix}, without going through those that do. */
    private static ObjectRef behind(String prefix, ObjectQuery query, NavigableSet<ObjectRef> names) {
        return KeyOrder.behind(prefix).map(key -> names.ceiling(new ObjectRef(query.bucket(), key))).orElse(null);
    }

    /** Tells of an object; empty: it has just been deleted, or its record is damaged. */
    private Optional<ObjectInfo> info(ObjectRef object) throws IOException {
        try {
            return objects.find(object).map(ObjectRecord::info);
        } catch (DamagedRecordException e) {
            LOG.warn("A list leaves out the object of the damaged record {}: {}", Version.objectRecord(Version.hash(object)),
                e.getMessage());
            return Optional.empty();
        }
    }
}
