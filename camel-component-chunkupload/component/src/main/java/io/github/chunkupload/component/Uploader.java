package io.github.chunkupload.component;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.transfer.JoinedUpload;
import io.github.chunkupload.transfer.Opening;
import io.github.chunkupload.transfer.Orphans;
import io.github.chunkupload.transfer.RetryPolicy;
import io.github.chunkupload.transfer.Transfer;
import io.github.chunkupload.transfer.TransferControl;
import io.github.chunkupload.transfer.TransferListener;
import io.github.chunkupload.transfer.TransferListeners;
import io.github.chunkupload.transfer.TransferResult;
import io.github.chunkupload.transfer.TransferSettings;
import io.github.chunkupload.transfer.UploadJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;

/** The operation {@code upload}: a {@link Transfer} for each exchange, with the pool for parts and the journal of its endpoint. */
final class Uploader implements AutoCloseable {

    private final ObjectStore store;
    private final Requests requests;
    private final boolean skips;
    private final Transfer transfer;
    private final TransferListeners listeners;
    private final List<TransferListener> counters;
    private final UploadJournal journal;
    private final ExecutorService parts;
    private final CamelContext context;
    private final RunningUploads running;
    private final String storeName;
    private final OrphanWatch orphans;
    private final Set<String> buckets = ConcurrentHashMap.newKeySet();

    private Uploader(ChunkUploadEndpoint endpoint, ObjectStore store, Requests requests, TransferSettings settings, UploadJournal journal) {
        ChunkUploadConfiguration options = endpoint.getConfiguration();
        this.store = store;
        this.requests = requests;
        this.skips = options.getIfExists() == IfExists.SKIP;
        this.listeners = options.getTransferListeners();
        this.context = endpoint.getCamelContext();
        this.counters =
            List.of(endpoint.traffic(), Meters.of(context).transfer(endpoint.getProtocol(), endpoint.getBucket()));
        this.journal = journal;
        this.running = endpoint.getComponent().running();
        this.storeName = endpoint.storeName();
        this.parts = context.getExecutorServiceManager().newFixedThreadPool(endpoint, "ChunkUploadParts", options.getParallelParts());
        this.orphans = new OrphanWatch(endpoint.getComponent()::later, Duration.ofMillis(endpoint.getComponent().getOrphanInterval()),
            () -> buckets.stream().mapToInt(bucket -> Orphans.abort(store, storeName, bucket, journal)).sum());
        this.buckets.add(requests.bucket());
        this.transfer = Transfer.on(store).endpoint(endpoint.storeName()).site(endpoint.site()).settings(settings)
            .journal(journal).executor(parts).buffers(endpoint.getComponent().buffers())
            .throttle(endpoint.getComponent().throttle()).timing(endpoint.getComponent().timing()).build();
    }

    /** Makes the pool and opens the journal. */
    static Uploader open(ChunkUploadEndpoint endpoint, ObjectStore store, Requests requests, TransferSettings settings) {
        UploadJournal journal = endpoint.getComponent().journals().open(endpoint.getConfiguration());
        Uploader uploader = new Uploader(endpoint, store, requests, settings, journal);
        uploader.orphans.start();
        return uploader;
    }

    /**
     * Returns the options as a transfer wants them.
     *
     * @throws IllegalArgumentException when one makes no sense; the message names it
     */
    static TransferSettings settings(ChunkUploadConfiguration options) {
        RetryPolicy usual = RetryPolicy.DEFAULT;
        TransferSettings.Builder settings = TransferSettings.builder()
            .parallelParts(options.getParallelParts())
            .requireProof(options.isRequireProof())
            .contentMd5(options.getContentMd5())
            .onFailure(options.getOnFailure())
            .onSourceChanged(options.getOnSourceChanged())
            .ifExists(options.getIfExists() == IfExists.REPLACE ? TransferSettings.IfExists.REPLACE : TransferSettings.IfExists.FAIL)
            .retry(new RetryPolicy(options.getMaxAttempts(), options.getRetryBudget(), usual.refusedBase(), usual.brokenBase(),
                usual.longest()));
        settings.objectMd5(options.isObjectMd5()).settle(Duration.ofMillis(options.getSettleTime()))
            .bandwidth(Bandwidths.parse("bandwidth", options.getBandwidth()));
        if (options.getChecksum() != null) {
            settings.checksum(options.getChecksum());
        }
        if (options.getMaxSpool() != null) {
            settings.maxSpool(Sizes.parse("maxSpool", options.getMaxSpool()));
        }
        if (options.getPartMemory() != null) {
            settings.partMemory(Sizes.parse("partMemory", options.getPartMemory()));
        }
        if (options.getDeadline() > 0) {
            settings.deadline(Duration.ofMillis(options.getDeadline()));
        }
        if (options.getPartSize() != null) {
            settings.partSize(Sizes.parse("partSize", options.getPartSize()));
        }
        return settings.build();
    }

    void upload(Exchange exchange) throws Exception {
        ObjectRef object = requests.object(exchange);
        Message message = exchange.getMessage();
        try (Source source = BodySources.open(exchange)) {
            if (skips && exists(object)) {
                skip(message, object);
                return;
            }
            Results.transfer(message, upload(exchange, object, source));
        } catch (UploadException e) {
            if (!skips || e.kind() != Failure.ALREADY_EXISTS) {
                throw e;
            }
            skip(message, object);
        }
    }

    private TransferResult upload(Exchange exchange, ObjectRef object, Source source) {
        RunningUpload upload = running(exchange, object, source);
        try {
            return transfer.upload(wish(exchange), source, upload, upload.control());
        } finally {
            running.ended(upload);
        }
    }

    private RunningUpload running(Exchange exchange, ObjectRef object, Source source) {
        buckets.add(object.bucket());
        List<TransferListener> told = new ArrayList<>(counters);
        told.add(listeners.listen(object, source.size()));
        RunningUpload upload = new RunningUpload(exchange, object, storeName, source.size(), told,
            new TransferControl(() -> isLeaving(exchange)));
        running.begun(upload);
        return upload;
    }

    private UploadRequest wish(Exchange exchange) {
        return requests.wish(exchange, store.traits(requests.bucket(exchange))).withKnown(requests.expected(exchange));
    }

    /** Returns whether the context or the route that the exchange came from is about to stop or to be suspended. */
    private static boolean isLeaving(Exchange exchange) {
        CamelContext context = exchange.getContext();
        if (context.isStopping() || context.isSuspending()) {
            return true;
        }
        Route route = exchange.getFromRouteId() == null ? null : context.getRoute(exchange.getFromRouteId());
        return route != null && route.getConsumer() instanceof StatefulService consumer
            && (consumer.isSuspending() || consumer.isSuspended() || consumer.isStopping() || consumer.isStopped());
    }

    /**
     * Begins the upload of the body, or goes on with it, to be driven part by part.
     *
     * @return empty: there is nothing to send in parts, and the message tells of the object
     */
    Optional<SteppedUpload> open(Exchange exchange, Source source) {
        ObjectRef object = requests.object(exchange);
        Message message = exchange.getMessage();
        try {
            if (skips && exists(object)) {
                skip(message, object);
                return Optional.empty();
            }
            Optional<SteppedUpload> begun = begin(exchange, object, source);
            if (begun.isPresent()) {
                return begun;
            }
        } catch (UploadException e) {
            if (!skips || e.kind() != Failure.ALREADY_EXISTS) {
                throw e;
            }
            skip(message, object);
        }
        return Optional.empty();
    }

    private Optional<SteppedUpload> begin(Exchange exchange, ObjectRef object, Source source) {
        RunningUpload upload = running(exchange, object, source);
        Optional<SteppedUpload> begun = Optional.empty();
        try {
            Opening opening = transfer.open(wish(exchange), source, upload, upload.control());
            if (opening instanceof Opening.Made made) {
                Results.transfer(exchange.getMessage(), made.result());
            } else if (opening instanceof Opening.Parts parts) {
                begun = Optional.of(new SteppedUpload(this, parts.session(), source, () -> running.ended(upload)));
            }
            return begun;
        } finally {
            if (begun.isEmpty()) {
                running.ended(upload);
            }
        }
    }

    /** Returns the upload of another process whose ticket the message has. */
    Optional<JoinedUpload> joined(Exchange exchange) {
        return requests.ticket(exchange).map(ticket -> {
            UploadRequest request = UploadRequest.of(ticket.upload().object()).withReplace(requests.replaces(exchange))
                .withAccess(requests.access()).withKnown(requests.expected(exchange));
            return transfer.join(ticket, request);
        });
    }

    private static void skip(Message message, ObjectRef object) {
        message.setHeader(ChunkUploadConstants.SKIPPED, true);
        message.setHeader(ChunkUploadConstants.KEY_PRODUCED, object.key());
    }

    private boolean exists(ObjectRef object) {
        try {
            store.head(object, requests.access());
            return true;
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_OBJECT) {
                throw e;
            }
            return false;
        }
    }

    /** Lets parts on their way end, for a little while; what is not sent is resumed another time. */
    @Override
    public void close() {
        orphans.close();
        context.getExecutorServiceManager().shutdownGraceful(parts, Duration.ofSeconds(10).toMillis());
        journal.close();
    }
}
