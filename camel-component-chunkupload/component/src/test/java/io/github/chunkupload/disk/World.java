package io.github.chunkupload.disk;

import static io.github.chunkupload.disk.Samples.md5;
import static io.github.chunkupload.disk.Samples.read;

import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Staging;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * All that can be seen of a store, with digests in the place of bytes.
 *
 * @param objects the digest of each key's bytes
 * @param staged likewise, of what is assembled
 * @param uploads the ETags of each open upload's parts, by number
 * @param buckets those that were made
 */
record World(Map<String, String> objects, Map<String, String> staged, Map<String, Map<Integer, String>> uploads, Set<String> buckets) {

    static final String BUCKET = "bucket";
    static final String UNKNOWN = "?";
    static final String SECRET = "secret";

    static final World EMPTY = new World(Map.of(), Map.of(), Map.of(), Set.of());

    static ObjectRef object(String key) {
        return new ObjectRef(BUCKET, key);
    }

    /** Returns what opens the bytes of an object: one name is encrypted. */
    static Access access(String key) {
        return key.equals(SECRET) ? Samples.KEY : Access.NONE;
    }

    private static <K, V> Map<K, V> changed(Map<K, V> map, UnaryOperator<Map<K, V>> change) {
        return change.apply(new TreeMap<>(map));
    }

    private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
        return changed(map, copy -> {
            copy.put(key, value);
            return copy;
        });
    }

    private static <K, V> Map<K, V> without(Map<K, V> map, K key) {
        return changed(map, copy -> {
            copy.remove(key);
            return copy;
        });
    }

    World withObject(String key, byte[] bytes) {
        return new World(with(objects, key, md5(bytes)), staged, uploads, buckets);
    }

    World withoutObject(String key) {
        return new World(without(objects, key), staged, uploads, buckets);
    }

    World withStaged(String key, byte[] bytes) {
        return new World(objects, with(staged, key, md5(bytes)), uploads, buckets);
    }

    World withoutStaged(String key) {
        return new World(objects, without(staged, key), uploads, buckets);
    }

    World withUpload(String name) {
        return new World(objects, staged, with(uploads, name, Map.of()), buckets);
    }

    World withoutUpload(String name) {
        return new World(objects, staged, without(uploads, name), buckets);
    }

    World withPart(String name, int index, byte[] bytes) {
        return new World(objects, staged, with(uploads, name, with(uploads.get(name), index, md5(bytes))), buckets);
    }

    World withBuckets(String... names) {
        return new World(objects, staged, uploads, new TreeSet<>(Set.of(names)));
    }

    /** Looks at a store. What it tells of its objects is checked against their bytes; uploads that {@code names} lacks are unknown. */
    static World seen(DiskStore store, Collection<String> keys, Map<String, String> names) {
        World world = EMPTY;
        for (String key : keys) {
            try {
                byte[] bytes = read(store, object(key), access(key));
                check(store.head(object(key), Access.NONE), bytes);
                world = world.withObject(key, bytes);
            } catch (UploadException e) {
                if (e.kind() != Failure.NO_SUCH_OBJECT) {
                    throw e;
                }
            }
        }
        world = world.withBuckets(listed(store, world));
        Staging staging = store.capability(Staging.class).orElseThrow();
        for (Staging.Staged staged : staging.pending()) {
            byte[] bytes = read(staging.open(staged.id()));
            check(staged.info(), bytes);
            world = world.withStaged(staged.info().object().key(), bytes);
        }
        for (UploadInfo upload : store.uploads(UploadQuery.prefix(BUCKET, "")).items()) {
            String name = names.getOrDefault(upload.upload().uploadId(), UNKNOWN);
            world = world.withUpload(name);
            Map<Integer, String> parts = new TreeMap<>();
            for (StoredPart part : store.state(upload.upload(), -1, 1000).parts()) {
                parts.put(part.receipt().slot().index(), part.receipt().etag());
            }
            world = new World(world.objects, world.staged, with(world.uploads, name, parts), world.buckets);
        }
        return world;
    }

    /** Checks that the objects seen are those listed, and returns the other buckets. */
    private static String[] listed(DiskStore store, World world) {
        Listing listing = store.capability(Listing.class).orElseThrow();
        Set<String> listed = listing.objects(ObjectQuery.prefix(BUCKET, "")).items().stream().map(info -> info.object().key())
            .collect(Collectors.toSet());
        if (!listed.equals(world.objects.keySet())) {
            throw new AssertionError("There are " + world.objects.keySet() + ", but listed are " + listed);
        }
        return store.capability(Buckets.class).orElseThrow().buckets().stream().map(BucketInfo::name)
            .filter(name -> !name.equals(BUCKET)).toArray(String[]::new);
    }

    private static void check(ObjectInfo info, byte[] bytes) {
        boolean sumsHold = info.sums().contradiction(Samples.sums(bytes)).isEmpty();
        boolean etagHolds = !info.etag().matches("[0-9a-f]{32}") || info.etag().equals(md5(bytes));
        if (!sumsHold || !etagHolds || info.size() != bytes.length) {
            throw new AssertionError("The object " + info + " does not have its own size, ETag or checksums");
        }
    }
}
