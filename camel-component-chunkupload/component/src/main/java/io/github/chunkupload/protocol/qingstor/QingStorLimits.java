package io.github.chunkupload.protocol.qingstor;

/** The limits of QingStor (pages on multipart uploads and metadata), in bytes where they are sizes. */
final class QingStorLimits {

    static final int MAX_PARTS = 10_000;
    /** Numbers begin at 0 and this one is legal too, though no object has so many parts. */
    static final int MAX_NUMBER = 10_000;
    static final long MIN_PART = 4L << 20;
    static final long MAX_PART = 5L << 30;
    static final int MAX_PAGE = 1000;
    static final int MAX_KEY = 1023;

    private QingStorLimits() {
    }
}
