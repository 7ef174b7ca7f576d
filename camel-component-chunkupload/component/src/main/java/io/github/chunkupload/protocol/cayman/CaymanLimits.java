package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;

/** The limits of Cayman, in bytes. Where the manual says both "not more than" and "less than" 4M, what field clients send is legal. */
final class CaymanLimits {

    /** Most bytes of a block (page "object/write"). */
    static final int MAX_BLOCK = 4 << 20;
    /** Greatest object whose MD5 is computed while the client waits (page "object/md5/calc/sync": 100 MB). */
    static final long MAX_MD5_SYNC = 100L << 20;
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

    /** Refuses a block that has no length or is too large. */
    static void check(Body block) {
        if (block.length() < 0) {
            throw UploadException.of(Failure.LENGTH_REQUIRED, "Cayman wants the length of a block first");
        }
        if (block.length() > MAX_BLOCK) {
            throw UploadException.of(Failure.TOO_LARGE, "Cayman takes at most " + MAX_BLOCK + " bytes in one block");
        }
    }
}
