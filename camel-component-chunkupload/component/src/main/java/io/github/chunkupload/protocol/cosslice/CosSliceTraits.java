package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.OptionalLong;

/**
 * What is true of the dialects. An upload cannot be given up: the one operation that would do it deletes the file of that name too.
 */
final class CosSliceTraits {

    private CosSliceTraits() {
    }

    private static StoreTraits.Builder both(boolean serial, OptionalLong minPart) {
        long grid = minPart.orElse(CosSliceLimits.SLICES.get(0));
        return StoreTraits.by(Addressing.OFFSET).maxPart(CosSliceLimits.MAX_SLICE).alignment(grid).maxPut(CosSliceLimits.MAX_UPLOAD)
            .sizeFirst(true).serial(serial).openUploads(OpenUploads.JOIN).subsets(false).aborts(false).listsUploads(false)
            .keys(CosSliceKeys.RULE).metadata(MetadataRule.NONE).instant(Digest.SHA1);
    }

    /** Returns the facts of files/v1. */
    static StoreTraits v1(boolean serial, OptionalLong minPart) {
        return both(serial, minPart).digestFirst(Digest.SHA1).implicitFinish(true).partsKnown(PartsKnown.FIRST_GAP)
            .objectProof(Digest.SHA1).partChecks(Digest.SHA1).build();
    }

    /** Returns the facts of files/v2. */
    static StoreTraits v2(boolean serial, OptionalLong minPart, boolean digests) {
        StoreTraits.Builder traits = both(serial, minPart).partsKnown(PartsKnown.LIST).partProof(Digest.MD5).partChecks(Digest.MD5);
        return digests ? traits.digestFirst(Digest.SHA1).objectProof(Digest.SHA1).build() : traits.build();
    }
}
