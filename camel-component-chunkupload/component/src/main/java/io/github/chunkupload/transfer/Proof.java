package io.github.chunkupload.transfer;

import io.github.chunkupload.checksum.Digest;
import java.util.Locale;

/** Which checksum showed that a part or an object arrived as it was sent; from the weakest to the strongest. */
public enum Proof {

    /** None: only the number of bytes is known to be right. */
    SIZE_ONLY,
    /** The store compared the Content-MD5 that was announced before the bytes. */
    CONTENT_MD5,
    /** The store told the same CRC64. */
    CRC64,
    /** The store told the same MD5. */
    MD5,
    /** The store told the same SHA-1. */
    SHA1;

    /** Returns the name in headers, tables and journals, such as {@code crc64}, {@code content-md5} or {@code size-only}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the proof by {@code digest} told by the store. */
    public static Proof by(Digest digest) {
        return switch (digest) {
            case CRC64 -> CRC64;
            case MD5 -> MD5;
            case SHA1 -> SHA1;
        };
    }

    /** Returns the weaker of this and {@code other}: what can be said of both. */
    public Proof weaker(Proof other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
