package io.github.chunkupload.store;

import java.util.Objects;
import java.util.Optional;

/**
 * Which open uploads to list. They come sorted by key (bytes of UTF-8), then upload id.
 *
 * @param bucket the bucket
 * @param prefix keys begin with it; empty: all
 * @param exact whether {@code prefix} is the whole key
 * @param delimiter keys that have it after the prefix are rolled up into common prefixes; empty: none are
 * @param after where the page before ended
 * @param limit most uploads and common prefixes in a page
 */
public record UploadQuery(String bucket, String prefix, boolean exact, String delimiter, Marker after, int limit) {

    /**
     * A place in a list of uploads.
     *
     * @param key uploads follow that have a greater key
     * @param uploadId if not empty, also those of the same key that have a greater upload id
     */
    public record Marker(String key, String uploadId) {

        /** The start of the list. */
        public static final Marker START = new Marker("", "");
    }

    /** Refuses nulls and a limit below 1. */
    public UploadQuery {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(delimiter, "delimiter");
        Objects.requireNonNull(after, "after");
        if (limit < 1) {
            throw new IllegalArgumentException("A page holds at least 1 upload, not " + limit);
        }
    }

    /** Returns the query for the uploads whose keys begin with {@code prefix}. */
    public static UploadQuery prefix(String bucket, String prefix) {
        return new UploadQuery(bucket, prefix, false, "", Marker.START, 1000);
    }

    /** Returns the query for the uploads of one key. */
    public static UploadQuery of(ObjectRef object) {
        return new UploadQuery(object.bucket(), object.key(), true, "", Marker.START, 1000);
    }

    /** Returns this query for the page that begins after {@code marker}. */
    public UploadQuery after(Marker marker) {
        return new UploadQuery(bucket, prefix, exact, delimiter, marker, limit);
    }

    /** Returns this query with at most {@code most} results a page. */
    public UploadQuery limit(int most) {
        return new UploadQuery(bucket, prefix, exact, delimiter, after, most);
    }

    /** Returns what {@code key}, which begins with the prefix, is rolled up into; empty: it stands by itself. */
    public Optional<String> commonPrefix(String key) {
        return new ObjectQuery(bucket, prefix, delimiter, "", limit).commonPrefix(key);
    }
}
