package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.component.transport.CamelHttpTransport;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.testing.RecordingServer;
import io.github.chunkupload.testing.RecordingServer.Recorded;
import io.github.chunkupload.testing.SocketServer;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.impl.DefaultCamelContext;

/** A server that answers each operation with the text it was given, like a vendor's; and a client of ours for it. */
final class PlayedServer implements AutoCloseable {

    private final Map<String, Supplier<HttpReply>> replies = new ConcurrentHashMap<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RecordingServer server;
    private final HttpTransport transport;
    private final ObjectStore client;

    PlayedServer() {
        camel.start();
        server = RecordingServer.start(call -> replies.getOrDefault(
            call.head().rawPath().replaceFirst("/api/cayman/store/(object/)?", ""), () -> text(404, "<html>no such page</html>")).get());
        transport = new CamelHttpTransport(camel, server.uri(), Map.of());
        client = new CaymanProtocol().client(transport, new ClientSettings(server.uri(), ClientSettings.Addressing.PATH,
            Optional.of(CaymanFixture.KEY.withToken(CaymanFixture.TOKEN)), "", "", Map.of(), OptionalLong.empty(), Clock.systemUTC()));
    }

    private static HttpReply text(int status, String text) {
        return HttpReply.of(status, Headers.NONE, "text/plain", text);
    }

    /** Answers an operation, by its path without the family, such as {@code write} or {@code bucket/list}. */
    void reply(String operation, String text) {
        replies.put(operation, () -> text(200, text));
    }

    /** Answers an operation with one after another of these texts; an empty one is no answer but a broken connection. */
    void replies(String operation, List<String> texts) {
        Iterator<String> each = texts.iterator();
        replies.put(operation, () -> {
            String text = each.next();
            if (text.isEmpty()) {
                throw SocketServer.hangUp();
            }
            return text(200, text);
        });
    }

    Recorded last() {
        return server.last();
    }

    List<Recorded> requests() {
        return server.requests();
    }

    ObjectStore client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        transport.close();
        server.close();
        camel.stop();
    }
}
