package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes to what is true of a store; what it then still does, a real store of that kind would do too. */
final class Facts {

    private Facts() {
    }

    static UnaryOperator<StoreTraits> maxParts(int most) {
        return t -> t.toBuilder().maxParts(most).build();
    }

    static UnaryOperator<StoreTraits> noPut() {
        return t -> t.toBuilder().maxPut(0).build();
    }

    static UnaryOperator<StoreTraits> serial() {
        return t -> t.toBuilder().serial(true).build();
    }

    static UnaryOperator<StoreTraits> sizeAndDigestFirst(Digest digest) {
        return t -> t.toBuilder().sizeFirst(true).digestFirst(digest).build();
    }

    static UnaryOperator<StoreTraits> known(PartsKnown known) {
        return t -> t.toBuilder().partsKnown(known).build();
    }

    static UnaryOperator<StoreTraits> proves(Optional<Digest> part, Optional<Digest> object) {
        return t -> t.toBuilder().partProof(part.orElse(null)).objectProof(object.orElse(null)).build();
    }

    /** A store that is told a digest of the whole first and proves nothing but the object, by it. */
    static UnaryOperator<StoreTraits> provesTheWholeOnly(Digest digest) {
        return t -> t.toBuilder().sizeFirst(true).digestFirst(digest).partProof(null).objectProof(digest).build();
    }

    /** A store that proves by CRC64 and compares an announced MD5. */
    static UnaryOperator<StoreTraits> checksMd5() {
        return t -> t.toBuilder().partProof(Digest.CRC64).objectProof(Digest.CRC64).partChecks(Digest.MD5).build();
    }

    /** A store that is written once, lets one upload of a key be open, and keeps no mark. */
    static UnaryOperator<StoreTraits> exclusive() {
        return t -> t.toBuilder().partProof(Digest.MD5).objectProof(null).openUploads(OpenUploads.REFUSE).overwrites(false)
            .deletes(false).emptyObjects(false).metadata(MetadataRule.NONE).build();
    }
}
