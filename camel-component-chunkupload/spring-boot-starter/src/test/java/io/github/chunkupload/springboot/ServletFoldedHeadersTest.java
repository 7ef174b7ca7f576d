package io.github.chunkupload.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that go on in a second line (RFC 9112 §5.2): Tomcat joins them before we see them, so we hold what follows from that. */
class ServletFoldedHeadersTest {

    private static Served server;

    @BeforeAll
    static void start() {
        server = Served.by(call -> HttpReply.of(200, Headers.NONE, "text/plain",
            call.head().headers().all("X-A") + " " + call.head().headers().has("X-B")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "  \t "})
    void whatIsBehindAFoldIsPartOfTheValueAndNoHeader(String blanks) throws IOException {
        assertThat(server.exchange("GET /a HTTP/1.1\r\nHost: h\r\nX-A: a\r\n" + blanks + "X-B: b\r\n\r\n").text())
            .matches("\\[a[ \t]X-B: b] false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1\r\n 0\r\n\r\n", "Transfer-Encoding: chunked\r\n identity\r\n\r\n0\r\n\r\n"})
    void aLengthThatIsFoldedIsRefused(String folded) throws IOException {
        assertThat(server.exchange("POST /a HTTP/1.1\r\nHost: h\r\n" + folded).status()).isBetween(400, 501);
    }
}
