package io.github.chunkupload.component.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that go on in a second line (RFC 9112 §5.2): the server joins them before we see them, so we hold what follows from that. */
@Timeout(60)
class FoldedHeadersTest {

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "  \t "})
    void whatIsBehindAFoldIsPartOfTheValueAndNoHeader(String blanks) throws Exception {
        try (Mounted server = Mounted.on(call -> Mounted.text(call.head().headers().all("X-A") + " " + call.head().headers().has("X-B")))) {
            assertThat(server.exchange("GET /a HTTP/1.1\r\nHost: h\r\nX-A: a\r\n" + blanks + "X-B: b\r\n\r\n").text())
                .isEqualTo("[a X-B: b] false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1\r\n 0\r\n\r\n", "Content-Length:\r\n 38\r\n Content-Length: 0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n identity\r\n\r\n0\r\n\r\n", "Transfer-Encoding: identity\r\n ,chunked\r\n\r\n0\r\n\r\n"})
    void aLengthThatIsFoldedIsRefusedAndEndsTheConnection(String folded) throws Exception {
        List<String> handled = new CopyOnWriteArrayList<>();
        try (Mounted server = Mounted.on(call -> {
            handled.add(call.head().target());
            return Mounted.text("answered");
        }); Requests connection = server.connect()) {
            connection.send("POST /first HTTP/1.1\r\nHost: h\r\n" + folded + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(connection.reply().status()).isEqualTo(400);
            assertThat(connection.isEnded()).isTrue();
            assertThat(handled).isEmpty();
        }
    }

    @Test
    void aFoldWithNothingBeforeItHidesNoRequest() throws Exception {
        List<String> handled = new CopyOnWriteArrayList<>();
        try (Mounted server = Mounted.on(call -> {
            handled.add(call.head().target());
            return Mounted.text("answered");
        }); Requests connection = server.connect()) {
            connection.send("GET /first HTTP/1.1\r\n Content-Length: 38\r\nHost: h\r\n\r\nGET /second HTTP/1.1\r\nHost: h\r\n\r\n");
            connection.reply();
            assertThat(handled).doesNotContain("/smuggled");
        }
    }
}
