package io.github.chunkupload.component;

import io.github.chunkupload.gateway.Delivered;
import io.github.chunkupload.gateway.DeliveringStore;
import io.github.chunkupload.gateway.DeliverySettings;
import io.github.chunkupload.gateway.Expiry;
import io.github.chunkupload.gateway.LimitSettings;
import io.github.chunkupload.gateway.LimitsBackend;
import io.github.chunkupload.gateway.Relay;
import io.github.chunkupload.gateway.RightsBackend;
import io.github.chunkupload.gateway.ServingStore;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.Upkeep;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives objects from clients that upload in chunks, and hands each to the route when it is whole and on disk. The client hears of
 * success when the route has succeeded, or as the option {@code acknowledge} says. With {@code receive=none} objects are stored and served
 * and the route is never called; with {@code receive=operations} nothing is stored, and the route is called for each operation. While
 * suspended, clients are told to come again later and no object is handed over.
 */
final class ChunkUploadConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkUploadConsumer.class);
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final GatewayOptions options;
    private ExecutorService deliveries;
    private ScheduledExecutorService timer;
    private ObjectStore store;
    private Upkeep upkeep;
    private Gateways.Share server;
    private Expiry expiry;

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

    /** Camel does not stop what failed to start, so this gives back what was opened. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        try {
            open();
        } catch (Exception e) {
            doStop();
            throw e;
        }
    }

    private void open() throws Exception {
        Collection<Protocol> protocols = options.protocols();
        String byDefault = options.defaultProtocol(protocols);
        ServerSettings settings = options.serverSettings(protocols);
        Gateways gateways = getEndpoint().getComponent().gateways();
        Function<Protocol, Backend> backends = backends(gateways, settings);
        server = gateways.join(options.serverUri(), options.serverLimits());
        for (Protocol protocol : protocols) {
            HttpHandler handler = protocol.server(guarded(backends.apply(protocol), settings), settings);
            server.mount(protocol, settings, call -> isSuspendingOrSuspended() || isStoppingOrStopped()
                ? protocol.refuse(call.head(), later()) : handler.handle(call), protocol.name().equals(byDefault));
        }
    }

    /** Returns what each caller may see of the store. */
    private static Backend guarded(Backend all, ServerSettings settings) {
        return settings.credentials().rights().<Backend>map(rights -> new RightsBackend(all, rights)).orElse(all);
    }

    /** Returns what is behind the server of each protocol: one store for all, or the route. */
    private Function<Protocol, Backend> backends(Gateways gateways, ServerSettings settings) throws IOException {
        if (options.relays()) {
            RouteStore far = new RouteStore(new RouteCalls(this));
            return protocol -> relay(new Relay(protocol.name(), protocol.traits(settings), far));
        }
        LimitSettings limits = options.limitSettings();
        Duration abandoned = options.uploadExpiry();
        Backend backend = limited(backend(gateways, options.dataDirectory()), limits, abandoned);
        return protocol -> backend;
    }

    /** Lets nobody store more than there may be, and clears away what nobody finishes. */
    private Backend limited(Backend backend, LimitSettings limits, Duration abandoned) {
        LimitsBackend limited = new LimitsBackend(backend, upkeep, limits);
        expiry = new Expiry(upkeep, abandoned, Clock.systemUTC(), limited::tidy);
        expiry.start(timer);
        return limited;
    }

    /** Says at once in the log what will not be relayed, where the route can already be asked. */
    private Relay relay(Relay relay) {
        String bucket = getEndpoint().getBucket();
        try {
            if (!bucket.equals("*")) {
                relay.refusal(bucket);
            }
        } catch (UploadException e) {
            LOG.warn("The store behind {} does not tell its traits: {}", bucket, e.getMessage());
        }
        return relay;
    }

    /** Opens what is behind the servers: with deliveries or without. */
    private Backend backend(Gateways gateways, Path directory) throws IOException {
        DeliverySettings how = options.deliverySettings();
        store = gateways.directories().open(directory, options.diskSettings(), getEndpoint().getBucket());
        upkeep = store.capability(Upkeep.class).orElseThrow();
        ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        timer = executors.newSingleThreadScheduledExecutor(this, "ChunkUploadTimer");
        if (!options.delivers()) {
            ServingStore serving = ServingStore.open(store);
            store = serving;
            return serving;
        }
        deliveries = executors.newFixedThreadPool(this, "ChunkUploadDelivery", how.parallel());
        DeliveringStore delivering = DeliveringStore.open(store, this::deliver, how, deliveries, timer);
        store = delivering;
        return delivering;
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
        if (expiry != null) {
            expiry.close();
            expiry = null;
        }
        if (store != null) {
            store.close();
            store = null;
        }
        ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        if (deliveries != null) {
            executors.shutdownNow(deliveries);
            deliveries = null;
        }
        if (timer != null) {
            executors.shutdownNow(timer);
            timer = null;
        }
        super.doStop();
    }
}
