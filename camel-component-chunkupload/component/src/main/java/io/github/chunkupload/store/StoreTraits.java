package io.github.chunkupload.store;

import io.github.chunkupload.checksum.Digest;
import java.util.Optional;
import java.util.Set;

/**
 * What is true of a store, as facts for senders and tests. Sizes in bytes.
 *
 * @param by how parts are addressed
 * @param minPart least size of every part but the last; a setting on both ends may lower it, for tests only
 * @param maxPart greatest size of a part
 * @param maxParts most parts of an object
 * @param alignment parts begin at multiples of it; 1: anywhere
 * @param maxPut greatest object that {@link ObjectStore#put} takes; 0: there is no one-shot upload
 * @param sizeFirst whether initiate needs the size
 * @param digestFirst checksums of the whole object that initiate needs
 * @param serial whether parts must come one after another
 * @param implicitFinish whether the last missing byte finishes the object
 * @param partsKnown what the store tells of the parts it has
 * @param partProof the digest by which the store proves a part
 * @param objectProof the digest by which the store proves the object
 * @param partChecks digests of {@link Checks#expect()} that are checked before a part takes the place of an earlier one; others are
 *     ignored
 * @param openUploads what {@link ObjectStore#initiate} can be asked about open uploads of the same key; the rest is refused with
 *     {@link Failure#UNSUPPORTED}
 * @param overwrites whether an object can be replaced
 * @param deletes whether an object can be deleted
 * @param emptyObjects whether an object may have no bytes
 * @param subsets whether complete may leave parts out that were sent
 * @param atomicIfAbsent whether "only if it is not there" holds against others
 * @param aborts whether an upload can be given up
 * @param listsUploads whether open uploads can be listed
 * @param keys which keys are taken
 * @param metadata which metadata is kept; the rest is refused with {@link Failure#INVALID_METADATA}
 */
public record StoreTraits(Addressing by, long minPart, long maxPart, int maxParts, long alignment, long maxPut, boolean sizeFirst,
        Set<Digest> digestFirst, boolean serial, boolean implicitFinish, PartsKnown partsKnown, Optional<Digest> partProof,
        Optional<Digest> objectProof, Set<Digest> partChecks, Set<OpenUploads> openUploads, boolean overwrites, boolean deletes,
        boolean emptyObjects, boolean subsets, boolean atomicIfAbsent, boolean aborts, boolean listsUploads, KeyRule keys,
        MetadataRule metadata) {

    /** How parts are addressed. */
    public enum Addressing {
        /** By a number that gives their order. */
        NUMBER,
        /** By the offset of their first byte. */
        OFFSET
    }

    /** What a store tells of the parts it has. */
    public enum PartsKnown {
        /** Each of them. */
        LIST,
        /** Where the first gap is. */
        FIRST_GAP,
        /** Nothing. */
        NONE
    }

    /** Keeps copies. */
    public StoreTraits {
        digestFirst = Set.copyOf(digestFirst);
        partChecks = Set.copyOf(partChecks);
        openUploads = Set.copyOf(openUploads);
    }

    /** Makes the facts of a store that keeps all metadata. */
    public StoreTraits(Addressing by, long minPart, long maxPart, int maxParts, long alignment, long maxPut, boolean sizeFirst,
            Set<Digest> digestFirst, boolean serial, boolean implicitFinish, PartsKnown partsKnown, Optional<Digest> partProof,
            Optional<Digest> objectProof, Set<Digest> partChecks, Set<OpenUploads> openUploads, boolean overwrites, boolean deletes,
            boolean emptyObjects, boolean subsets, boolean atomicIfAbsent, boolean aborts, boolean listsUploads, KeyRule keys) {
        this(by, minPart, maxPart, maxParts, alignment, maxPut, sizeFirst, digestFirst, serial, implicitFinish, partsKnown, partProof,
            objectProof, partChecks, openUploads, overwrites, deletes, emptyObjects, subsets, atomicIfAbsent, aborts, listsUploads, keys,
            MetadataRule.ALL);
    }

    /**
     * Returns {@code request} with a rule about open uploads that the store knows. Who asks for {@link OpenUploads#INDEPENDENT} does
     * not care for other uploads; a store that cannot open two of one key is then asked to refuse the second, or else to join.
     */
    public UploadRequest fitted(UploadRequest request) {
        if (request.open() != OpenUploads.INDEPENDENT || openUploads.contains(OpenUploads.INDEPENDENT)) {
            return request;
        }
        return request.withOpen(openUploads.contains(OpenUploads.REFUSE) ? OpenUploads.REFUSE : OpenUploads.JOIN);
    }

    /** Returns whether an upload that opened has its key for itself until the object is there, and the object is there for good. */
    public boolean exclusive() {
        return !overwrites && openUploads.equals(Set.of(OpenUploads.REFUSE));
    }
}
