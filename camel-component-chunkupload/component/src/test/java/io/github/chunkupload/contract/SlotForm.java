package io.github.chunkupload.contract;

import io.github.chunkupload.store.PartSlot;

/** How a caller may name the place of a part. */
public enum SlotForm {

    /** By index, offset and length. */
    WHOLE,
    /** By index and length, as parts with numbers come. */
    NUMBER,
    /** By offset and length, as blocks come. */
    OFFSET;

    PartSlot of(PartSlot whole) {
        return switch (this) {
            case WHOLE -> whole;
            case NUMBER -> PartSlot.numbered(whole.index(), whole.length());
            case OFFSET -> new PartSlot(PartSlot.UNKNOWN, whole.offset(), whole.length());
        };
    }
}
