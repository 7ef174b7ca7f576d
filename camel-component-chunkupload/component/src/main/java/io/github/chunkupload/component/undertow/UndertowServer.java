package io.github.chunkupload.component.undertow;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.ServerLimits;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import org.apache.camel.component.undertow.HttpHandlerRegistrationInfo;
import org.apache.camel.component.undertow.UndertowConsumer;
import org.apache.camel.component.undertow.UndertowHost;
import org.xnio.Options;

/** One listener for one consumer, with the options that Camel's own host cannot be given. HTTP/1.1 only. */
final class UndertowServer implements UndertowHost {

    private static final int PARSE_TIMEOUT_MS = 30_000;
    private static final int KEEP_ALIVE_MS = 60_000;
    private static final int GRACE_SECONDS = 10;
    private static final int STOP_TIMEOUT_MS = 1_000;
    private static final int MAX_HEAD = 64 * 1024;

    /** Undertow 2.3.22 refuses bodies of more than 2 MiB unless told otherwise; 2.3.18 did not. Protocols bound them. */
    private static final long UNBOUNDED = -1;

    /** Undertow reads it when a listener starts; without it {@code /a;b,c} is answered 400. It has no option for this. */
    private static final String MATRIX_PARAMETERS = "io.undertow.server.protocol.http.Parser.ID_LESS_MATRIX_PARAMS_PROPERTY";

    private static final Object PROPERTIES = new Object();

    private final ServerLimits limits;
    private final BiFunction<HttpHead, String, HttpReply> busy;
    private UndertowFront front;
    private Undertow server;
    private volatile int port;

    /** Makes a server that answers with {@code busy}, on its event thread, the requests that are too many. */
    UndertowServer(ServerLimits limits, BiFunction<HttpHead, String, HttpReply> busy) {
        this.limits = limits;
        this.busy = busy;
    }

    /** Returns the port that is, or was last, listened on. */
    int port() {
        return port;
    }

    @Override
    public void validateEndpointURI(URI uri) {
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException("serverUri must be http or https, not " + uri.getScheme());
        }
        if (uri.getPath() != null && uri.getPath().length() > 1) {
            throw new IllegalArgumentException("serverUri must have no path, because signatures cover it: " + uri.getPath());
        }
    }

    @Override
    public synchronized HttpHandler registerHandler(UndertowConsumer consumer, HttpHandlerRegistrationInfo info, HttpHandler handler) {
        front = new UndertowFront(handler, limits.maxRequests(), busy);
        Undertow.Builder builder = Undertow.builder()
            .setWorkerThreads(limits.maxRequests())
            .setSocketOption(Options.CONNECTION_HIGH_WATER, limits.maxConnections())
            .setSocketOption(Options.CONNECTION_LOW_WATER, limits.maxConnections())
            .setServerOption(UndertowOptions.DECODE_URL, false)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEAD)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, UNBOUNDED)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_TIMEOUT_MS)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, KEEP_ALIVE_MS)
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, STOP_TIMEOUT_MS)
            .setHandler(front);
        addListener(builder, info.getUri(), consumer.getEndpoint().getSslContext());
        server = start(builder.build(), info.getUri());
        port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        return handler;
    }

    @Override
    public synchronized void unregisterHandler(UndertowConsumer consumer, HttpHandlerRegistrationInfo info) {
        if (server != null) {
            boolean interrupted = false;
            try {
                front.stop(GRACE_SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            server.stop();
            server = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void addListener(Undertow.Builder builder, URI uri, SSLContext tls) {
        boolean https = uri.getScheme().equals("https");
        if (https && tls == null) {
            throw new IllegalArgumentException("serverUri is https: give it sslContextParameters with a key store");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80;
        if (https) {
            builder.addHttpsListener(port, uri.getHost(), tls);
        } else {
            builder.addHttpListener(port, uri.getHost());
        }
    }

    private static Undertow start(Undertow server, URI uri) {
        synchronized (PROPERTIES) {
            String before = System.getProperty(MATRIX_PARAMETERS);
            System.setProperty(MATRIX_PARAMETERS, "true");
            try {
                server.start();
                return server;
            } catch (RuntimeException e) {
                server.stop();
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IllegalStateException("Cannot listen on " + uri.getHost() + ":" + uri.getPort() + ": " + cause.getMessage(), e);
            } finally {
                if (before == null) {
                    System.clearProperty(MATRIX_PARAMETERS);
                } else {
                    System.setProperty(MATRIX_PARAMETERS, before);
                }
            }
        }
    }
}
