package io.github.chunkupload.examples.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private Instant now = Instant.parse("2026-11-28T00:00:00Z");
    private final Clock clock = new Clock() {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final Sessions sessions = new Sessions(clock, Duration.ofMinutes(5));

    @Test
    void aTokenLetsInForMinutesAndItsSuccessorForAsLongAgain() {
        String first = sessions.begin("me");
        now = now.plusSeconds(299);
        assertThat(sessions.user(first)).contains("me");
        String second = sessions.renew(first).orElseThrow();
        assertThat(second).isNotEqualTo(first);
        now = now.plusSeconds(1);
        assertThat(sessions.user(first)).isEmpty();
        assertThat(sessions.renew(first)).isEmpty();
        assertThat(sessions.user(second)).contains("me");
    }

    @Test
    void aSessionEndsAfterTwelveHoursHoweverOftenItIsRenewed() {
        Instant end = now.plus(Duration.ofHours(12));
        String token = sessions.begin("me");
        while (now.plusSeconds(200).isBefore(end)) {
            now = now.plusSeconds(200);
            token = sessions.renew(token).orElseThrow();
        }
        now = end;
        assertThat(sessions.user(token)).isEmpty();
        assertThat(sessions.renew(token)).isEmpty();
    }

    @Test
    void leavingEndsAllTokensOfTheSessionAndNoOther() {
        String mine = sessions.begin("me");
        String renewed = sessions.renew(mine).orElseThrow();
        String others = sessions.begin("me");
        sessions.end(mine);
        assertThat(sessions.user(mine)).isEmpty();
        assertThat(sessions.user(renewed)).isEmpty();
        assertThat(sessions.user(others)).contains("me");
    }

    @Test
    void aChallengeIsOursAndFreshAndUsedOnce() {
        Challenges challenges = new Challenges(clock);
        String challenge = challenges.next();
        assertThat(challenges.isGood(challenge)).isTrue();
        assertThat(challenges.isGood(challenge.substring(1))).isFalse();
        assertThat(challenges.isGood(challenge + "A")).isFalse();
        assertThat(challenges.isGood("")).isFalse();
        assertThat(challenges.isGood("not base64!")).isFalse();
        assertThat(new Challenges(clock).isGood(challenge)).isFalse();
        assertThat(challenges.use(challenge)).isTrue();
        assertThat(challenges.isGood(challenge)).isFalse();
        assertThat(challenges.use(challenge)).isFalse();
        String late = challenges.next();
        now = now.plusSeconds(60);
        assertThat(challenges.isGood(late)).isFalse();
    }
}
