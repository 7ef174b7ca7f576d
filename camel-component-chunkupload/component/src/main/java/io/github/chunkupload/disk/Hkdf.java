package io.github.chunkupload.disk;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869): makes keys of any purpose out of one secret. */
final class Hkdf {

    private static final String HMAC = "HmacSHA256";
    private static final int HASH = 32;

    private Hkdf() {
    }

    /**
     * Returns {@code length} bytes of key.
     *
     * @param secret the input keying material
     * @param salt random and not secret; may be empty
     * @param info what the key is for
     */
    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
        return expand(extract(salt, secret), info, length);
    }

    /** The step "extract" (section 2.2). */
    static byte[] extract(byte[] salt, byte[] secret) {
        return hmac(salt.length == 0 ? new byte[HASH] : salt).doFinal(secret);
    }

    /** The step "expand" (section 2.3). */
    static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
        int blocks = (length + HASH - 1) / HASH;
        if (blocks > 255) {
            throw new IllegalArgumentException("HKDF gives at most " + 255 * HASH + " bytes, not " + length);
        }
        Mac mac = hmac(pseudorandomKey);
        ByteBuffer key = ByteBuffer.allocate(blocks * HASH);
        byte[] block = new byte[0];
        for (int counter = 1; counter <= blocks; counter++) {
            mac.update(block);
            mac.update(info);
            block = mac.doFinal(new byte[] {(byte) counter});
            key.put(block);
        }
        return Arrays.copyOf(key.array(), length);
    }

    private static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform must have HmacSHA256", e);
        }
    }
}
