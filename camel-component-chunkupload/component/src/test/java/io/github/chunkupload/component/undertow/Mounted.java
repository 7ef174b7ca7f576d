package io.github.chunkupload.component.undertow;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.ServerLimits;
import io.github.chunkupload.testing.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A handler on an {@link UndertowMount}, in a Camel context of its own. */
final class Mounted implements AutoCloseable {

    static final String ANY_PORT = "undertow:http://127.0.0.1:0";

    private final CamelContext context;
    private final UndertowMount mount;

    private Mounted(CamelContext context, UndertowMount mount) {
        this.context = context;
        this.mount = mount;
    }

    static Mounted on(HttpHandler handler) throws Exception {
        return on(ANY_PORT, 8, handler);
    }

    static Mounted on(String serverUri, int maxRequests, HttpHandler handler) throws Exception {
        return on(serverUri, maxRequests, handler, Map.of());
    }

    /** Mounts {@code handler}, with {@code beans} in the registry for the URI to name. */
    static Mounted on(String serverUri, int maxRequests, HttpHandler handler, Map<String, Object> beans) throws Exception {
        return on(serverUri, ServerLimits.of(maxRequests), handler, beans);
    }

    static Mounted on(String serverUri, ServerLimits limits, HttpHandler handler, Map<String, Object> beans) throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:any").stop(); // a context without routes cannot track exchanges
            }
        });
        beans.forEach(context.getRegistry()::bind);
        context.start();
        return new Mounted(context, UndertowMount.start(context, serverUri, limits, handler));
    }

    URI uri() {
        return mount.uri();
    }

    UndertowMount mount() {
        return mount;
    }

    Requests connect() throws IOException {
        return Requests.to(uri());
    }

    /** Reads the body of a request to its end. */
    static byte[] read(HttpCall call) {
        try (InputStream in = call.body().open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a reply of 200 with a text. */
    static HttpReply text(String text) {
        return HttpReply.of(200, Headers.NONE, "text/plain", text);
    }

    /** Sends one text on a connection of its own and returns the reply to it. */
    Requests.Reply exchange(String text) throws IOException {
        return Requests.exchange(uri(), text);
    }

    @Override
    public void close() {
        mount.close();
        context.stop();
    }
}
