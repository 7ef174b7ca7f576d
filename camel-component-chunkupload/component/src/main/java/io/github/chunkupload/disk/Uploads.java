package io.github.chunkupload.disk;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The open uploads, by id and in the order of lists: bucket, key (as bytes of UTF-8), upload id. */
final class Uploads {

    private static final String AFTER_EVERY_ID = "~";

    private record Place(String bucket, String key, String id) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byBucket = bucket.compareTo(other.bucket);
            int byKey = byBucket != 0 ? byBucket : KeyOrder.compare(key, other.key);
            return byKey != 0 ? byKey : id.compareTo(other.id);
        }
    }

    private final ConcurrentMap<String, Upload> byId = new ConcurrentHashMap<>();
    private final NavigableMap<Place, Upload> sorted = new ConcurrentSkipListMap<>();
    private final Set<Upload> sized = ConcurrentHashMap.newKeySet();

    void add(Upload upload) {
        if (upload.header().size().isPresent()) {
            sized.add(upload);
        }
        byId.put(upload.header().id(), upload);
        sorted.put(place(upload), upload);
    }

    void remove(Upload upload) {
        sized.remove(upload);
        byId.remove(upload.header().id());
        sorted.remove(place(upload));
    }

    Optional<Upload> find(UploadRef ref) {
        return Optional.ofNullable(byId.get(ref.uploadId())).filter(upload -> upload.header().object().equals(ref.object()));
    }

    List<Upload> all() {
        return List.copyOf(byId.values());
    }

    /** Returns those that have declared a size. */
    Collection<Upload> sized() {
        return sized;
    }

    int count() {
        return byId.size();
    }

    /** Returns the open uploads of a bucket. */
    Collection<Upload> in(String bucket) {
        return sorted.subMap(new Place(bucket, "", ""), new Place(bucket + '\0', "", "")).values();
    }

    int count(Predicate<String> buckets) {
        return (int) byId.values().stream().filter(upload -> buckets.test(upload.header().object().bucket())).count();
    }

    /** Returns the uploads opened last, the latest first. */
    List<Upload> latest(Predicate<String> buckets, int most) {
        return byId.values().stream().filter(upload -> buckets.test(upload.header().object().bucket()))
            .sorted(Comparator.comparing((Upload upload) -> upload.header().initiated()).reversed()).limit(most).toList();
    }

    /** Returns the open uploads of a key. */
    List<Upload> of(ObjectRef object) {
        Place first = new Place(object.bucket(), object.key(), "");
        return List.copyOf(sorted.subMap(first, new Place(object.bucket(), object.key(), AFTER_EVERY_ID)).values());
    }

    /** Returns the buckets that have open uploads, and since when. */
    Map<String, Instant> buckets() {
        return byId.values().stream().map(Upload::header)
            .collect(Collectors.toMap(header -> header.object().bucket(), UploadHeader::initiated, DiskBuckets::earlier));
    }

    private static Place place(Upload upload) {
        ObjectRef object = upload.header().object();
        return new Place(object.bucket(), object.key(), upload.header().id());
    }

    Page<UploadInfo> page(UploadQuery query) {
        List<UploadInfo> items = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        Marker last = query.after();
        for (Map.Entry<Place, Upload> entry : sorted.tailMap(start(query), false).entrySet()) {
            Place place = entry.getKey();
            if (!isListed(place, query)) {
                break;
            }
            Optional<String> prefix = query.commonPrefix(place.key());
            if (prefix.isPresent() && last.equals(new Marker(prefix.get(), ""))) {
                continue;
            }
            if (items.size() + prefixes.size() == query.limit()) {
                return new Page<>(items, prefixes, Optional.of(last));
            }
            last = prefix.map(common -> new Marker(common, "")).orElse(new Marker(place.key(), place.id()));
            prefix.ifPresentOrElse(prefixes::add, () -> items.add(entry.getValue().header().info()));
        }
        return new Page<>(items, prefixes, Optional.empty());
    }

    /** Returns the place after which the page begins. */
    private static Place start(UploadQuery query) {
        Place first = new Place(query.bucket(), query.prefix(), "");
        Marker marker = query.after();
        if (marker.key().isEmpty()) {
            return first;
        }
        Place after = new Place(query.bucket(), marker.key(), marker.uploadId().isEmpty() ? AFTER_EVERY_ID : marker.uploadId());
        return after.compareTo(first) > 0 ? after : first;
    }

    private static boolean isListed(Place place, UploadQuery query) {
        return place.bucket().equals(query.bucket())
            && (query.exact() ? place.key().equals(query.prefix()) : place.key().startsWith(query.prefix()));
    }
}
