package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.KeyRule;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.Optional;
import java.util.Set;

/** Facts about stores that tests think of. */
final class Traits {

    private Traits() {
    }

    static StoreTraits numbered(long minPart, long maxPart, int maxParts, long alignment) {
        return of(Addressing.NUMBER, minPart, maxPart, maxParts, alignment);
    }

    static StoreTraits of(Addressing by, long minPart, long maxPart, int maxParts, long alignment) {
        return new StoreTraits(by, minPart, maxPart, maxParts, alignment, maxPart, false, Set.of(), false, false, PartsKnown.LIST,
            Optional.of(Digest.CRC64), Optional.of(Digest.CRC64), Set.of(Digest.MD5), Set.of(OpenUploads.values()), true, true, true,
            true, true, true, true, KeyRule.upTo(1024));
    }
}
