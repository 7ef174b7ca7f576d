package io.github.chunkupload.component.undertow;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpMount;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Patience;
import io.github.chunkupload.http.ServerLimits;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.URI;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.undertow.UndertowComponent;
import org.apache.camel.component.undertow.UndertowEndpoint;
import org.apache.camel.component.undertow.UndertowHost;
import org.apache.camel.component.undertow.UndertowHostKey;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link HttpHandler} mounted at {@code /} on a camel-undertow consumer. The component is our own, so neither the options nor the
 * routes of the user's {@code undertow} component are touched. See ADR 0002 for why Undertow.
 */
public final class UndertowMount implements HttpMount {

    private static final Logger LOG = LoggerFactory.getLogger(UndertowMount.class);

    private final HttpHandler handler;
    private final ServerLimits limits;
    private final UndertowServer server;
    private final UndertowComponent component;
    private final UndertowEndpoint endpoint;
    private final Consumer consumer;

    private UndertowMount(CamelContext context, String serverUri, ServerLimits limits, HttpHandler handler) throws Exception {
        this.handler = handler;
        this.limits = limits;
        this.server = new UndertowServer(limits, handler::busy);
        this.component = new UndertowComponent(context) {
            @Override
            protected UndertowHost createUndertowHost(UndertowHostKey key) {
                return server;
            }
        };
        ServiceHelper.startService(component);
        this.endpoint = (UndertowEndpoint) component.createEndpoint(serverUri);
        endpoint.setMatchOnUriPrefix(true);
        endpoint.setOptionsEnabled(true);
        endpoint.setUndertowHttpBinding(new UndertowBinding());
        this.consumer = endpoint.createConsumer(this::serve);
    }

    /**
     * Starts to listen.
     *
     * @param serverUri such as {@code undertow:http://127.0.0.1:9000}, with the options of an {@code undertow} consumer; port 0
     *     takes a free one
     * @param limits of requests, connections and slowness; requests beyond them are told {@link HttpHandler#busy}
     * @throws Exception when the URI makes no sense, or the address cannot be had; nothing is left running then
     */
    public static UndertowMount start(CamelContext context, String serverUri, ServerLimits limits, HttpHandler handler) throws Exception {
        UndertowMount mount = new UndertowMount(context, serverUri, limits, handler);
        try {
            // Without the endpoint started there would be no TLS.
            ServiceHelper.startService(mount.endpoint, mount.consumer);
            return mount;
        } catch (RuntimeException e) {
            mount.close();
            throw e;
        }
    }

    /** Returns the port that is listened on, also after it was closed. */
    @Override
    public int port() {
        return server.port();
    }

    /** Returns the address that is listened on, such as {@code http://127.0.0.1:9000}. */
    public URI uri() {
        URI asked = endpoint.getHttpURI();
        return URI.create(asked.getScheme() + "://" + asked.getHost() + ":" + port());
    }

    /**
     * Refuses new requests, waits up to ten seconds for those under way, breaks off the rest and stops listening. Does nothing the
     * second time.
     */
    @Override
    public void close() {
        ServiceHelper.stopAndShutdownServices(consumer, endpoint, component);
    }

    private void serve(Exchange exchange) {
        HttpServerExchange wire = exchange.getMessage().getBody(HttpServerExchange.class);
        long begin = System.nanoTime();
        UndertowBody body = new UndertowBody(wire, new Patience(limits, begin));
        try {
            answer(wire, body, new Patience(limits, begin));
        } catch (IOException e) {
            LOG.debug("The client broke off: {}", e.toString());
            UndertowReplies.giveUp(wire);
        } catch (RuntimeException | Error e) {
            LOG.warn("A request failed for no reason that its protocol knows", e);
            UndertowReplies.writeAtOnce(wire, body, HttpReply.of(500, Headers.NONE));
        }
    }

    private void answer(HttpServerExchange wire, UndertowBody body, Patience patience) throws IOException {
        HttpCall call;
        try {
            call = UndertowCalls.call(wire, body);
        } catch (IllegalArgumentException e) {
            LOG.debug("Not a request that a protocol could read: {}", e.getMessage());
            UndertowReplies.writeAtOnce(wire, body, handler.unreadable(UndertowCalls.peer(wire)));
            return;
        }
        try (HttpReply reply = handler.handle(call)) {
            try {
                UndertowReplies.write(wire, reply, patience);
            } finally {
                handler.sent(reply, wire.getResponseBytesSent());
            }
        }
        UndertowLeftovers.settle(wire, body);
    }
}
