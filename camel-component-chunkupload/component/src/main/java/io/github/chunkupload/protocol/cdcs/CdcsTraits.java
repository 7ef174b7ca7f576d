package io.github.chunkupload.protocol.cdcs;

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
 * What is true of CDCS. It is written once: an object can be neither replaced nor deleted, and while an upload of a key is open nobody
 * else can begin one. The ETag of a part is its MD5; that of an object says nothing.
 */
final class CdcsTraits {

    /** The vendor names no limit for keys; that of COS, of which CDCS is a sibling, is assumed. */
    static final KeyRule KEYS = KeyRule.upTo(CdcsLimits.MAX_KEY);
    static final MetadataRule METADATA = MetadataRule.headers("content-type");

    private CdcsTraits() {
    }

    static StoreTraits of(OptionalLong minPart) {
        return new StoreTraits(Addressing.NUMBER, minPart.orElse(CdcsLimits.MIN_PART), CdcsLimits.MAX_PART, CdcsLimits.MAX_PARTS, 1,
            CdcsLimits.MAX_PART, false, Set.of(), false, false, PartsKnown.LIST, Optional.of(Digest.MD5), Optional.empty(),
            Set.of(Digest.MD5), Set.of(OpenUploads.REFUSE), false, false, false, true, true, true, true, KEYS, METADATA);
    }
}
