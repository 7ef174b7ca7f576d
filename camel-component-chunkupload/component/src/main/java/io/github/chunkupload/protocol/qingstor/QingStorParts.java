package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The parts that are to make an object. QingStor cannot be told what to expect of the object, so what can be refused is refused before
 * the order goes out.
 *
 * @param list in the order of the object
 */
record QingStorParts(List<PartReceipt> list) {

    /**
     * Returns all parts that the store lists; their numbers must have no gap.
     *
     * @param pages returns the page of parts after an index
     * @throws UploadException with {@link Failure#INVALID_PART}
     */
    static QingStorParts all(IntFunction<UploadState> pages) {
        List<PartReceipt> listed = new ArrayList<>();
        UploadState page;
        do {
            page = pages.apply(listed.isEmpty() ? -1 : listed.get(listed.size() - 1).slot().index());
            page.parts().forEach(part -> listed.add(part.receipt()));
        } while (page.truncated() && !page.parts().isEmpty());
        for (int i = 0; i < listed.size(); i++) {
            if (listed.get(i).slot().index() != i) {
                throw UploadException.of(Failure.INVALID_PART, "Part " + i + " is missing; to leave it out, name the parts to be used");
            }
        }
        return new QingStorParts(listed);
    }

    /** Returns how many bytes {@code parts}, the first page of a list, have from the start without a missing number. */
    static long contiguous(List<StoredPart> parts) {
        long bytes = 0;
        for (int i = 0; i < parts.size() && parts.get(i).receipt().slot().index() == i; i++) {
            bytes += parts.get(i).receipt().slot().length();
        }
        return bytes;
    }

    /** Returns the size of the object, or {@link PartSlot#UNKNOWN}. */
    long size() {
        return list.stream().allMatch(part -> part.slot().length() >= 0)
            ? list.stream().mapToLong(part -> part.slot().length()).sum() : PartSlot.UNKNOWN;
    }

    /**
     * Refuses what would not become the object expected.
     *
     * @throws UploadException with {@link Failure#INVALID_PART} or {@link Failure#INVALID_PART_ORDER}
     */
    void check(Completion completion) {
        if (list.isEmpty()) {
            throw UploadException.of(Failure.INVALID_PART, "The upload has no part");
        }
        for (int i = 1; i < list.size(); i++) {
            if (list.get(i).slot().index() <= list.get(i - 1).slot().index()) {
                throw UploadException.of(Failure.INVALID_PART_ORDER, "The part numbers are not rising");
            }
        }
        if (completion.size().isPresent() && size() >= 0 && size() != completion.size().getAsLong()) {
            throw UploadException.of(Failure.INVALID_PART,
                "The parts have " + size() + " bytes, but the object should have " + completion.size().getAsLong());
        }
    }
}
