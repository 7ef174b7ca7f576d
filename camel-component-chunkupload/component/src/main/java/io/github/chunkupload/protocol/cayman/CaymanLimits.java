package io.github.chunkupload.protocol.cayman;

/** The limits of Cayman, in bytes. Where the manual says both "not more than" and "less than" 4M, what field clients send is legal. */
final class CaymanLimits {

    /** Most bytes of a block (page "object/write"). */
    static final int MAX_BLOCK = 4 << 20;
    static final int MAX_KEY = 1024;
    static final int MAX_BUCKET = 255;
    /** Most bytes of a field; ours. */
    static final int MAX_FIELD = 8 << 10;
    /** Most bytes of a form beside the block; ours. */
    static final int MAX_FORM = 64 << 10;
    /** Most parts of a form; ours. */
    static final int MAX_FIELDS = 64;

    private CaymanLimits() {
    }
}
