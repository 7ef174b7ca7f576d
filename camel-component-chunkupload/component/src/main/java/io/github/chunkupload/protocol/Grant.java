package io.github.chunkupload.protocol;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Some rights in one place.
 *
 * @param rights what may be done
 * @param bucket where; {@link #ANY_BUCKET}: in all buckets
 * @param prefix the keys that begin with it, byte for byte; empty: all keys. A bucket itself is made and removed only by those who may
 *     write or delete all of its keys
 */
public record Grant(Set<Right> rights, String bucket, String prefix) {

    /** Stands for all buckets. */
    public static final String ANY_BUCKET = "*";

    /** Everything, everywhere. */
    public static final Grant EVERYTHING = new Grant(EnumSet.allOf(Right.class), ANY_BUCKET, "");

    /** Keeps a copy; refuses nulls. */
    public Grant {
        rights = Set.copyOf(rights);
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(prefix, "prefix");
    }

    /** Returns whether any right is given in {@code name}. */
    public boolean isIn(String name) {
        return !rights.isEmpty() && (bucket.equals(ANY_BUCKET) || bucket.equals(name));
    }

    /** Returns whether {@code right} is given for {@code key}, and for all keys that begin with it. */
    public boolean allows(Right right, String name, String key) {
        return rights.contains(right) && isIn(name) && key.startsWith(prefix);
    }
}
