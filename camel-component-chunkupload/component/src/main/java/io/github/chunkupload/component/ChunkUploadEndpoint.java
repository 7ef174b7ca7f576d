package io.github.chunkupload.component;

import io.github.chunkupload.protocol.Protocol;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.transfer.Site;
import io.github.chunkupload.transfer.TransferControl;
import java.util.List;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Uploads objects of any size in parts to object stores, and receives them from the clients of such stores. */
@ManagedResource(description = "Managed ChunkUpload endpoint")
@UriEndpoint(firstVersion = "1.0.0", scheme = "chunkupload", title = "ChunkUpload", syntax = "chunkupload:protocol:bucket",
    category = {Category.CLOUD, Category.FILE}, headersClass = ChunkUploadConstants.class)
public class ChunkUploadEndpoint extends DefaultEndpoint {

    @UriPath(description = "The protocol: cos, or the name of a protocol that was added; on a consumer also any.")
    @Metadata(required = true)
    private final String protocol;
    @UriPath(description = "The bucket; on a consumer * stands for every bucket.")
    @Metadata(required = true)
    private final String bucket;
    @UriParam
    private final ChunkUploadConfiguration configuration;
    private final SteppedUploads stepped = new SteppedUploads();
    private final Traffic traffic = new Traffic();

    /** Made by the component. */
    ChunkUploadEndpoint(String uri, ChunkUploadComponent component, String protocol, String bucket,
            ChunkUploadConfiguration configuration) {
        super(uri, component);
        this.protocol = protocol;
        this.bucket = bucket;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        if (protocol.equals(ProtocolLookup.ANY) || bucket.equals("*")) {
            throw new IllegalArgumentException("A producer needs one protocol and one bucket: 'any' and '*' are for consumers");
        }
        return new ChunkUploadProducer(this, protocolNamed(protocol));
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        ChunkUploadConsumer consumer = new ChunkUploadConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    Protocol protocolNamed(String name) {
        return new ProtocolLookup(getCamelContext()).find(name);
    }

    /** Returns the store without its credentials, as journals and logs name it. */
    String storeName() {
        return protocol + ":" + configuration.getEndpoint();
    }

    /** Returns what all endpoints of the component know of the store together. */
    Site site() {
        return getComponent().site(storeName());
    }

    /** Returns the uploads that routes drive part by part. */
    SteppedUploads stepped() {
        return stepped;
    }

    /** Returns what its producers did. */
    Traffic traffic() {
        return traffic;
    }

    @ManagedAttribute(description = "Parts that the store has confirmed")
    public long getPartsSent() {
        return traffic.parts();
    }

    @ManagedAttribute(description = "Bytes of the parts that the store has confirmed")
    public long getBytesSent() {
        return traffic.bytes();
    }

    @ManagedAttribute(description = "Requests of uploads that were tried again")
    public long getRetries() {
        return traffic.retries();
    }

    @ManagedAttribute(description = "Uploads that made their object")
    public long getUploadsCompleted() {
        return traffic.completed();
    }

    @ManagedAttribute(description = "Uploads that failed")
    public long getUploadsFailed() {
        return traffic.failed();
    }

    @ManagedAttribute(description = "When and why an upload failed last")
    public String getLastUploadError() {
        return traffic.lastError();
    }

    /** Does {@code what} with the uploads of {@code object} that run on endpoints of this store. */
    int control(ObjectRef object, RunningUploads.Order what) {
        return getComponent().running().control(upload -> upload.store().equals(storeName()) && upload.object().equals(object), what);
    }

    private int control(String key, RunningUploads.Order what) {
        return control(new ObjectRef(bucket, key), what);
    }

    /** Returns whether that upload is being driven by an endpoint of this component. */
    boolean isRunning(UploadRef upload) {
        return !getComponent().running().list(each -> each.store().equals(storeName()) && each.is(upload)).isEmpty();
    }

    private boolean isHere(RunningUpload upload) {
        return upload.store().equals(storeName()) && upload.object().bucket().equals(bucket);
    }

    /** Returns the uploads that run to this store and bucket, with how far they are. */
    @ManagedOperation(description = "The uploads that run to this store and bucket, with how far they are")
    public List<String> runningUploads() {
        return getComponent().running().list(this::isHere);
    }

    /** Holds the running uploads of a key; returns how many there are. */
    @ManagedOperation(description = "Holds the running uploads of a key: no further part begins")
    public int pauseUpload(String key) {
        return control(key, TransferControl::pause);
    }

    /** Lets the running uploads of a key go on; returns how many there are. */
    @ManagedOperation(description = "Lets the running uploads of a key go on")
    public int resumeUpload(String key) {
        return control(key, TransferControl::resume);
    }

    /** Ends the running uploads of a key and aborts them; returns how many there are. */
    @ManagedOperation(description = "Ends the running uploads of a key and aborts them")
    public int cancelUpload(String key) {
        return control(key, TransferControl::cancel);
    }

    @Override
    public ChunkUploadComponent getComponent() {
        return (ChunkUploadComponent) super.getComponent();
    }

    /** Returns the name of the protocol. */
    public String getProtocol() {
        return protocol;
    }

    /** Returns the bucket. */
    public String getBucket() {
        return bucket;
    }

    /** Returns the options; to be changed only before the endpoint is used. */
    public ChunkUploadConfiguration getConfiguration() {
        return configuration;
    }
}
