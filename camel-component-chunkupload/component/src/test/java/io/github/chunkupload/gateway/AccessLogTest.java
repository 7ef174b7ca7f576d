package io.github.chunkupload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.store.Failure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static AnsweredRequest request(String method, String path, String caller) {
        return new AnsweredRequest("id-1", "cos", method, path, "10.0.0.7", caller, 403, Optional.of(Failure.FORBIDDEN), 5, 120,
            Duration.ofMillis(12));
    }

    @Test
    void aLineSaysWhoAskedWhatWhereAndWhatBecameOfIt() {
        assertThat(AccessLog.line(request("PUT", "/photos-1/a%20b", "AKID1")))
            .isEqualTo("id=id-1 peer=10.0.0.7 key=AKID1 protocol=cos method=PUT path=/photos-1/a%20b status=403 failure=FORBIDDEN in=5 "
                + "out=120 ms=12");
    }

    @Test
    void whatIsNotKnownIsADash() {
        AnsweredRequest unreadable = new AnsweredRequest("id-2", "", "", "", "", "", 400, Optional.empty(), 0, 0, Duration.ZERO);
        assertThat(AccessLog.line(unreadable))
            .isEqualTo("id=id-2 peer=- key=- protocol=- method=- path=- status=400 failure=- in=0 out=0 ms=0");
    }

    @Test
    void noClientBreaksOrForgesALine() {
        String line = AccessLog.line(request("GET\r\nid=forged", "/a\u2028b\u0000 status=200 \u001b[31m\ud83d\ude00", "k\u0085\te y"));
        assertThat(line).matches("[!-~]+( [!-~]+){10}");
        assertThat(line).contains("method=GET??id=forged ").contains("path=/a?b??status=200??[31m? ").contains("key=k??e?y ");
    }

    @Test
    void aLongPathIsCut() {
        String line = AccessLog.line(request("GET", "/" + "a".repeat(60_000), "k"));
        assertThat(line.length()).isLessThan(1300);
        assertThat(line).contains("a... status=403");
    }
}
