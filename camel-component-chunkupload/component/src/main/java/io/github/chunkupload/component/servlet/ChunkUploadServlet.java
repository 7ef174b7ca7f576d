package io.github.chunkupload.component.servlet;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpMount;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Patience;
import io.github.chunkupload.http.ServerLimits;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the gateways of a Camel context on the connections of a servlet container. Register it at {@code /*} of the root context, without
 * a multipart configuration, and bind the same instance in the Camel registry; consumers with {@code serverUri=servlet:} find it
 * there. As long as there is none, every request is answered 503.
 *
 * <p>The container must pass targets on unchanged, because signatures cover them. Tomcat does with {@code encodedSolidusHandling} and
 * {@code encodedReverseSolidusHandling} {@code passthrough} and with {@code continueResponseTiming=onRead}; the Spring Boot starter sets
 * this. No filter may read the body before. See ADR 0016.
 */
public final class ChunkUploadServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ChunkUploadServlet.class);
    private static final HttpReply NOBODY_HOME = HttpReply.of(503, Headers.of("Retry-After", "5"));

    private final transient AtomicReference<ServletMount> mounted = new AtomicReference<>();

    /**
     * Serves {@code handler} until the mount is closed.
     *
     * @param limits of requests that may block at once, until their replies are sent (the others are told {@link HttpHandler#busy}, and
     *     only as many come as the container has threads), of slowness and time. How many connections there may be is the container's
     *     to say, and for how long one may be silent
     * @throws IllegalStateException when another handler is being served
     */
    public HttpMount mount(HttpHandler handler, ServerLimits limits) {
        ServletMount mount = new ServletMount(handler, limits, gone -> mounted.compareAndSet(gone, null));
        if (!mounted.compareAndSet(null, mount)) {
            throw new IllegalStateException("The servlet serves the gateways of another component already: it needs a servlet of its own, "
                + "in a container of its own");
        }
        return mount;
    }

    @Override
    public void init() throws ServletException {
        if (!getServletContext().getContextPath().isEmpty()) {
            throw new ServletException("The gateway cannot be served below the context path " + getServletContext().getContextPath()
                + ": signatures cover the whole path. Deploy it as the root context");
        }
        String container = getServletContext().getServerInfo();
        if (!container.startsWith("Apache Tomcat")) {
            LOG.warn("{} is a container that the gateway was not tried on: it may refuse or change targets with %2F, // and ;", container);
        }
    }

    /** A dispatch to an error page is none of ours: the container has said what there is to say. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() != DispatcherType.REQUEST) {
            return;
        }
        ServletMount mount = mounted.get();
        if (mount == null) {
            ServletReplies.write(request, response, NOBODY_HOME, new Patience(ServerLimits.of(1), System.nanoTime()), bytes -> { });
        } else {
            mount.serve(request, response);
        }
    }
}
