package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is true of QingStor. Nothing proves a whole object: the ETag that a client may send along with complete is given back unchecked.
 * There is no word for "only if it is not there".
 */
final class QingStorTraits {

    private QingStorTraits() {
    }

    static StoreTraits of(OptionalLong minPart) {
        return new StoreTraits(Addressing.NUMBER, minPart.orElse(QingStorLimits.MIN_PART), QingStorLimits.MAX_PART,
            QingStorLimits.MAX_PARTS, 1, QingStorLimits.MAX_PART, false, Set.of(), false, false, PartsKnown.LIST,
            Optional.of(Digest.MD5), Optional.empty(), Set.of(Digest.MD5), Set.of(OpenUploads.INDEPENDENT), true, true, true, true, false,
            true, true, QingStorKeys.RULE);
    }
}
