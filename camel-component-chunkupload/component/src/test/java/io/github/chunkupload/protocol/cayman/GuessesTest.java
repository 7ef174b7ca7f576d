package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.chunkupload.protocol.Guesses;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.testing.Requests.Reply;
import io.github.chunkupload.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever guesses passwords is slowed down. */
class GuessesTest {

    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private Instant now = START;
    private final Guesses guesses = new Guesses(new TestClock(() -> now), 3);

    private Duration waitFor(String who) {
        UploadException refusal = catchThrowableOfType(UploadException.class, () -> guesses.admit(who));
        assertThat(refusal).as("at %s", now).isNotNull();
        assertThat(refusal.kind()).isEqualTo(Failure.BUSY);
        return refusal.retryAfter().orElseThrow();
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            guesses.wrong("them");
        }
    }

    @Test
    void eachWrongGuessTooManyDoublesTheWaitUpToFiveMinutes() {
        wrong(2);
        assertThatCode(() -> guesses.admit("them")).doesNotThrowAnyException();
        wrong(1);
        assertThat(waitFor("them")).isEqualTo(Duration.ofSeconds(11));
        wrong(3);
        assertThat(waitFor("them")).isEqualTo(Duration.ofSeconds(81));
        wrong(100);
        assertThat(waitFor("them")).isEqualTo(Duration.ofSeconds(301));
        assertThatCode(() -> guesses.admit("others")).doesNotThrowAnyException();
        now = START.plusSeconds(300);
        assertThatCode(() -> guesses.admit("them")).doesNotThrowAnyException();
    }

    @Test
    void aRightGuessAndAnHourOfQuietEndTheWait() {
        wrong(10);
        guesses.right("them");
        assertThatCode(() -> guesses.admit("them")).doesNotThrowAnyException();
        wrong(10);
        now = START.plusSeconds(3601);
        guesses.admit("them");
        wrong(1);
        assertThatCode(() -> guesses.admit("them")).doesNotThrowAnyException();
    }

    @Test
    void aLoginThatIsGuessedTooOftenIsToldToWaitEvenWithTheRightPassword(@TempDir Path directory) throws IOException {
        try (CaymanFixture fixture = new CaymanFixture(directory, false, Map.of("login", "true"))) {
            for (int i = 0; i < 10; i++) {
                assertThat(login(fixture, "wrong" + i).status()).isEqualTo(401);
            }
            Reply refused = login(fixture, CaymanFixture.KEY.secretKey());
            assertThat(refused.headers().number("Retry-After").orElseThrow()).isPositive();
            assertThat(refused.text()).contains("\"busy\"").doesNotContain("token");
        }
    }

    private static Reply login(CaymanFixture fixture, String password) throws IOException {
        return fixture.urlencoded("/api/sw/login/login", "userid=" + CaymanFixture.KEY.accessKey() + "&password=" + password);
    }
}
