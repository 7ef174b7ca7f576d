package io.github.chunkupload.examples.gateway.page;

import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Guesses;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Signing in: the browser signs a challenge with the secret key, which never leaves it. Wrong guesses are slowed down as those of Cayman's
 * login are. Thread-safe.
 */
final class SignIn {

    private static final String PURPOSE = "chunkupload page sign-in ";
    private static final int FREE_GUESSES_OF_A_PEER = 10;
    /** More, because strangers guess it away from a user who knows the secret. */
    private static final int FREE_GUESSES_OF_A_USER = 100;

    private final Challenges challenges;
    private final Optional<Credentials> key;
    private final Sessions sessions;
    private final Guesses byPeer;
    private final Guesses byUser;

    SignIn(Clock clock, Optional<Credentials> key, Sessions sessions) {
        this.challenges = new Challenges(clock);
        this.key = key;
        this.sessions = sessions;
        this.byPeer = new Guesses(clock, FREE_GUESSES_OF_A_PEER);
        this.byUser = new Guesses(clock, FREE_GUESSES_OF_A_USER);
    }

    /** Returns whether anybody has to prove anything. */
    boolean isNeeded() {
        return key.isPresent();
    }

    String challenge() {
        return challenges.next();
    }

    /**
     * Returns a token.
     *
     * @param proof HMAC-SHA256 of {@value #PURPOSE} and the challenge by the secret key, in hexadecimal
     * @throws UploadException with {@link Failure#EXPIRED}, {@link Failure#UNAUTHENTICATED} or {@link Failure#BUSY}
     */
    String token(String peer, String user, String challenge, String proof) {
        if (key.isEmpty()) {
            return sessions.begin("page");
        }
        byPeer.admit(peer);
        byUser.admit(user);
        if (!challenges.isGood(challenge)) {
            throw UploadException.of(Failure.EXPIRED, "The page waited too long with its proof. Sign in again");
        }
        boolean known = key.get().accessKey().equals(user);
        String secret = known ? key.get().secretKey() : UUID.randomUUID().toString();
        String expected = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmacHex(PURPOSE + challenge);
        if (!same(expected, proof.toLowerCase(Locale.ROOT)) || !challenges.use(challenge)) {
            byPeer.wrong(peer);
            byUser.wrong(user);
            throw UploadException.of(Failure.UNAUTHENTICATED, "The access key or the secret key is another");
        }
        byPeer.right(peer);
        byUser.right(user);
        return sessions.begin(user);
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
