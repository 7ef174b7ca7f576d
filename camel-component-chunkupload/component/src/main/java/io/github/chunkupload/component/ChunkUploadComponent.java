package io.github.chunkupload.component;

import io.github.chunkupload.body.BufferPool;
import io.github.chunkupload.transfer.Bandwidth;
import io.github.chunkupload.transfer.Site;
import io.github.chunkupload.transfer.Throttle;
import io.github.chunkupload.transfer.Timing;
import io.github.chunkupload.transfer.TransferControl;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;

/**
 * The component {@code chunkupload}. It holds what its endpoints share: the memory for parts of streams, the servers and the stores of
 * the receiving side.
 */
@ManagedResource(description = "Managed ChunkUpload component")
@Component("chunkupload")
public class ChunkUploadComponent extends DefaultComponent {

    @Metadata(description = "Options for all endpoints; an endpoint overrides them one by one.")
    private ChunkUploadConfiguration configuration = new ChunkUploadConfiguration();
    @Metadata(label = "advanced", defaultValue = "64MB",
        description = "Most memory that all uploads together hold for bytes that cannot be read a second time.")
    private String memoryLimit;
    @Metadata(description = "The bandwidth of all uploads together in bytes per second, such as 100MB, or by the time of day: "
        + "08:00-18:00=10MB,100MB. Uploads share it fairly, however large they are. By default there is no limit.")
    private String bandwidth;

    @Metadata(label = "advanced", javaType = "java.time.Duration", defaultValue = "24h",
        description = "The age from which on the health check chunkupload-open-uploads warns about an upload that was left open.")
    private long staleAfter = Duration.ofHours(24).toMillis();

    @Metadata(label = "advanced", javaType = "java.time.Duration", defaultValue = "5m",
        description = "How often uploads that nobody will finish (a failed abort, a stream whose process died) are looked for and aborted, "
            + "beside when a producer starts. While some cannot be aborted it doubles, up to sixteen times as long. With 0 only when a "
            + "producer starts.")
    private long orphanInterval = Duration.ofMinutes(5).toMillis();

    private final RunningUploads running = new RunningUploads();
    private final Throttle throttle = new Throttle(Bandwidth.UNLIMITED);
    private final Map<String, Site> sites = new ConcurrentHashMap<>();
    private Timing timing = Timing.SYSTEM;
    private BufferPool buffers;
    private Gateways gateways;
    private Journals journals;
    private ScheduledExecutorService housekeeping;

    /** Makes a component without context. */
    public ChunkUploadComponent() {
    }

    /** Makes a component of {@code context}. */
    public ChunkUploadComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        int colon = remaining.indexOf(':');
        if (colon < 1 || colon == remaining.length() - 1) {
            throw new IllegalArgumentException("Write chunkupload:protocol:bucket, such as chunkupload:cos:photos-1250000000");
        }
        ChunkUploadConfiguration options = configuration.copy();
        Logins.override(options, parameters.keySet());
        options.setMetadata(merged(options.getMetadata(), PropertiesHelper.extractProperties(parameters, "metadata.")));
        options.setBucketQuotas(merged(options.getBucketQuotas(), PropertiesHelper.extractProperties(parameters, "quota.")));
        options.setHttpOptions(merged(options.getHttpOptions(), PropertiesHelper.extractProperties(parameters, "http.")));
        options.setProtocolOptions(merged(options.getProtocolOptions(), PropertiesHelper.extractProperties(parameters, "protocol.")));
        ChunkUploadEndpoint endpoint =
            new ChunkUploadEndpoint(Logins.masked(uri), this, remaining.substring(0, colon), remaining.substring(colon + 1), options);
        OptionChecks.choices((PropertyConfigurerGetter) getEndpointPropertyConfigurer(), parameters);
        setProperties(endpoint, parameters);
        if (!endpoint.getProtocol().equals(ProtocolLookup.ANY)) {
            OptionChecks.protocolOptions(List.of(endpoint.protocolNamed(endpoint.getProtocol())), options);
        }
        return endpoint;
    }

    /** Refuses options that there are not, and says which was meant. */
    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        OptionChecks.known(getCamelContext().getCamelContextExtension().getEndpointUriFactory("chunkupload").propertyNames(), parameters);
        super.validateParameters(uri, parameters, optionPrefix);
    }

    private static Map<String, Object> merged(Map<String, Object> general, Map<String, Object> special) {
        Map<String, Object> all = new HashMap<>(general == null ? Map.of() : general);
        all.putAll(special);
        return all;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        buffers = new BufferPool(memoryLimit == null ? BufferPool.DEFAULT_CAPACITY : Sizes.parse("memoryLimit", memoryLimit));
        gateways = new Gateways(getCamelContext());
        journals = new Journals(getCamelContext());
        HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
        if (checks != null) {
            checks.register(new OpenUploadsHealthCheck(journals, Duration.ofMillis(staleAfter), Clock.systemUTC()));
        }
    }

    BufferPool buffers() {
        return buffers;
    }

    Site site(String store) {
        return sites.computeIfAbsent(store, name -> Site.unknown());
    }

    RunningUploads running() {
        return running;
    }

    Throttle throttle() {
        return throttle;
    }

    /** Runs {@code what} after {@code delay}, on a thread that is there for such things. */
    synchronized Future<?> later(Duration delay, Runnable what) {
        if (housekeeping == null) {
            housekeeping = getCamelContext().getExecutorServiceManager().newScheduledThreadPool(this, "ChunkUploadHousekeeping", 1);
        }
        return housekeeping.schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (this) {
            if (housekeeping != null) {
                getCamelContext().getExecutorServiceManager().shutdownNow(housekeeping);
                housekeeping = null;
            }
        }
        super.doStop();
    }

    Timing timing() {
        return timing;
    }

    /** Sets time and chance, for tests. */
    void timing(Timing time) {
        timing = time;
    }

    /** Returns the uploads that run, with how far they are. */
    @ManagedOperation(description = "The uploads that run, with how far they are")
    public List<String> runningUploads() {
        return running.list(upload -> true);
    }

    /** Holds all running uploads; returns how many there are. */
    @ManagedOperation(description = "Holds all running uploads: no further part begins")
    public int pauseUploads() {
        return running.control(upload -> true, TransferControl::pause);
    }

    /** Lets all running uploads go on; returns how many there are. */
    @ManagedOperation(description = "Lets all running uploads go on")
    public int resumeUploads() {
        return running.control(upload -> true, TransferControl::resume);
    }

    Journals journals() {
        return journals;
    }

    Gateways gateways() {
        return gateways;
    }

    public ChunkUploadConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ChunkUploadConfiguration configuration) {
        this.configuration = configuration;
    }

    @ManagedAttribute(description = "The bandwidth of all uploads together in bytes per second")
    public String getBandwidth() {
        return bandwidth;
    }

    /** Sets the bandwidth of all uploads together, of those that run too. */
    @ManagedAttribute(description = "The bandwidth of all uploads together in bytes per second")
    public void setBandwidth(String bandwidth) {
        throttle.limit(Bandwidths.parse("bandwidth", bandwidth));
        this.bandwidth = bandwidth;
    }

    public long getOrphanInterval() {
        return orphanInterval;
    }

    public void setOrphanInterval(long orphanInterval) {
        this.orphanInterval = orphanInterval;
    }

    public long getStaleAfter() {
        return staleAfter;
    }

    public void setStaleAfter(long staleAfter) {
        this.staleAfter = staleAfter;
    }

    public String getMemoryLimit() {
        return memoryLimit;
    }

    public void setMemoryLimit(String memoryLimit) {
        this.memoryLimit = memoryLimit;
    }
}
