package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import java.util.OptionalLong;

/**
 * What is true of COS. "Only if it is not there" holds against others because complete and PUT carry {@code x-cos-forbid-overwrite};
 * the vendor ignores that header in buckets with versioning.
 */
final class CosTraits {

    private CosTraits() {
    }

    static StoreTraits of(OptionalLong minPart) {
        return StoreTraits.by(Addressing.NUMBER).minPart(minPart.orElse(CosLimits.MIN_PART)).maxPart(CosLimits.MAX_PART)
            .maxParts(CosLimits.MAX_PARTS).maxPut(CosLimits.MAX_PART).partProof(Digest.CRC64).objectProof(Digest.CRC64)
            .partChecks(Digest.MD5).openUploads(OpenUploads.INDEPENDENT).keys(CosKeys.SENT).build();
    }
}
