package io.github.chunkupload.store;

import io.github.chunkupload.checksum.Digest;
import java.util.EnumSet;
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
 * @param instant the digest by which initiate may find that the store has the bytes already, and answer {@link Admission.Done}
 * @param customerKeys whether a {@link Access.CustomerKey} is taken; otherwise a request with one is refused with
 *     {@link Failure#UNSUPPORTED}
 */
public record StoreTraits(Addressing by, long minPart, long maxPart, int maxParts, long alignment, long maxPut, boolean sizeFirst,
        Set<Digest> digestFirst, boolean serial, boolean implicitFinish, PartsKnown partsKnown, Optional<Digest> partProof,
        Optional<Digest> objectProof, Set<Digest> partChecks, Set<OpenUploads> openUploads, boolean overwrites, boolean deletes,
        boolean emptyObjects, boolean subsets, boolean atomicIfAbsent, boolean aborts, boolean listsUploads, KeyRule keys,
        MetadataRule metadata, Optional<Digest> instant, boolean customerKeys) {

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

    /** Begins the facts of a store that has no limits and can do everything but what is rare: see {@link Builder}. */
    public static Builder by(Addressing by) {
        return new Builder(by);
    }

    /** Returns these facts, to be changed. */
    public Builder toBuilder() {
        return new Builder(this);
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

    /**
     * Refuses a customer's key where the store takes none.
     *
     * @throws UploadException with {@link Failure#UNSUPPORTED}
     */
    public void check(Access access) {
        if (access.customerKey().isPresent() && !customerKeys) {
            throw UploadException.of(Failure.UNSUPPORTED, "This store does not encrypt with a customer's key; leave it out");
        }
    }

    /** Returns whether an upload that opened has its key for itself until the object is there, and the object is there for good. */
    public boolean exclusive() {
        return !overwrites && openUploads.equals(Set.of(OpenUploads.REFUSE));
    }

    /**
     * Collects facts. Unless told otherwise: no limits; parts in any order, listed, ended by complete; neither size nor digest first; no
     * proof and no checks; every rule about open uploads; objects may be replaced, deleted and empty; all metadata is kept, keys may
     * have 1,024 bytes; neither instant uploads nor customer keys.
     */
    public static final class Builder {

        private final Addressing by;
        private long minPart;
        private long maxPart = Long.MAX_VALUE;
        private int maxParts = Integer.MAX_VALUE;
        private long alignment = 1;
        private long maxPut = Long.MAX_VALUE;
        private boolean sizeFirst;
        private Set<Digest> digestFirst = Set.of();
        private boolean serial;
        private boolean implicitFinish;
        private PartsKnown partsKnown = PartsKnown.LIST;
        private Optional<Digest> partProof = Optional.empty();
        private Optional<Digest> objectProof = Optional.empty();
        private Set<Digest> partChecks = Set.of();
        private Set<OpenUploads> openUploads = EnumSet.allOf(OpenUploads.class);
        private boolean overwrites = true;
        private boolean deletes = true;
        private boolean emptyObjects = true;
        private boolean subsets = true;
        private boolean atomicIfAbsent = true;
        private boolean aborts = true;
        private boolean listsUploads = true;
        private KeyRule keys = KeyRule.upTo(1024);
        private MetadataRule metadata = MetadataRule.ALL;
        private Optional<Digest> instant = Optional.empty();
        private boolean customerKeys;

        private Builder(Addressing by) {
            this.by = by;
        }

        private Builder(StoreTraits from) {
            this.by = from.by;
            this.minPart = from.minPart;
            this.maxPart = from.maxPart;
            this.maxParts = from.maxParts;
            this.alignment = from.alignment;
            this.maxPut = from.maxPut;
            this.sizeFirst = from.sizeFirst;
            this.digestFirst = from.digestFirst;
            this.serial = from.serial;
            this.implicitFinish = from.implicitFinish;
            this.partsKnown = from.partsKnown;
            this.partProof = from.partProof;
            this.objectProof = from.objectProof;
            this.partChecks = from.partChecks;
            this.openUploads = from.openUploads;
            this.overwrites = from.overwrites;
            this.deletes = from.deletes;
            this.emptyObjects = from.emptyObjects;
            this.subsets = from.subsets;
            this.atomicIfAbsent = from.atomicIfAbsent;
            this.aborts = from.aborts;
            this.listsUploads = from.listsUploads;
            this.keys = from.keys;
            this.metadata = from.metadata;
            this.instant = from.instant;
            this.customerKeys = from.customerKeys;
        }

        /** Sets {@link StoreTraits#minPart()}. */
        public Builder minPart(long minPart) {
            this.minPart = minPart;
            return this;
        }

        /** Sets {@link StoreTraits#maxPart()}. */
        public Builder maxPart(long maxPart) {
            this.maxPart = maxPart;
            return this;
        }

        /** Sets {@link StoreTraits#maxParts()}. */
        public Builder maxParts(int maxParts) {
            this.maxParts = maxParts;
            return this;
        }

        /** Sets {@link StoreTraits#alignment()}. */
        public Builder alignment(long alignment) {
            this.alignment = alignment;
            return this;
        }

        /** Sets {@link StoreTraits#maxPut()}. */
        public Builder maxPut(long maxPut) {
            this.maxPut = maxPut;
            return this;
        }

        /** Sets {@link StoreTraits#sizeFirst()}. */
        public Builder sizeFirst(boolean sizeFirst) {
            this.sizeFirst = sizeFirst;
            return this;
        }

        /** Sets {@link StoreTraits#digestFirst()}. */
        public Builder digestFirst(Digest... digestFirst) {
            this.digestFirst = Set.of(digestFirst);
            return this;
        }

        /** Sets {@link StoreTraits#serial()}. */
        public Builder serial(boolean serial) {
            this.serial = serial;
            return this;
        }

        /** Sets {@link StoreTraits#implicitFinish()}. */
        public Builder implicitFinish(boolean implicitFinish) {
            this.implicitFinish = implicitFinish;
            return this;
        }

        /** Sets {@link StoreTraits#partsKnown()}. */
        public Builder partsKnown(PartsKnown partsKnown) {
            this.partsKnown = partsKnown;
            return this;
        }

        /** Sets {@link StoreTraits#partProof()}; null: none. */
        public Builder partProof(Digest partProof) {
            this.partProof = Optional.ofNullable(partProof);
            return this;
        }

        /** Sets {@link StoreTraits#objectProof()}; null: none. */
        public Builder objectProof(Digest objectProof) {
            this.objectProof = Optional.ofNullable(objectProof);
            return this;
        }

        /** Sets {@link StoreTraits#partChecks()}. */
        public Builder partChecks(Digest... partChecks) {
            this.partChecks = Set.of(partChecks);
            return this;
        }

        /** Sets {@link StoreTraits#openUploads()}. */
        public Builder openUploads(OpenUploads... openUploads) {
            this.openUploads = Set.of(openUploads);
            return this;
        }

        /** Sets {@link StoreTraits#overwrites()}. */
        public Builder overwrites(boolean overwrites) {
            this.overwrites = overwrites;
            return this;
        }

        /** Sets {@link StoreTraits#deletes()}. */
        public Builder deletes(boolean deletes) {
            this.deletes = deletes;
            return this;
        }

        /** Sets {@link StoreTraits#emptyObjects()}. */
        public Builder emptyObjects(boolean emptyObjects) {
            this.emptyObjects = emptyObjects;
            return this;
        }

        /** Sets {@link StoreTraits#subsets()}. */
        public Builder subsets(boolean subsets) {
            this.subsets = subsets;
            return this;
        }

        /** Sets {@link StoreTraits#atomicIfAbsent()}. */
        public Builder atomicIfAbsent(boolean atomicIfAbsent) {
            this.atomicIfAbsent = atomicIfAbsent;
            return this;
        }

        /** Sets {@link StoreTraits#aborts()}. */
        public Builder aborts(boolean aborts) {
            this.aborts = aborts;
            return this;
        }

        /** Sets {@link StoreTraits#listsUploads()}. */
        public Builder listsUploads(boolean listsUploads) {
            this.listsUploads = listsUploads;
            return this;
        }

        /** Sets {@link StoreTraits#keys()}. */
        public Builder keys(KeyRule keys) {
            this.keys = keys;
            return this;
        }

        /** Sets {@link StoreTraits#metadata()}. */
        public Builder metadata(MetadataRule metadata) {
            this.metadata = metadata;
            return this;
        }

        /** Sets {@link StoreTraits#instant()}; null: none. */
        public Builder instant(Digest instant) {
            this.instant = Optional.ofNullable(instant);
            return this;
        }

        /** Sets {@link StoreTraits#customerKeys()}. */
        public Builder customerKeys(boolean customerKeys) {
            this.customerKeys = customerKeys;
            return this;
        }

        /** Returns the facts. */
        public StoreTraits build() {
            return new StoreTraits(by, minPart, maxPart, maxParts, alignment, maxPut, sizeFirst, digestFirst, serial, implicitFinish,
                partsKnown, partProof, objectProof, partChecks, openUploads, overwrites, deletes, emptyObjects, subsets, atomicIfAbsent,
                aborts, listsUploads, keys, metadata, instant, customerKeys);
        }
    }
}
