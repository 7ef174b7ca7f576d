package io.github.chunkupload.component;

import io.github.chunkupload.gateway.CrossOrigin;
import io.github.chunkupload.gateway.Delivered;
import io.github.chunkupload.gateway.FarStore;
import io.github.chunkupload.gateway.ObservedBackend;
import io.github.chunkupload.gateway.Relay;
import io.github.chunkupload.gateway.RightsBackend;
import io.github.chunkupload.gateway.Scrubber;
import io.github.chunkupload.gateway.Tally;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Backup;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.Vitals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives objects from clients that upload in chunks, and hands each to the route when it is whole and on disk. The client hears of
 * success when the route has succeeded, or as the option {@code acknowledge} says. With {@code receive=none} objects are stored and served
 * and the route is never called; with {@code receive=operations} nothing is stored, and the route is called for each operation. While
 * suspended, clients are told to come again later and no object is handed over.
 */
@ManagedResource(description = "Managed ChunkUpload consumer")
public final class ChunkUploadConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkUploadConsumer.class);
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final GatewayOptions options;
    private KeptStore kept;
    private Gateways.Share server;
    private GatewayStatus status;
    private Watched watched;

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
        CrossOrigin crossOrigin = options.crossOrigin();
        options.checkHealthOptions();
        Meters meters = Meters.of(getEndpoint().getCamelContext());
        Gateways gateways = getEndpoint().getComponent().gateways();
        Function<Protocol, Backend> backends = backends(gateways, settings, meters);
        watched = Watched.begin(getEndpoint().getCamelContext(), meters, options.healthCheck(status), status);
        server = gateways.join(options.serverUri(), options.serverLimits());
        for (Protocol protocol : protocols) {
            HttpHandler handler = protocol.server(guarded(backends.apply(protocol), settings), settings);
            server.mount(protocol, settings, call -> isSuspendingOrSuspended() || isStoppingOrStopped()
                ? refusal(protocol, call.head()) : handler.handle(call), protocol.name().equals(byDefault), crossOrigin, status.tally());
        }
    }

    /** Returns what each caller may see of the store, and notes who that is. */
    private static Backend guarded(Backend all, ServerSettings settings) {
        return new ObservedBackend(settings.credentials().rights().<Backend>map(rights -> new RightsBackend(all, rights)).orElse(all));
    }

    /** Returns what is behind the server of each protocol: one store for all, or the route. */
    private Function<Protocol, Backend> backends(Gateways gateways, ServerSettings settings, Meters meters) throws IOException {
        if (options.relays()) {
            return relays(settings);
        }
        kept = new KeptStore(this, options, getEndpoint().getCamelContext().getExecutorServiceManager());
        Backend backend = kept.open(gateways.directories(), getEndpoint().getBucket(), meters, this::deliver);
        status = status(kept.vitals(), kept::backlog, Optional.of(kept.scrubber()), List.of());
        return protocol -> backend;
    }

    private Function<Protocol, Backend> relays(ServerSettings settings) {
        FarStore far = new FarStore(new RouteStore(new RouteCalls(this)), Clock.systemUTC());
        List<Relay> relays = new CopyOnWriteArrayList<>();
        status = status(far, () -> 0, Optional.empty(), relays);
        return protocol -> {
            Relay relay = relay(new Relay(protocol.name(), protocol.traits(settings), far));
            relays.add(relay);
            return relay;
        };
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

    private static HttpReply refusal(Protocol protocol, HttpHead head) {
        return protocol.refuse(head, later()).refusing(Failure.UNAVAILABLE);
    }

    private GatewayStatus status(Vitals vitals, IntSupplier backlog, Optional<Scrubber> scrubber, List<Relay> relays) {
        String name = getEndpoint().getProtocol() + ":" + getEndpoint().getBucket();
        return new GatewayStatus(getRouteId(), name, new Tally(), vitals, backlog, scrubber, relays);
    }

    /** Returns how this gateway is; empty while it is not started. */
    Optional<GatewayStatus> status() {
        return Optional.ofNullable(status);
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
            status().ifPresent(gateway -> gateway.tally().arrived(object.info().object(), object.info().size()));
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (watched != null) {
            watched.close();
            watched = null;
        }
        if (server != null) {
            server.close();
            server = null;
        }
        if (kept != null) {
            kept.close();
            kept = null;
        }
        status = null;
        super.doStop();
    }

    @ManagedAttribute(description = "The port that clients connect to")
    public int getPort() {
        return server == null ? 0 : server.port();
    }

    @ManagedAttribute(description = "Uploads that are open")
    public int getUploadsOpen() {
        return status().map(GatewayStatus::uploadsOpen).orElse(0);
    }

    @ManagedAttribute(description = "Requests that are being answered")
    public int getRequestsInWork() {
        return status().map(GatewayStatus::requestsInWork).orElse(0);
    }

    @ManagedAttribute(description = "Requests answered since the gateway was started")
    public long getRequests() {
        return tally(Tally::requests);
    }

    @ManagedAttribute(description = "Requests refused since the gateway was started")
    public long getRequestsRefused() {
        return tally(Tally::refused);
    }

    @ManagedAttribute(description = "Bytes received since the gateway was started")
    public long getBytesIn() {
        return tally(Tally::bytesIn);
    }

    @ManagedAttribute(description = "Bytes sent since the gateway was started")
    public long getBytesOut() {
        return tally(Tally::bytesOut);
    }

    @ManagedAttribute(description = "Objects that wait to be delivered to the route")
    public int getOutboxBacklog() {
        return status().map(GatewayStatus::outboxBacklog).orElse(0);
    }

    @ManagedAttribute(description = "Objects that are no longer what was stored, as far as they were read again")
    public int getDamagedObjects() {
        return status().map(GatewayStatus::damaged).orElse(0);
    }

    @ManagedAttribute(description = "What looking for damaged objects has come to")
    public String getScrub() {
        return status().map(GatewayStatus::scrubText).orElse("");
    }

    /** Names what is damaged. */
    @ManagedOperation(description = "The objects that are damaged, at most 1000")
    public List<String> damage() {
        return status().map(gateway -> gateway.scrubbed().damaged().stream().map(GatewayStatus::text).toList()).orElse(List.of());
    }

    /** Has all objects read again, from now on. */
    @ManagedOperation(description = "Reads all objects again to see which are damaged; false: that is being done already")
    public boolean scrub() {
        return status().flatMap(GatewayStatus::scrubber).map(Scrubber::request).orElse(false);
    }

    /**
     * Reads one object again.
     *
     * @throws UploadException with {@link Failure#CORRUPT} when it is damaged; with {@link Failure#UNSUPPORTED} when nothing is kept here
     */
    @ManagedOperation(description = "Reads an object again and tells its checksums; fails when it is damaged")
    public String verify(String bucket, String key) {
        return kept().verify(new ObjectRef(bucket, key)).toString();
    }

    private KeptStore kept() {
        if (kept == null) {
            throw UploadException.of(Failure.UNSUPPORTED, "No objects are kept here");
        }
        return kept;
    }

    /**
     * Copies the data directory, with the objects of all gateways that share it, while clients go on.
     *
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT} when {@code directory} is in use; with {@link Failure#UNSUPPORTED} when
     *     nothing is kept here
     */
    @ManagedOperation(description = "Copies the data directory to one that is empty or not there, while clients go on")
    public String backup(String directory) {
        Backup.Copied copied = kept().copyTo(Path.of(directory));
        return copied.objects() + " objects and " + copied.waiting() + " that wait, " + copied.bytes() + " bytes; " + copied.damaged()
            + " left out as damaged";
    }

    @ManagedAttribute(description = "The last request that the gateway itself failed")
    public String getLastError() {
        return status().map(GatewayStatus::lastError).orElse("");
    }

    /** Returns how far the uploads opened last are. */
    @ManagedOperation(description = "How far the uploads opened last are, at most 100")
    public List<String> uploads() {
        return status().map(gateway -> gateway.progress(100).stream().map(GatewayStatus::text).toList()).orElse(List.of());
    }

    private long tally(ToLongFunction<Tally> count) {
        return status().map(gateway -> count.applyAsLong(gateway.tally())).orElse(0L);
    }
}
