package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.KeyRule;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is true of files/v1. An upload cannot be given up: the one operation that would do it deletes the file of that name too.
 */
final class CosSliceTraits {

    private CosSliceTraits() {
    }

    static StoreTraits of(boolean serial, OptionalLong minPart) {
        long grid = minPart.orElse(CosSliceLimits.SLICES.get(0));
        KeyRule keys = CosSliceKeys.RULE;
        return new StoreTraits(Addressing.OFFSET, 0, CosSliceLimits.MAX_SLICE, Integer.MAX_VALUE, grid, CosSliceLimits.MAX_UPLOAD, true,
            Set.of(Digest.SHA1), serial, true, PartsKnown.FIRST_GAP, Optional.empty(), Optional.of(Digest.SHA1), Set.of(Digest.SHA1),
            Set.of(OpenUploads.JOIN), true, true, true, false, true, false, false, keys, MetadataRule.NONE);
    }
}
