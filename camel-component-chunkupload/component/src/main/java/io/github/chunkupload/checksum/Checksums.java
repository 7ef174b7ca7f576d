package io.github.chunkupload.checksum;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is known of the checksums of some bytes; immutable. Values are in the text form of their {@link Digest}. */
public final class Checksums {

    /** Nothing known. */
    public static final Checksums NONE = new Checksums(new EnumMap<>(Digest.class));

    private final EnumMap<Digest, String> values;

    private Checksums(EnumMap<Digest, String> values) {
        this.values = values;
    }

    /** Returns the one checksum {@code value} of kind {@code digest}. */
    public static Checksums of(Digest digest, String value) {
        return NONE.with(digest, value);
    }

    /** Returns these checksums with {@code value} for {@code digest}, which replaces an earlier one. */
    public Checksums with(Digest digest, String value) {
        EnumMap<Digest, String> copy = new EnumMap<>(values);
        copy.put(digest, Objects.requireNonNull(value));
        return new Checksums(copy);
    }

    /** Returns these checksums and those of {@code other}; where both know a digest, the other's value. */
    public Checksums and(Checksums other) {
        EnumMap<Digest, String> copy = new EnumMap<>(values);
        copy.putAll(other.values);
        return new Checksums(copy);
    }

    /** Returns the value of {@code digest}, if known. */
    public Optional<String> get(Digest digest) {
        return Optional.ofNullable(values.get(digest));
    }

    /** Returns which digests are known. */
    public Set<Digest> known() {
        return values.isEmpty() ? EnumSet.noneOf(Digest.class) : EnumSet.copyOf(values.keySet());
    }

    /** Returns a digest that both know with different values; empty when none contradicts (not even when none is shared). */
    public Optional<Digest> contradiction(Checksums other) {
        return values.keySet().stream()
            .filter(d -> other.values.containsKey(d) && !other.values.get(d).equals(values.get(d)))
            .findFirst();
    }

    /** Returns the strongest digest both know with equal values ({@code sha1}, {@code md5}, {@code crc64}); empty when there is none. */
    public Optional<Digest> agreement(Checksums other) {
        Optional<Digest> found = Optional.empty();
        for (Map.Entry<Digest, String> entry : values.entrySet()) {
            if (entry.getValue().equals(other.values.get(entry.getKey()))) {
                found = Optional.of(entry.getKey());
            }
        }
        return found;
    }

    /** Returns whether nothing is known. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checksums that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
