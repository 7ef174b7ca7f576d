package io.github.chunkupload.store;

import io.github.chunkupload.checksum.Checksums;
import java.util.List;
import java.util.OptionalLong;

/**
 * The wish to finish an upload.
 *
 * @param parts the parts that make the object, ascending; empty: all there are
 * @param size bytes the object must have, where known
 * @param object checksums the object must have; a different one is {@link Failure#DIGEST_MISMATCH} and nothing is finished
 * @param late metadata told only now; it wins over that of initiate
 * @param minPart least bytes of every part but the last; a smaller one is {@link Failure#PART_TOO_SMALL}. A server hands its
 *     protocol's limit to the store behind it this way
 * @param replace whether an object of that name may be replaced; if not, {@link Failure#ALREADY_EXISTS}. It cannot allow what the
 *     initiate forbade; it is said again because some stores forget, and because an object may have appeared since
 */
public record Completion(List<PartReceipt> parts, OptionalLong size, Checksums object, Metadata late, long minPart, boolean replace) {

    /** All parts there are, nothing expected. */
    public static final Completion ALL = of(List.of());

    /** Keeps a copy of the parts. */
    public Completion {
        parts = List.copyOf(parts);
    }

    /** Returns the wish to finish with {@code parts}. */
    public static Completion of(List<PartReceipt> parts) {
        return new Completion(parts, OptionalLong.empty(), Checksums.NONE, Metadata.NONE, 0, true);
    }

    /** Returns this wish with a least part size of {@code bytes}. */
    public Completion withMinPart(long bytes) {
        return new Completion(parts, size, object, late, bytes, replace);
    }

    /** Returns this wish for an object of {@code bytes} bytes with the checksums {@code sums}. */
    public Completion expecting(long bytes, Checksums sums) {
        return new Completion(parts, OptionalLong.of(bytes), sums, late, minPart, replace);
    }

    /** Returns this wish, replacing an existing object or not. */
    public Completion withReplace(boolean allowed) {
        return new Completion(parts, size, object, late, minPart, allowed);
    }
}
