package io.github.chunkupload.gateway;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.CredentialSource;
import io.github.chunkupload.protocol.Credentials;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.protocol.cayman.CaymanProtocol;
import io.github.chunkupload.protocol.cdcs.CdcsProtocol;
import io.github.chunkupload.protocol.cos.CosProtocol;
import io.github.chunkupload.protocol.cosslice.CosSliceProtocol;
import io.github.chunkupload.protocol.qingstor.QingStorProtocol;
import io.github.chunkupload.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** The protocols and their dialects: our server in a gateway, and our client to it, without a socket between. */
enum Spoken {

    COS(new CosProtocol(), Map.of()),
    CDCS(new CdcsProtocol(), Map.of()),
    QINGSTOR(new QingStorProtocol(), Map.of()),
    COS_SLICE_V1(new CosSliceProtocol(), Map.of("sliceSize", "1000")),
    COS_SLICE_V2(new CosSliceProtocol(), Map.of("dialect", "v2", "sliceSize", "1000")),
    CAYMAN(new CaymanProtocol(), Map.of());

    static final String BUCKET = "examplebucket-1250000000";
    static final int PART = 1000;
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:9000");
    private static final OptionalLong MIN_PART = OptionalLong.of(100);

    private final Protocol protocol;
    private final Map<String, String> options;

    Spoken(Protocol protocol, Map<String, String> options) {
        this.protocol = protocol;
        this.options = options;
    }

    Protocol protocol() {
        return protocol;
    }

    /** Returns whether the bytes of a part are a body of their own, and not a field of a form. */
    boolean sendsPlainBodies() {
        return this == COS || this == CDCS || this == QINGSTOR;
    }

    ServerSettings settings(CredentialSource credentials) {
        return new ServerSettings(credentials, false, Set.of(), BUCKET, Set.of("127.0.0.1"), "", options, MIN_PART, Clock.systemUTC());
    }

    HttpHandler server(Backend backend, CredentialSource credentials) {
        return protocol.server(backend, settings(credentials));
    }

    ObjectStore client(HttpHandler server, Credentials key) {
        return client(server, key, reply -> { });
    }

    /**
     * Returns a client.
     *
     * @param seen gets every reply
     */
    ObjectStore client(HttpHandler server, Credentials key, Consumer<HttpReply> seen) {
        return client(ENDPOINT, new Direct(server, seen), key);
    }

    /** Returns a client that reaches its server through {@code transport}. */
    ObjectStore client(URI endpoint, HttpTransport transport, Credentials key) {
        return protocol.client(transport, new ClientSettings(endpoint, Addressing.PATH, Optional.ofNullable(key),
            "ap-guangzhou", "", options, MIN_PART, Clock.systemUTC()));
    }

    /** Hands requests over as a server would that got them from a socket. */
    private record Direct(HttpHandler server, Consumer<HttpReply> seen) implements HttpTransport {

        @Override
        public HttpReply send(HttpCall call) {
            HttpHead head = call.head();
            Headers.Builder headers = Headers.builder().addAll(head.headers());
            long length = call.body().length();
            if (!head.headers().has("Content-Length") && (length > 0 || head.method().startsWith("P"))) {
                headers.add(length < 0 ? "Transfer-Encoding" : "Content-Length", length < 0 ? "chunked" : String.valueOf(length));
            }
            HttpReply reply = server.handle(new HttpCall(
                new HttpHead(head.method(), head.authority(), head.target(), headers.build()), call.body(), "127.0.0.1"));
            seen.accept(reply);
            return reply;
        }

        @Override
        public void close() {
        }
    }

    /** Returns a body that tells when it is opened. */
    static Body watched(byte[] bytes, Runnable opened) {
        Body body = Body.of(bytes);
        return new Body() {

            @Override
            public long length() {
                return body.length();
            }

            @Override
            public boolean repeatable() {
                return true;
            }

            @Override
            public InputStream open() throws IOException {
                opened.run();
                return body.open();
            }
        };
    }
}
