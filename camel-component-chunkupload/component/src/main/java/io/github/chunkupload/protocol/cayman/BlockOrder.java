package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import java.util.List;

/**
 * What a caller expects of an object that is to be finished. The protocol cannot say it, so it is compared with what the server has
 * before the order goes out.
 *
 * @param completion the wish
 */
record BlockOrder(Completion completion) {

    /**
     * Refuses parts that make no order.
     *
     * @throws UploadException with {@link Failure#INVALID_PART_ORDER} or {@link Failure#PART_TOO_SMALL}
     */
    void check() {
        List<PartReceipt> parts = completion.parts();
        for (int i = 0; i < parts.size() - 1; i++) {
            PartSlot slot = parts.get(i).slot();
            if (slot.offset() >= parts.get(i + 1).slot().offset()) {
                throw UploadException.of(Failure.INVALID_PART_ORDER, "The parts are not ascending");
            }
            if (slot.length() >= 0 && slot.length() < completion.minPart()) {
                throw UploadException.of(Failure.PART_TOO_SMALL, "A part other than the last has " + slot.length() + " bytes");
            }
        }
    }

    /**
     * Refuses what would not become the object expected.
     *
     * @throws UploadException with {@link Failure#INVALID_PART}
     */
    void check(Blocks there) {
        for (PartReceipt part : completion.parts()) {
            PartSlot slot = part.slot();
            if (slot.length() >= 0 && !there.hasAll(slot.offset(), slot.offset() + slot.length())) {
                throw invalid("The block at byte " + slot.offset() + " is not there");
            }
        }
        if (there.contiguous() != there.end()) {
            throw invalid("The bytes from " + there.contiguous() + " on are missing");
        }
        if (end() >= 0 && end() != there.end()) {
            throw invalid("There are " + there.end() + " bytes; the parts named end at " + end());
        }
        if (completion.size().orElse(there.end()) != there.end()) {
            throw invalid("There are " + there.end() + " bytes; the object should have " + completion.size().getAsLong());
        }
    }

    /** Returns where the last part named ends, or {@link PartSlot#UNKNOWN}. */
    long end() {
        if (completion.parts().isEmpty()) {
            return PartSlot.UNKNOWN;
        }
        PartSlot last = completion.parts().get(completion.parts().size() - 1).slot();
        return last.offset() < 0 || last.length() < 0 ? PartSlot.UNKNOWN : last.offset() + last.length();
    }

    private static UploadException invalid(String why) {
        return UploadException.of(Failure.INVALID_PART, why);
    }
}
