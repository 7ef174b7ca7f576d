package io.github.chunkupload.component;

import io.github.chunkupload.component.undertow.UndertowMount;
import io.github.chunkupload.http.HttpHandler;
import org.apache.camel.CamelContext;

/** Starts the HTTP server that a {@code serverUri} names. */
final class HttpServers {

    /** What clients connect to unless told otherwise. */
    static final String DEFAULT_URI = "undertow:http://127.0.0.1:9000";

    private static final String UNDERTOW = "undertow:";

    private HttpServers() {
    }

    /**
     * Starts to listen.
     *
     * @param serverUri component, scheme, host and port; port 0 takes a free one
     * @param maxRequests requests that may block at once; more are answered 503
     * @throws IllegalArgumentException when the component is none that carries signed requests unchanged
     */
    static UndertowMount start(CamelContext context, String serverUri, int maxRequests, HttpHandler handler) throws Exception {
        check(serverUri);
        return UndertowMount.start(context, serverUri, maxRequests, handler);
    }

    /**
     * Refuses what cannot be started.
     *
     * @throws IllegalArgumentException naming what can be
     */
    static void check(String serverUri) {
        if (!serverUri.startsWith(UNDERTOW)) {
            throw new IllegalArgumentException("Option serverUri=" + serverUri + ": write undertow:http://host:port or "
                + "undertow:https://host:port. Other servers were not found to pass every request on unchanged");
        }
    }
}
