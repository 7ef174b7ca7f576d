package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.Optional;
import java.util.Set;

/**
 * What is true of Cayman. A name is taken from create on, finished or not, and is free again only after remove. The reply to a block
 * tells its MD5; nothing is checked before it takes the place of earlier bytes, and nothing proves the whole object.
 */
final class CaymanTraits {

    private CaymanTraits() {
    }

    /** Returns the facts; a client that sends blocks one after another tells its callers to do so. */
    static StoreTraits of(boolean serial) {
        return new StoreTraits(Addressing.OFFSET, 0, CaymanLimits.MAX_BLOCK, Integer.MAX_VALUE, 1, 0, false, Set.of(), serial, false,
            PartsKnown.FIRST_GAP, Optional.of(Digest.MD5), Optional.empty(), Set.of(), Set.of(OpenUploads.REFUSE), false, true, true,
            false, true, true, false, CaymanNames.RULE, MetadataRule.NONE);
    }
}
