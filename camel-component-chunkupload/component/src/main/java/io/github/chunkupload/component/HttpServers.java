package io.github.chunkupload.component;

import io.github.chunkupload.component.servlet.ChunkUploadServlet;
import io.github.chunkupload.component.undertow.UndertowMount;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpMount;
import io.github.chunkupload.http.ServerLimits;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Starts, or joins, the HTTP server that a {@code serverUri} names. */
final class HttpServers {

    /** What clients connect to unless told otherwise. */
    static final String DEFAULT_URI = "undertow:http://127.0.0.1:9000";

    private static final String UNDERTOW = "undertow:";
    private static final String SERVLET = "servlet:";

    private HttpServers() {
    }

    /**
     * Starts to serve {@code handler}.
     *
     * @param serverUri {@code undertow:}, scheme, host and port, where port 0 takes a free one; or {@code servlet:} and the name of the
     *     bean, which may be left out where there is one {@link ChunkUploadServlet}
     * @param limits of requests, connections and slowness; a servlet container has its own of connections
     * @throws IllegalArgumentException when the component is none that carries signed requests unchanged, or the servlet is not there
     */
    static HttpMount start(CamelContext context, String serverUri, ServerLimits limits, HttpHandler handler) throws Exception {
        check(serverUri);
        if (serverUri.startsWith(UNDERTOW)) {
            return UndertowMount.start(context, serverUri, limits, handler);
        }
        try {
            return servlet(context, serverUri.substring(SERVLET.length())).mount(handler, limits);
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException("Option serverUri=" + serverUri + " needs jakarta.servlet 6 on the class path", e);
        }
    }

    /**
     * Refuses what cannot be started.
     *
     * @throws IllegalArgumentException naming what can be
     */
    static void check(String serverUri) {
        if (!serverUri.startsWith(UNDERTOW) && !serverUri.startsWith(SERVLET)) {
            throw new IllegalArgumentException("Option serverUri=" + serverUri + ": write undertow:http://host:port, "
                + "undertow:https://host:port, or servlet: for the servlet container that the application runs in. Other servers were not "
                + "found to pass every request on unchanged");
        }
    }

    private static ChunkUploadServlet servlet(CamelContext context, String name) {
        if (!name.isEmpty()) {
            ChunkUploadServlet named = context.getRegistry().lookupByNameAndType(name, ChunkUploadServlet.class);
            if (named == null) {
                throw missing("bean '" + name + "' of type ChunkUploadServlet");
            }
            return named;
        }
        Set<ChunkUploadServlet> all = context.getRegistry().findByType(ChunkUploadServlet.class);
        if (all.size() > 1) {
            throw new IllegalArgumentException("There are " + all.size() + " beans of type ChunkUploadServlet: write servlet:name");
        }
        return all.stream().findFirst().orElseThrow(() -> missing("bean of type ChunkUploadServlet"));
    }

    private static IllegalArgumentException missing(String bean) {
        return new IllegalArgumentException("The registry has no " + bean + " for serverUri=servlet:. In Spring Boot set "
            + "camel.chunkupload.servlet.enabled=true; elsewhere register the servlet with the container at /* and bind it");
    }
}
