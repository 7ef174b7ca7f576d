package io.github.chunkupload.component;

import io.github.chunkupload.protocol.ClientSettings.Addressing;
import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.PartPlan;
import io.github.chunkupload.transfer.TransferControl;
import io.github.chunkupload.transfer.TransferSettings;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Does with each exchange what its operation says. Exchanges are worked on by a bounded pool; when that is busy, transactional, or the
 * endpoint is synchronous, by the thread that brought them, so that nobody can bring more than is sent.
 */
final class ChunkUploadProducer extends DefaultAsyncProducer {

    private final Protocol protocol;
    private final ChunkUploadConfiguration options;
    private final Map<ChunkUploadOperation, Operation> operations = new EnumMap<>(ChunkUploadOperation.class);
    private Requests requests;
    private StoreClient client;
    private Uploader uploader;
    private SteppedOperations steps;
    private ExecutorService pool;
    private Semaphore free;

    ChunkUploadProducer(ChunkUploadEndpoint endpoint, Protocol protocol) {
        super(endpoint);
        this.protocol = protocol;
        this.options = endpoint.getConfiguration();
    }

    @Override
    public ChunkUploadEndpoint getEndpoint() {
        return (ChunkUploadEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String bucket = getEndpoint().getBucket();
        protocol.checkBucket(bucket);
        TransferSettings settings = Uploader.settings(options);
        KeyResolver keys = new KeyResolver(getEndpoint().getCamelContext(), options.getKey(), options.getKeyPrefix());
        requests = new Requests(bucket, this::checkOther, options, keys);
        client = StoreClient.open(getEndpoint().getCamelContext(), protocol, options, getEndpoint().site().clock());
        client.store().traits(bucket).check(requests.access());
        if (settings.partSize().isPresent()) {
            PartPlan.checkPartSize(settings.partSize().getAsLong(), client.store().traits(bucket));
        }
        uploader = Uploader.open(getEndpoint(), client.store(), requests, settings);
        register(client.store(), settings);
        free = new Semaphore(options.getParallelUploads());
        ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        pool = options.getParallelUploads() == 0 ? null
            : executors.newFixedThreadPool(this, "ChunkUpload", options.getParallelUploads());
    }

    /** Refuses a bucket that a header may not name. */
    private void checkOther(String bucket) {
        if (StoreClient.addressing(protocol, options) == Addressing.BUCKETLESS) {
            throw UploadException.of(Failure.UNSUPPORTED, "The endpoint stands for one bucket: header "
                + ChunkUploadConstants.OVERRIDE_BUCKET + " can name no other");
        }
        protocol.checkBucket(bucket);
    }

    private void register(ObjectStore store, TransferSettings settings) {
        UploadOperations uploads = new UploadOperations(store, requests, settings, getEndpoint().site(), Clock.systemUTC(),
            getEndpoint()::isRunning);
        operations.put(ChunkUploadOperation.UPLOAD, uploader::upload);
        registerControl();
        steps = new SteppedOperations(getEndpoint().stepped(), uploader, uploads, requests);
        operations.put(ChunkUploadOperation.INITIATE, steps::initiate);
        operations.put(ChunkUploadOperation.UPLOAD_PART, steps::uploadPart);
        operations.put(ChunkUploadOperation.LIST_PARTS, uploads::listParts);
        operations.put(ChunkUploadOperation.COMPLETE, steps::complete);
        operations.put(ChunkUploadOperation.ABORT, steps::abort);
        operations.put(ChunkUploadOperation.LIST_UPLOADS, uploads::listUploads);
        operations.put(ChunkUploadOperation.ABORT_STALE, uploads::abortStale);
        ObjectOperations objects = new ObjectOperations(store, requests, settings, options.isAutoCloseBody());
        operations.put(ChunkUploadOperation.PUT_OBJECT, objects::put);
        operations.put(ChunkUploadOperation.HEAD_OBJECT, objects::head);
        operations.put(ChunkUploadOperation.GET_OBJECT, objects::get);
        operations.put(ChunkUploadOperation.DELETE_OBJECT, objects::delete);
        operations.put(ChunkUploadOperation.PRESIGN, objects::presign);
        operations.put(ChunkUploadOperation.DESCRIBE, objects::describe);
        Capabilities capabilities = new Capabilities(store, protocol.name());
        BucketOperations buckets = new BucketOperations(capabilities, requests);
        operations.put(ChunkUploadOperation.LIST_OBJECTS, buckets::listObjects);
        operations.put(ChunkUploadOperation.LIST_BUCKETS, buckets::listBuckets);
        operations.put(ChunkUploadOperation.HEAD_BUCKET, buckets::headBucket);
        operations.put(ChunkUploadOperation.CREATE_BUCKET, buckets::createBucket);
        operations.put(ChunkUploadOperation.DELETE_BUCKET, buckets::deleteBucket);
        PlaceOperations places = new PlaceOperations(capabilities, requests, settings);
        operations.put(ChunkUploadOperation.COPY_PART, places::copyPart);
        operations.put(ChunkUploadOperation.VERIFY_OBJECT, places::verify);
        operations.put(ChunkUploadOperation.WRITE_OBJECT, places::write);
        operations.put(ChunkUploadOperation.TRUNCATE_OBJECT, places::truncate);
    }

    private void registerControl() {
        operations.put(ChunkUploadOperation.PAUSE_UPLOAD, exchange -> control(exchange, TransferControl::pause));
        operations.put(ChunkUploadOperation.RESUME_UPLOAD, exchange -> control(exchange, TransferControl::resume));
        operations.put(ChunkUploadOperation.CANCEL_UPLOAD, exchange -> control(exchange, TransferControl::cancel));
    }

    private void control(Exchange exchange, RunningUploads.Order what) {
        int found = getEndpoint().control(requests.object(exchange), what);
        exchange.getMessage().setHeader(ChunkUploadConstants.CONTROLLED, found);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        boolean here = options.isSynchronous() || exchange.isTransacted() || pool == null;
        if (!here && free.tryAcquire()) {
            try {
                pool.execute(() -> later(exchange, callback));
                return false;
            } catch (RejectedExecutionException e) {
                free.release();
            }
        }
        run(exchange);
        callback.done(true);
        return true;
    }

    /** The place is held while the route goes on, because it goes on by this thread: a nested exchange must not wait for it. */
    private void later(Exchange exchange, AsyncCallback callback) {
        try {
            run(exchange);
            callback.done(false);
        } finally {
            free.release();
        }
    }

    private void run(Exchange exchange) {
        try {
            operations.get(requests.operation(exchange)).run(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    @Override
    protected void doStop() throws Exception {
        ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        if (pool != null) {
            executors.shutdownNow(pool);
            pool = null;
        }
        if (steps != null) {
            steps.close();
            steps = null;
        }
        if (uploader != null) {
            uploader.close();
            uploader = null;
        }
        if (client != null) {
            client.close();
            client = null;
        }
        super.doStop();
    }
}
