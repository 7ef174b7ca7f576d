package io.github.chunkupload.component.undertow;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.fuzz.Fuzz;
import io.github.chunkupload.fuzz.FuzzedServer;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.testing.Requests;
import io.github.chunkupload.testing.Requests.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fewer of the requests that a seed makes and spoils, over real sockets: each is answered, and none of the answers blames the server. */
@Tag("soak")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FuzzedLineTest {

    private static final int REQUESTS = 100 * Integer.getInteger("soak.factor", 1);
    private static final long SEED = Long.getLong("fuzz.seed", 20261129);

    @TempDir
    private Path directory;

    /** The way to a handler through a server; one request at a time. */
    private static final class Line implements HttpHandler, AutoCloseable {

        private final Mounted server;
        private final AtomicReference<Optional<Failure>> answered = new AtomicReference<>();

        Line(HttpHandler handler) {
            try {
                server = Mounted.on(call -> {
                    HttpReply reply = handler.handle(call);
                    answered.set(reply.failure());
                    return reply;
                });
            } catch (Exception e) {
                throw new IllegalStateException("The server did not start", e);
            }
        }

        @Override
        public HttpReply handle(HttpCall call) {
            if (!isFramed(call)) {
                return HttpReply.of(400, Headers.NONE).refusing(Failure.MALFORMED);
            }
            answered.set(Optional.empty());
            try (Requests connection = server.connect(); InputStream body = call.body().open()) {
                connection.send(head(call)).send(framed(call, body.readAllBytes()));
                Reply reply = reply(connection, call.head().method());
                Optional<Failure> failure = reply.status() < 400 ? answered.get() : answered.get().or(() -> Optional.of(Failure.MALFORMED));
                return new HttpReply(reply.status(), reply.headers(), Body.of(reply.body()), failure);
            } catch (IOException e) {
                throw new UncheckedIOException("No answer to " + call.head(), e);
            }
        }

        /** A request whose end is told wrongly is another test's. */
        private static boolean isFramed(HttpCall call) {
            List<String> lengths = call.head().headers().all("Content-Length");
            long length = call.body().length();
            return length < 0 ? lengths.isEmpty() : lengths.size() <= 1 && lengths.stream().allMatch(String.valueOf(length)::equals);
        }

        private static String head(HttpCall call) {
            List<String> lines = new ArrayList<>(List.of(call.head().method() + " " + call.head().target() + " HTTP/1.1"));
            for (Map.Entry<String, String> header : call.head().headers().fields()) {
                lines.add(header.getKey() + ": " + header.getValue());
            }
            return String.join("\r\n", lines) + "\r\n\r\n";
        }

        private static byte[] framed(HttpCall call, byte[] bytes) {
            if (call.body().length() >= 0) {
                return bytes;
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            String chunk = bytes.length == 0 ? "" : Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n";
            return (chunk + "0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        }

        private static Reply reply(Requests connection, String method) throws IOException {
            Reply reply;
            do {
                reply = method.equals("HEAD") ? connection.replyToHead() : connection.reply();
            } while (reply.status() == 100);
            return reply;
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRequestIsAnsweredAndNoAnswerBlamesTheServer(FuzzedServer server) {
        AtomicReference<Line> line = new AtomicReference<>();
        try (Fuzz fuzz = new Fuzz(server.dialect(), directory, SEED, handler -> {
            line.set(new Line(handler));
            return line.get();
        })) {
            fuzz.play(REQUESTS);
        } finally {
            line.get().close();
        }
    }
}
