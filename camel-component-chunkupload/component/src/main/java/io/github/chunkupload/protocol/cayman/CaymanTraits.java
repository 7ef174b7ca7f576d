package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoreTraits.PartsKnown;

/**
 * What is true of Cayman. A name is taken from create on, finished or not, and is free again only after remove. The reply to a block
 * tells its MD5; nothing is checked before it takes the place of earlier bytes, and nothing proves the whole object. Blocks may come in
 * any order; that our client asks for one after another stands in its admissions.
 */
final class CaymanTraits {

    private CaymanTraits() {
    }

    /** Returns the facts. */
    static StoreTraits of() {
        return StoreTraits.by(Addressing.OFFSET).maxPart(CaymanLimits.MAX_BLOCK).maxPut(0).partsKnown(PartsKnown.FIRST_GAP)
            .partProof(Digest.MD5).openUploads(OpenUploads.REFUSE).overwrites(false).subsets(false).listsUploads(false)
            .keys(CaymanNames.RULE).metadata(MetadataRule.NONE).build();
    }
}
