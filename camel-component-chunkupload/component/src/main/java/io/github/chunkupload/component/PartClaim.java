package io.github.chunkupload.component;

import io.github.chunkupload.store.PartSlot;
import java.io.Serializable;

/**
 * Names a part instead of carrying it: which bytes of which source belong where. The body of an {@code uploadPart}; such claims are made
 * by an {@code initiate} with header {@value ChunkUploadConstants#RESUMABLE}, and stand in header {@value ChunkUploadConstants#PLAN}.
 *
 * @param source the URI of the file; empty where the bytes are in memory
 * @param index of the part, from 0
 * @param offset of its first byte, in the source as in the object
 * @param length its bytes
 */
public record PartClaim(String source, int index, long offset, long length) implements Serializable {

    static PartClaim of(String source, PartSlot slot) {
        return new PartClaim(source, slot.index(), slot.offset(), slot.length());
    }

    PartSlot slot() {
        return new PartSlot(index, offset, length);
    }
}
