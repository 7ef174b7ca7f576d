package io.github.chunkupload.examples.gateway.page;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Who has the page open. Each has a token that is good for minutes; a new one is had for it as long as it is good, up to twelve hours after
 * the sign-in. Tokens are kept in memory as digests, the 10,000 latest, and gone after a restart. Thread-safe.
 */
final class Sessions {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final int KEPT = 10_000;
    private static final int TOKEN_BYTES = 32;

    private final Clock clock;
    private final Duration tokenLife;
    private final Map<ByteBuffer, Pass> passes = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Pass> eldest) {
            return size() > KEPT;
        }
    };

    /** One who has signed in. Two who sign in with one key are two. */
    private static final class Session {

        private final String user;
        private final Instant end;

        Session(String user, Instant end) {
            this.user = user;
            this.end = end;
        }
    }

    private record Pass(Session session, Instant end) {
    }

    Sessions(Clock clock, Duration tokenLife) {
        this.clock = clock;
        this.tokenLife = tokenLife;
    }

    Duration tokenLife() {
        return tokenLife;
    }

    /** Returns the first token of a new session of {@code user}. */
    String begin(String user) {
        return token(new Session(user, clock.instant().plus(LONGEST)));
    }

    /** Returns another token of the same session, which is good for longer; empty: {@code token} lets nobody in. */
    Optional<String> renew(String token) {
        return pass(token).map(pass -> token(pass.session()));
    }

    /** Ends the session of {@code token} with all its tokens. */
    void end(String token) {
        pass(token).ifPresent(ended -> {
            synchronized (passes) {
                passes.values().removeIf(pass -> pass.session() == ended.session());
            }
        });
    }

    /** Returns whom {@code token} lets in; empty: nobody. */
    Optional<String> user(String token) {
        return pass(token).map(pass -> pass.session().user);
    }

    private String token(Session session) {
        byte[] bits = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bits);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant end = clock.instant().plus(tokenLife);
        synchronized (passes) {
            passes.values().removeIf(pass -> !pass.end().isAfter(clock.instant()));
            passes.put(digest(token), new Pass(session, end.isBefore(session.end) ? end : session.end));
        }
        return token;
    }

    private Optional<Pass> pass(String token) {
        synchronized (passes) {
            return Optional.ofNullable(passes.get(digest(token))).filter(pass -> pass.end().isAfter(clock.instant()));
        }
    }

    /** A digest tells nothing of how much of a guess was right, however long the look-up takes. */
    private static ByteBuffer digest(String token) {
        return ByteBuffer.wrap(DigestUtils.sha256(token.getBytes(StandardCharsets.UTF_8)));
    }
}
