package io.github.chunkupload.component;

import io.github.chunkupload.gateway.AccessLog;
import io.github.chunkupload.gateway.CrossOrigin;
import io.github.chunkupload.gateway.Dispatcher;
import io.github.chunkupload.gateway.GatewayObserver;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpMount;
import io.github.chunkupload.http.ServerLimits;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the consumers of one component share: a server with its dispatcher for each {@code serverUri}, open as long as a consumer needs
 * it, and the data directories. Thread-safe.
 */
final class Gateways {

    private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);

    private final CamelContext context;
    private final DataDirectories directories = new DataDirectories();
    private final Map<String, Shared> servers = new HashMap<>();

    Gateways(CamelContext context) {
        this.context = context;
    }

    private static final class Shared {

        private final Dispatcher dispatcher;
        private final ServerLimits limits;
        private HttpMount server;
        private int users;

        Shared(ServerLimits limits, Meters meters) {
            this.limits = limits;
            this.dispatcher = new Dispatcher(GatewayObserver.all(List.of(new AccessLog(), meters)));
        }
    }

    /** The share of one consumer in a server. Closing stops the server after the last, and takes its mounts away. */
    final class Share implements AutoCloseable {

        private final String serverUri;
        private final Shared shared;
        private final List<Dispatcher.Registration> mounts = new ArrayList<>();
        private boolean closed;

        private Share(String serverUri, Shared shared) {
            this.serverUri = serverUri;
            this.shared = shared;
        }

        /** Lets requests of {@code protocol} in, and pages that {@code crossOrigin} names; {@code observer} hears of those requests too. */
        void mount(Protocol protocol, ServerSettings settings, HttpHandler handler, boolean isDefault, CrossOrigin crossOrigin,
                GatewayObserver observer) {
            mounts.add(shared.dispatcher.mount(protocol, settings, handler, isDefault, crossOrigin, observer));
        }

        /** Returns the port that is listened on, or {@link HttpMount#UNKNOWN_PORT}. */
        int port() {
            return shared.server.port();
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release(serverUri, shared); // first, so that what a server refuses while it stops is refused in the form of its protocol
                mounts.forEach(Dispatcher.Registration::close);
            }
        }
    }

    DataDirectories directories() {
        return directories;
    }

    /** Starts the server of {@code serverUri}, or joins those that have it started. Nothing is mounted yet. */
    synchronized Share join(String serverUri, ServerLimits limits) throws Exception {
        Shared shared = servers.get(serverUri);
        if (shared == null) {
            shared = new Shared(limits, Meters.of(context));
            shared.server = HttpServers.start(context, serverUri, limits, shared.dispatcher);
            servers.put(serverUri, shared);
            LOG.info("Listening at {}", serverUri);
        } else if (!shared.limits.equals(limits)) {
            LOG.warn("{} is shared and keeps {}", serverUri, shared.limits);
        }
        shared.users++;
        return new Share(serverUri, shared);
    }

    private synchronized void release(String serverUri, Shared shared) {
        shared.users--;
        if (shared.users == 0) {
            servers.remove(serverUri);
            shared.server.close();
        }
    }
}
