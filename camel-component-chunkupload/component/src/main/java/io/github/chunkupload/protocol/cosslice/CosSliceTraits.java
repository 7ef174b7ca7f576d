package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.OptionalLong;

/**
 * What is true of files/v1. An upload cannot be given up: the one operation that would do it deletes the file of that name too.
 */
final class CosSliceTraits {

    private CosSliceTraits() {
    }

    static StoreTraits of(boolean serial, OptionalLong minPart) {
        long grid = minPart.orElse(CosSliceLimits.SLICES.get(0));
        return StoreTraits.by(Addressing.OFFSET).maxPart(CosSliceLimits.MAX_SLICE).alignment(grid).maxPut(CosSliceLimits.MAX_UPLOAD)
            .sizeFirst(true).digestFirst(Digest.SHA1).serial(serial).implicitFinish(true).partsKnown(PartsKnown.FIRST_GAP)
            .objectProof(Digest.SHA1).partChecks(Digest.SHA1).openUploads(OpenUploads.JOIN).subsets(false).aborts(false)
            .listsUploads(false).keys(CosSliceKeys.RULE).metadata(MetadataRule.NONE).build();
    }
}
