package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoreTraits.PartsKnown;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes to what is true of a store; what it then still does, a real store of that kind would do too. */
final class Facts {

    private Facts() {
    }

    static UnaryOperator<StoreTraits> maxParts(int most) {
        return t -> with(t, most, t.maxPut(), t.sizeFirst(), t.digestFirst(), t.serial(), t.partsKnown(), t.partProof(), t.objectProof());
    }

    static UnaryOperator<StoreTraits> noPut() {
        return t -> with(t, t.maxParts(), 0, t.sizeFirst(), t.digestFirst(), t.serial(), t.partsKnown(), t.partProof(), t.objectProof());
    }

    static UnaryOperator<StoreTraits> serial() {
        return t -> with(t, t.maxParts(), t.maxPut(), t.sizeFirst(), t.digestFirst(), true, t.partsKnown(), t.partProof(),
            t.objectProof());
    }

    static UnaryOperator<StoreTraits> sizeAndDigestFirst(Digest digest) {
        return t -> with(t, t.maxParts(), t.maxPut(), true, Set.of(digest), t.serial(), t.partsKnown(), t.partProof(), t.objectProof());
    }

    static UnaryOperator<StoreTraits> known(PartsKnown known) {
        return t -> with(t, t.maxParts(), t.maxPut(), t.sizeFirst(), t.digestFirst(), t.serial(), known, t.partProof(), t.objectProof());
    }

    static UnaryOperator<StoreTraits> proves(Optional<Digest> part, Optional<Digest> object) {
        return t -> with(t, t.maxParts(), t.maxPut(), t.sizeFirst(), t.digestFirst(), t.serial(), t.partsKnown(), part, object);
    }

    /** A store that is written once, lets one upload of a key be open, and keeps no mark. */
    static UnaryOperator<StoreTraits> exclusive() {
        return t -> new StoreTraits(t.by(), t.minPart(), t.maxPart(), t.maxParts(), t.alignment(), t.maxPut(), t.sizeFirst(),
            t.digestFirst(), t.serial(), t.implicitFinish(), t.partsKnown(), Optional.of(Digest.MD5), Optional.empty(), t.partChecks(),
            Set.of(OpenUploads.REFUSE), false, false, false, t.subsets(), true, t.aborts(), t.listsUploads(), t.keys(), MetadataRule.NONE);
    }

    private static StoreTraits with(StoreTraits t, int maxParts, long maxPut, boolean sizeFirst, Set<Digest> digestFirst, boolean serial,
            PartsKnown known, Optional<Digest> partProof, Optional<Digest> objectProof) {
        return new StoreTraits(t.by(), t.minPart(), t.maxPart(), maxParts, t.alignment(), maxPut, sizeFirst, digestFirst, serial,
            t.implicitFinish(), known, partProof, objectProof, t.partChecks(), t.openUploads(), t.overwrites(), t.deletes(),
            t.emptyObjects(), t.subsets(), t.atomicIfAbsent(), t.aborts(), t.listsUploads(), t.keys(), t.metadata());
    }
}
