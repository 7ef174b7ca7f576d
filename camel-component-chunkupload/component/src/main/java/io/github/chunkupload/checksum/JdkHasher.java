package io.github.chunkupload.checksum;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** MD5 and SHA-1 of the JDK, which has intrinsics for both. */
final class JdkHasher implements Hasher {

    private final MessageDigest digest;

    JdkHasher(String algorithm) {
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have " + algorithm, e);
        }
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    @Override
    public String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
