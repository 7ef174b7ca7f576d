package io.github.chunkupload.protocol.cos;

/** The limits of COS (436/14518), in bytes where they are sizes. */
final class CosLimits {

    static final int MAX_PARTS = 10_000;
    static final long MIN_PART = 1L << 20;
    static final long MAX_PART = 5L << 30;
    static final int MAX_PAGE = 1000;

    private CosLimits() {
    }
}
