package io.github.chunkupload.component;

import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.testing.Requests;
import java.io.IOException;
import java.net.URI;
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
        CamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:any").stop(); // a context without routes cannot track exchanges
            }
        });
        context.start();
        return new Mounted(context, UndertowMount.start(context, serverUri, maxRequests, handler));
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
