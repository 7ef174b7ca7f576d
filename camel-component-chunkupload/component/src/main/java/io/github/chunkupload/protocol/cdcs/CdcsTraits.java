package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.KeyRule;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import java.util.OptionalLong;

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
        return StoreTraits.by(Addressing.NUMBER).minPart(minPart.orElse(CdcsLimits.MIN_PART)).maxPart(CdcsLimits.MAX_PART)
            .maxParts(CdcsLimits.MAX_PARTS).maxPut(CdcsLimits.MAX_PART).partProof(Digest.MD5).partChecks(Digest.MD5)
            .openUploads(OpenUploads.REFUSE).overwrites(false).deletes(false).emptyObjects(false).keys(KEYS).metadata(METADATA).build();
    }
}
