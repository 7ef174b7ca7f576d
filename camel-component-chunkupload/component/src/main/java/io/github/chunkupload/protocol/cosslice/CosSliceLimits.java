package io.github.chunkupload.protocol.cosslice;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** The numbers of the legacy JSON API, as its documents and SDKs have them. */
final class CosSliceLimits {

    /** Sizes a slice may have; the SDKs refuse others. */
    static final List<Long> SLICES = List.of(524_288L, 1_048_576L, 2_097_152L, 3_145_728L);
    /** Bytes of the largest slice. */
    static final long MAX_SLICE = 3_145_728;
    /** What the server answers when a client asks for a slice size that is none. */
    static final long USUAL_SLICE = 1_048_576;
    /** Bytes of the largest object sent in one request. */
    static final long MAX_UPLOAD = 20 << 20;
    /** Most parts of a form; ours. */
    static final int MAX_FORM_PARTS = 64;
    /** Bytes a form may have beside its content. */
    static final int MAX_FIELDS = 64 << 10;
    /** Bytes the list of digests may have: enough for some 20 GB in pieces of 1 MB. */
    static final int MAX_PARTS_FIELD = 2 << 20;
    /** How long a signature of ours holds. */
    static final Duration SIGNATURE_LIFE = Duration.ofMinutes(5);
    /** How far the time of another signature may be in the future. */
    static final Duration SKEW = Duration.ofMinutes(5);
    /** How far the time of a single-use signature may be from ours. */
    static final Duration SINGLE_USE_LIFE = Duration.ofHours(1);

    private CosSliceLimits() {
    }

    /** Returns whether slices may have that size; the setting for tests allows any from {@code minPart} on. */
    static boolean isSlice(long size, OptionalLong minPart) {
        return SLICES.contains(size) || minPart.isPresent() && size >= minPart.getAsLong() && size <= MAX_SLICE;
    }
}
