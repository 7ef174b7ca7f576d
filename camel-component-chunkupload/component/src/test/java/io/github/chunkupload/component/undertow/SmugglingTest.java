package io.github.chunkupload.component.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chunkupload.testing.Requests;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests whose end a proxy before us might see elsewhere: refused, and nothing behind them on the connection is ever a request. */
@Timeout(60)
class SmugglingTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 38\r\n\r\n",
        "Content-Length: 38\r\nContent-Length: 0\r\n\r\n",
        "Content-Length: 0, 38\r\n\r\n",
        "Content-Length: +0\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n\r\n",
        "Content-Length: 0x0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Content-Length : 0\r\n\r\n"})
    void anAmbiguousLengthIsRefusedAndEndsTheConnection(String ambiguous) throws Exception {
        List<String> handled = new CopyOnWriteArrayList<>();
        try (Mounted server = Mounted.on(call -> {
            handled.add(call.head().target());
            return Mounted.text("answered");
        }); Requests connection = server.connect()) {
            connection.send("POST /first HTTP/1.1\r\nHost: h\r\n" + ambiguous + SMUGGLED);
            assertThat(connection.reply().status()).isEqualTo(400);
            assertThat(connection.isEnded()).isTrue();
            assertThat(handled).isEmpty();
        }
    }
}
