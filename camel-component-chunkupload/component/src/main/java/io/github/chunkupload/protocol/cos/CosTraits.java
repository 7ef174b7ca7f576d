package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is true of COS. "Only if it is not there" holds against others because complete and PUT carry {@code x-cos-forbid-overwrite};
 * the vendor ignores that header in buckets with versioning.
 */
final class CosTraits {

    private CosTraits() {
    }

    static StoreTraits of(OptionalLong minPart) {
        return new StoreTraits(Addressing.NUMBER, minPart.orElse(CosLimits.MIN_PART), CosLimits.MAX_PART, CosLimits.MAX_PARTS, 1,
            CosLimits.MAX_PART, false, Set.of(), false, false, PartsKnown.LIST, Optional.of(Digest.CRC64), Optional.of(Digest.CRC64),
            Set.of(Digest.MD5), Set.of(OpenUploads.INDEPENDENT), true, true, true, true, true, true, true, CosKeys.SENT);
    }
}
