package io.github.chunkupload.protocol.cdcs;

/** The limits of CDCS (1232/44677 and its neighbours), in bytes where they are sizes. */
final class CdcsLimits {

    static final int MAX_PARTS = 10_000;
    static final long MIN_PART = 1L << 20;
    static final long MAX_PART = 5L << 30;
    static final int MAX_PAGE = 1000;
    static final int MAX_KEY = 850;

    private CdcsLimits() {
    }
}
