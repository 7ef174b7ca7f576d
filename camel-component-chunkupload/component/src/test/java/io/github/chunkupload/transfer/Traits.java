package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;

/** Facts about stores that tests think of. */
final class Traits {

    private Traits() {
    }

    static StoreTraits numbered(long minPart, long maxPart, int maxParts, long alignment) {
        return of(Addressing.NUMBER, minPart, maxPart, maxParts, alignment);
    }

    static StoreTraits of(Addressing by, long minPart, long maxPart, int maxParts, long alignment) {
        return StoreTraits.by(by).minPart(minPart).maxPart(maxPart).maxParts(maxParts).alignment(alignment).maxPut(maxPart)
            .partProof(Digest.CRC64).objectProof(Digest.CRC64).partChecks(Digest.MD5).build();
    }
}
