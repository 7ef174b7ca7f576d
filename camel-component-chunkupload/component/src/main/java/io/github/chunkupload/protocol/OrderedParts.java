package io.github.chunkupload.protocol;

import io.github.chunkupload.checksum.Crc64;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parts that are to make an object, and what follows from them. Where a protocol cannot tell what to expect of the object, what can
 * be refused is refused before the order goes out.
 *
 * @param list in the order of the object
 */
public record OrderedParts(List<PartReceipt> list) {

    /** Keeps a copy. */
    public OrderedParts {
        list = List.copyOf(list);
    }

    /**
     * Returns the parts that {@code completion} names, or all there are; what a caller or a server left out is looked up in the store's
     * list of parts.
     *
     * @param pageSize most parts to ask for at once
     * @throws UploadException with {@link Failure#INVALID_PART} when one is not there
     */
    public static OrderedParts of(ObjectStore store, UploadRef upload, Completion completion, int pageSize) {
        OrderedParts parts = new OrderedParts(completion.parts());
        if (parts.areKnown(completion.size().isPresent())) {
            return parts;
        }
        NavigableMap<Integer, PartReceipt> listed = new TreeMap<>();
        UploadState page;
        do {
            page = store.state(upload, listed.isEmpty() ? -1 : listed.lastKey(), pageSize);
            page.parts().forEach(part -> listed.put(part.receipt().slot().index(), part.receipt()));
        } while (page.truncated() && !page.parts().isEmpty());
        return parts.with(listed);
    }

    /** Returns whether nothing has to be looked up: every part has its ETag, and its length where {@code sized}. */
    private boolean areKnown(boolean sized) {
        return !list.isEmpty() && list.stream().noneMatch(part -> part.etag().isEmpty() || sized && part.slot().length() < 0);
    }

    /**
     * Returns these parts with what the store's own list adds to them; all of that list when no part is named.
     *
     * @param listed the store's parts by index
     */
    private OrderedParts with(Map<Integer, PartReceipt> listed) {
        return new OrderedParts(list.isEmpty() ? List.copyOf(listed.values()) : list.stream().map(part -> {
            PartReceipt known = listed.get(part.slot().index());
            if (known == null) {
                throw UploadException.of(Failure.INVALID_PART, "Part number " + (part.slot().index() + 1) + " is not there");
            }
            return PartReceipt.of(known.slot(), part.etag().isEmpty() ? known.etag() : part.etag(), known.sums().and(part.sums()));
        }).toList());
    }

    /** Returns the size of the object, or {@link PartSlot#UNKNOWN}. */
    public long size() {
        return list.stream().allMatch(part -> part.slot().length() >= 0)
            ? list.stream().mapToLong(part -> part.slot().length()).sum() : PartSlot.UNKNOWN;
    }

    /**
     * Refuses what would not become the object expected.
     *
     * @throws UploadException with {@link Failure#INVALID_PART} or {@link Failure#DIGEST_MISMATCH}
     */
    public void check(Completion completion) {
        if (completion.size().isPresent() && size() >= 0 && size() != completion.size().getAsLong()) {
            throw UploadException.of(Failure.INVALID_PART,
                "The parts have " + size() + " bytes, but the object should have " + completion.size().getAsLong());
        }
        Optional<String> wanted = completion.object().get(Digest.CRC64);
        Optional<String> combined = crc64();
        if (wanted.isPresent() && combined.isPresent() && !wanted.equals(combined)) {
            throw UploadException.of(Failure.DIGEST_MISMATCH,
                "The parts have the crc64 " + combined.get() + ", but the object should have " + wanted.get());
        }
    }

    private Optional<String> crc64() {
        String combined = "0";
        for (PartReceipt part : list) {
            Optional<String> crc = part.sums().get(Digest.CRC64);
            if (crc.isEmpty() || part.slot().length() < 0) {
                return Optional.empty();
            }
            combined = Crc64.combine(combined, crc.get(), part.slot().length());
        }
        return Optional.of(combined);
    }
}
