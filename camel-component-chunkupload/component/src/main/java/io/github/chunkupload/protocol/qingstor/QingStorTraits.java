package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.Addressing;
import java.util.OptionalLong;

/**
 * What is true of QingStor. Nothing proves a whole object: the ETag that a client may send along with complete is given back unchecked.
 * There is no word for "only if it is not there".
 */
final class QingStorTraits {

    private QingStorTraits() {
    }

    static StoreTraits of(OptionalLong minPart) {
        return StoreTraits.by(Addressing.NUMBER).minPart(minPart.orElse(QingStorLimits.MIN_PART)).maxPart(QingStorLimits.MAX_PART)
            .maxParts(QingStorLimits.MAX_PARTS).maxPut(QingStorLimits.MAX_PART).partProof(Digest.MD5).partChecks(Digest.MD5)
            .openUploads(OpenUploads.INDEPENDENT).atomicIfAbsent(false).keys(QingStorKeys.RULE)
            .customerKeys(true).build();
    }
}
