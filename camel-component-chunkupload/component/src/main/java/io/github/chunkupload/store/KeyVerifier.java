package io.github.chunkupload.store;

import io.github.chunkupload.store.Access.CustomerKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What may be kept of a customer's key: it tells whether a key is the same, and neither what the key is nor whether two verifiers are of
 * the same key. It is HMAC-SHA256 with the key over a label and 16 random bytes.
 *
 * @param salt the random bytes, in hex
 * @param mac the HMAC, in hex
 */
public record KeyVerifier(String salt, String mac) {

    private static final int SALT = 16;
    private static final byte[] LABEL = "camel-chunkupload customer key verifier 1".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Refuses nulls. */
    public KeyVerifier {
        Objects.requireNonNull(salt, "salt");
        Objects.requireNonNull(mac, "mac");
    }

    /** Returns a new verifier of {@code key}, another one each time. */
    public static KeyVerifier of(CustomerKey key) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return new KeyVerifier(HexFormat.of().formatHex(salt), HexFormat.of().formatHex(mac(key, salt)));
    }

    /** Returns a new verifier of the key that {@code access} has, if it has one. */
    public static Optional<KeyVerifier> of(Access access) {
        return access.customerKey().map(KeyVerifier::of);
    }

    /** Returns whether this was made of {@code key}; takes the same time whatever the answer. */
    public boolean isOf(CustomerKey key) {
        return MessageDigest.isEqual(mac(key, HexFormat.of().parseHex(salt)), HexFormat.of().parseHex(mac));
    }

    /**
     * Returns why {@code access} does not open what was begun with {@code verifier}; empty: it does.
     *
     * @param verifier empty: it was begun without a key
     * @param what it is called in the message, such as "upload"
     */
    public static Optional<UploadException> refusal(Optional<KeyVerifier> verifier, Access access, String what) {
        if (verifier.isEmpty()) {
            return access.customerKey().map(unwanted -> UploadException.of(Failure.INVALID_ARGUMENT,
                "A customer's key was given, but the " + what + " is not encrypted; leave it out"));
        }
        if (access.customerKey().isEmpty()) {
            return Optional.of(UploadException.of(Failure.CUSTOMER_KEY_REQUIRED,
                "The " + what + " is encrypted with a customer's key; give the same one"));
        }
        return verifier.get().isOf(access.customerKey().get()) ? Optional.empty() : Optional.of(UploadException.of(
            Failure.CUSTOMER_KEY_MISMATCH, "The " + what + " is encrypted with another customer's key than the one given"));
    }

    private static byte[] mac(CustomerKey key, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            mac.update(LABEL);
            return mac.doFinal(salt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform must have HmacSHA256", e);
        }
    }
}
