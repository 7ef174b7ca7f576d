package io.github.chunkupload.checksum;

import java.util.Locale;

/** A checksum algorithm that at least one protocol speaks. The text form of a value is fixed here, once for the whole project. */
public enum Digest {

    /** CRC-64/XZ (ECMA-182 polynomial, reflected); text form: unsigned decimal. Parts combine to the CRC of the whole. */
    CRC64,
    /** MD5 (RFC 1321); text form: 32 lower-case hex digits. */
    MD5,
    /** SHA-1 (FIPS 180-4); text form: 40 lower-case hex digits. */
    SHA1;

    /** Returns the name used in options, headers and journals: {@code crc64}, {@code md5}, {@code sha1}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns a new hasher; it belongs to one thread at a time. */
    public Hasher hasher() {
        return switch (this) {
            case CRC64 -> new Crc64();
            case MD5 -> new JdkHasher("MD5");
            case SHA1 -> new JdkHasher("SHA-1");
        };
    }

    /**
     * Returns the digest named by {@code token}.
     *
     * @throws IllegalArgumentException when there is none of that name; the message lists those there are
     */
    public static Digest of(String token) {
        for (Digest digest : values()) {
            if (digest.token().equals(token)) {
                return digest;
            }
        }
        throw new IllegalArgumentException("Unknown checksum '" + token + "': use crc64, md5 or sha1");
    }
}
