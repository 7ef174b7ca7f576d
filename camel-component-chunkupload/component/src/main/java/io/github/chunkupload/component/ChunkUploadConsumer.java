package io.github.chunkupload.component;

import io.github.chunkupload.gateway.Delivered;
import io.github.chunkupload.gateway.DeliveringStore;
import io.github.chunkupload.gateway.DeliverySettings;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.DefaultConsumer;

/**
 * Receives objects from clients that upload in chunks, and hands each to the route when it is whole and on disk. The client hears of
 * success when the route has succeeded, or as the option {@code acknowledge} says. While suspended, clients are told to come again
 * later and no object is handed over.
 */
final class ChunkUploadConsumer extends DefaultConsumer implements Suspendable {

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final GatewayOptions options;
    private ExecutorService deliveries;
    private ScheduledExecutorService timer;
    private DeliveringStore store;
    private Gateways.Share server;

    ChunkUploadConsumer(ChunkUploadEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = new GatewayOptions(endpoint);
    }

    @Override
    public ChunkUploadEndpoint getEndpoint() {
        return (ChunkUploadEndpoint) super.getEndpoint();
    }

    /** Returns the port that clients connect to. */
    int port() {
        return server.port();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Collection<Protocol> protocols = options.protocols();
        String byDefault = options.defaultProtocol(protocols);
        ServerSettings settings = options.serverSettings();
        DeliverySettings how = options.deliverySettings();
        Path directory = options.dataDirectory();
        Gateways gateways = getEndpoint().getComponent().gateways();
        ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        deliveries = executors.newFixedThreadPool(this, "ChunkUploadDelivery", how.parallel());
        timer = executors.newSingleThreadScheduledExecutor(this, "ChunkUploadTimer");
        ObjectStore disk = gateways.directories().open(directory, options.diskSettings(), getEndpoint().getBucket());
        store = DeliveringStore.open(disk, this::deliver, how, deliveries, timer);
        server = gateways.join(options.serverUri(), options.maxRequests());
        for (Protocol protocol : protocols) {
            HttpHandler handler = protocol.server(store, settings);
            server.mount(protocol, settings, call -> isSuspendingOrSuspended() || isStoppingOrStopped()
                ? protocol.refuse(call.head(), later()) : handler.handle(call), protocol.name().equals(byDefault));
        }
    }

    private static UploadException later() {
        return UploadException.builder(Failure.UNAVAILABLE, "This gateway takes no requests just now").retryAfter(COME_BACK).build();
    }

    private void deliver(Delivered object) throws Exception {
        if (!isRunAllowed() || isSuspendingOrSuspended()) {
            throw later();
        }
        Exchange exchange = createExchange(false);
        try {
            ReceivedObjects.fill(exchange.getMessage(), object);
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw new CamelExchangeException("The route failed", exchange, exchange.getException());
            }
            if (exchange.isRollbackOnly()) {
                throw new RollbackExchangeException("The route rolled back", exchange);
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (server != null) {
            server.close();
            server = null;
        }
        if (store != null) {
            store.close();
            store = null;
        }
        ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        if (deliveries != null) {
            executors.shutdownNow(deliveries);
            executors.shutdownNow(timer);
            deliveries = null;
        }
        super.doStop();
    }
}
