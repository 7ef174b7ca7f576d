package io.github.chunkupload.store;

import java.util.Objects;
import java.util.Optional;

/**
 * Which objects to list. They come sorted by key (bytes of UTF-8).
 *
 * @param bucket the bucket
 * @param prefix keys begin with it; empty: all
 * @param delimiter keys that have it after the prefix are rolled up into common prefixes; empty: none are
 * @param after where the page before ended: keys that are not greater, and all that are rolled up into it, are left out; empty: the start
 * @param limit most objects and common prefixes in a page
 */
public record ObjectQuery(String bucket, String prefix, String delimiter, String after, int limit) {

    /** Refuses nulls and a limit below 1. */
    public ObjectQuery {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(delimiter, "delimiter");
        Objects.requireNonNull(after, "after");
        if (limit < 1) {
            throw new IllegalArgumentException("A page holds at least 1 object, not " + limit);
        }
    }

    /** Returns the query for the objects whose keys begin with {@code prefix}. */
    public static ObjectQuery prefix(String bucket, String prefix) {
        return new ObjectQuery(bucket, prefix, "", "", 1000);
    }

    /** Returns this query with keys rolled up at {@code mark}. */
    public ObjectQuery delimiter(String mark) {
        return new ObjectQuery(bucket, prefix, mark, after, limit);
    }

    /** Returns this query for the page that begins after {@code key}. */
    public ObjectQuery after(String key) {
        return new ObjectQuery(bucket, prefix, delimiter, key, limit);
    }

    /** Returns this query with at most {@code most} results a page. */
    public ObjectQuery limit(int most) {
        return new ObjectQuery(bucket, prefix, delimiter, after, most);
    }

    /** Returns what {@code key}, which begins with the prefix, is rolled up into; empty: it stands by itself. */
    public Optional<String> commonPrefix(String key) {
        int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return end < 0 ? Optional.empty() : Optional.of(key.substring(0, end + delimiter.length()));
    }
}
