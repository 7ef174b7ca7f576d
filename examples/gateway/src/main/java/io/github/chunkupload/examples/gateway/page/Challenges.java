package io.github.chunkupload.examples.gateway.page;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Random texts to be signed by who signs in. A challenge carries its end and our signature, so that nothing is kept for one that
 * is not used; one that was used is remembered until it would have ended. Thread-safe.
 */
final class Challenges {

    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final int RANDOM_BYTES = 16;
    private static final int SIGNED_BYTES = Long.BYTES + RANDOM_BYTES;

    private final SecureRandom random = new SecureRandom();
    private final HmacUtils hmac;
    private final Clock clock;
    private final Map<String, Instant> used = new HashMap<>();

    Challenges(Clock clock) {
        this.clock = clock;
        byte[] key = new byte[32];
        random.nextBytes(key);
        this.hmac = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key);
    }

    String next() {
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        byte[] signed = ByteBuffer.allocate(SIGNED_BYTES).putLong(clock.instant().plus(LIFE).toEpochMilli()).put(bits).array();
        byte[] signature = hmac.hmac(signed);
        byte[] all = ByteBuffer.allocate(SIGNED_BYTES + signature.length).put(signed).put(signature).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** Returns whether {@code challenge} is one of ours, not too old, and was not used. */
    synchronized boolean isGood(String challenge) {
        return !used.containsKey(challenge) && end(challenge).isAfter(clock.instant());
    }

    /** Uses a good challenge up; returns false where somebody did so before. */
    synchronized boolean use(String challenge) {
        used.values().removeIf(end -> !end.isAfter(clock.instant()));
        return used.putIfAbsent(challenge, end(challenge)) == null;
    }

    private Instant end(String challenge) {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(challenge);
        } catch (IllegalArgumentException e) {
            return Instant.MIN;
        }
        byte[] signed = Arrays.copyOf(all, SIGNED_BYTES);
        byte[] signature = Arrays.copyOfRange(all, Math.min(SIGNED_BYTES, all.length), all.length);
        boolean spelt = Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(challenge);
        boolean ours = MessageDigest.isEqual(hmac.hmac(signed), signature);
        return spelt && ours ? Instant.ofEpochMilli(ByteBuffer.wrap(signed).getLong()) : Instant.MIN;
    }
}
