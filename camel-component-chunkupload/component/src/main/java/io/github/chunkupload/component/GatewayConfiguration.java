package io.github.chunkupload.component;

import io.github.chunkupload.disk.Fsync;
import io.github.chunkupload.gateway.Acknowledge;
import java.util.Map;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * Options of the receiving side. Setters and getters only: the meaning of each stands in its annotation.
 */
@UriParams
public abstract class GatewayConfiguration extends AccessConfiguration {

    @UriParam(label = "consumer", defaultValue = HttpServers.DEFAULT_URI,
        description = "The Camel HTTP consumer that clients connect to: component, host and port. Consumers with the same value share "
        + "it. With servlet: it is the servlet container that the application runs in.")
    private String serverUri = HttpServers.DEFAULT_URI;
    @UriParam(label = "consumer",
        description = "Where received parts and objects are kept. Required, but for receive=operations. One process at a time; "
        + "consumers of one Camel context may share it.")
    private String dataDirectory;
    @UriParam(label = "consumer",
        description = "The bucket of a request that names none. By default such a request is refused.")
    private String defaultBucket;
    @UriParam(label = "consumer",
        description = "Host names of this gateway, separated by commas: a label before one of them is a bucket, one of them alone "
        + "means that the bucket stands in the path.")
    private String baseHosts;
    @UriParam(label = "consumer",
        description = "With protocol any: names of protocols to speak beside the built-in ones, separated by commas.")
    private String protocols;
    @UriParam(label = "consumer",
        description = "With protocol any: the name of the protocol of requests that none recognises, or that several might. By default the "
        + "former are refused, and the latter go to the one that is surest.")
    private String defaultProtocol;
    @UriParam(label = "consumer,security",
        description = "Origins of web pages that may use this gateway, such as https://app.example.com, separated by commas, or a star "
        + "for all. They need credentials like everybody else. By default browsers let pages of this gateway's own origin only.")
    private String corsOrigins;
    @UriParam(label = "consumer", enums = "objects,operations,none", defaultValue = "objects",
        description = "What becomes an exchange: each finished object, or each operation of a client, which the route sends to a producer "
        + "so that nothing is kept here, or nothing: objects are then stored and served, and may be encrypted with a customer's key, but "
        + "the route is never called.")
    private Receive receive = Receive.OBJECTS;
    @UriParam(label = "consumer,security", javaType = "java.time.Duration",
        description = "How far the clock of a client may be off: a signature from further in the future is refused, and where it tells "
        + "only when it was made, from further in the past. By default what the protocol says: 5 minutes, 15 of qingstor, and an hour for "
        + "the signatures of cos-slice for one use.")
    private long clockSkew;
    @UriParam(label = "consumer,security", javaType = "java.time.Duration",
        description = "The longest time that a signature may be made for; one for longer is refused. By default it may be as long as it "
        + "says itself.")
    private long signatureLife;
    @UriParam(label = "consumer", enums = "route,stored", defaultValue = "route",
        description = "When a client hears that its object has arrived: after the route has succeeded, or as soon as it is safe on "
        + "disk.")
    private Acknowledge acknowledge = Acknowledge.ROUTE;
    @UriParam(label = "consumer", javaType = "java.time.Duration", defaultValue = "20s",
        description = "How long a client waits for the route before it is told to ask again later. The delivery goes on.")
    private long completeTimeout = 20_000;
    @UriParam(label = "consumer", defaultValue = "keep",
        description = "What happens to an object that the route has received: keep lets clients read it from then on, expire:7 for 7 days "
        + "(any number), and with delete its bytes go.")
    private String afterDelivery = "keep";
    @UriParam(label = "consumer,advanced", defaultValue = "256",
        description = "Most requests served at the same time by one server; further ones are told to come again later.")
    private int maxRequests = 256;
    @UriParam(label = "consumer,advanced", defaultValue = "1000",
        description = "Of more objects than this that wait for the route the health check of the gateway warns.")
    private int maxBacklog = 1000;
    @UriParam(label = "consumer,advanced", defaultValue = "8",
        description = "Most objects handed to the route at the same time.")
    private int parallelDeliveries = 8;
    @UriParam(label = "consumer,advanced", enums = "part,object,never", defaultValue = "part",
        description = "When received bytes are forced to the disk: before each part is confirmed, before an object is, or never.")
    private Fsync fsync = Fsync.PART;
    @UriParam(label = "consumer,advanced", defaultValue = "4096",
        description = "Most connections to one server; further ones wait until another ends.")
    private int maxConnections = 4096;
    @UriParam(label = "consumer,advanced", defaultValue = "1KB",
        description = "Bytes a second at which the body of a request must come, and that of a reply be taken, on average, once half a "
        + "minute was spent waiting for it; a slower client loses its connection. So does one that sends or takes nothing for a minute. "
        + "0: only that.")
    private String minBodyRate = "1KB";
    @UriParam(label = "consumer,advanced", javaType = "java.time.Duration", defaultValue = "1d",
        description = "How long the server waits for the client of a request in all, from its head to the end of its reply; then it breaks "
        + "the connection off, however fast the client is. 0: as long as that takes.")
    private long requestTimeout = 86_400_000;
    @UriParam(label = "consumer,advanced", defaultValue = "50TB",
        description = "Most bytes of an object.")
    private String maxObjectSize = "50TB";
    @UriParam(label = "consumer,advanced", defaultValue = "5GB",
        description = "Most bytes of a part, and of an object sent in one request.")
    private String maxPartSize = "5GB";
    @UriParam(label = "consumer,advanced", defaultValue = "10000",
        description = "Most uploads that may be open in the data directory; who opens another is told to come again later.")
    private int maxOpenUploads = 10_000;
    @UriParam(label = "consumer,advanced", defaultValue = "1000",
        description = "Most uploads that one client may have open: one access key, or one address without credentials.")
    private int maxOpenUploadsPerClient = 1000;
    @UriParam(label = "consumer",
        description = "Most bytes that a bucket may have, in objects and in open uploads. By default as many as there is space for.")
    private String quota;
    @UriParam(label = "consumer,advanced", prefix = "quota.", multiValue = true,
        description = "Most bytes of single buckets, as quota.name=100GB, in place of the option quota.")
    private Map<String, Object> bucketQuotas;
    @UriParam(label = "consumer,advanced", defaultValue = "64MB",
        description = "Bytes that stay free where the data directory lies: what would take them is refused, and with "
        + "fewer the health check of the gateway says down.")
    private String minFreeSpace = "64MB";
    @UriParam(label = "consumer", javaType = "java.time.Duration", defaultValue = "7d",
        description = "After this time in which nothing was sent to it an open upload is aborted, and its space is free again.")
    private long uploadExpiry = 604_800_000;
    @UriParam(label = "consumer,advanced", javaType = "java.time.Duration", defaultValue = "30d",
        description = "How often all objects of the data directory are read again, to see whether they are still what was stored. 0: only "
        + "when asked for by JMX.")
    private long scrubPeriod = 2_592_000_000L;
    @UriParam(label = "consumer,advanced", defaultValue = "10MB",
        description = "Most bytes a second that are read for that.")
    private String scrubBandwidth = "10MB";

    public String getServerUri() {
        return serverUri;
    }

    public void setServerUri(String serverUri) {
        this.serverUri = serverUri;
    }

    public String getDataDirectory() {
        return dataDirectory;
    }

    public void setDataDirectory(String dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    public String getDefaultBucket() {
        return defaultBucket;
    }

    public void setDefaultBucket(String defaultBucket) {
        this.defaultBucket = defaultBucket;
    }

    public String getBaseHosts() {
        return baseHosts;
    }

    public void setBaseHosts(String baseHosts) {
        this.baseHosts = baseHosts;
    }

    public String getProtocols() {
        return protocols;
    }

    public void setProtocols(String protocols) {
        this.protocols = protocols;
    }

    public String getDefaultProtocol() {
        return defaultProtocol;
    }

    public void setDefaultProtocol(String defaultProtocol) {
        this.defaultProtocol = defaultProtocol;
    }

    public String getCorsOrigins() {
        return corsOrigins;
    }

    public void setCorsOrigins(String corsOrigins) {
        this.corsOrigins = corsOrigins;
    }

    public Receive getReceive() {
        return receive;
    }

    public void setReceive(Receive receive) {
        this.receive = receive;
    }

    public Acknowledge getAcknowledge() {
        return acknowledge;
    }

    public void setAcknowledge(Acknowledge acknowledge) {
        this.acknowledge = acknowledge;
    }

    public long getCompleteTimeout() {
        return completeTimeout;
    }

    public void setCompleteTimeout(long completeTimeout) {
        this.completeTimeout = completeTimeout;
    }

    public String getAfterDelivery() {
        return afterDelivery;
    }

    public void setAfterDelivery(String afterDelivery) {
        this.afterDelivery = afterDelivery;
    }

    public int getMaxRequests() {
        return maxRequests;
    }

    public void setMaxRequests(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    public int getMaxBacklog() {
        return maxBacklog;
    }

    public void setMaxBacklog(int maxBacklog) {
        this.maxBacklog = maxBacklog;
    }

    public int getParallelDeliveries() {
        return parallelDeliveries;
    }

    public void setParallelDeliveries(int parallelDeliveries) {
        this.parallelDeliveries = parallelDeliveries;
    }

    public int getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public String getMinBodyRate() {
        return minBodyRate;
    }

    public void setMinBodyRate(String minBodyRate) {
        this.minBodyRate = minBodyRate;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public String getMaxObjectSize() {
        return maxObjectSize;
    }

    public void setMaxObjectSize(String maxObjectSize) {
        this.maxObjectSize = maxObjectSize;
    }

    public String getMaxPartSize() {
        return maxPartSize;
    }

    public void setMaxPartSize(String maxPartSize) {
        this.maxPartSize = maxPartSize;
    }

    public int getMaxOpenUploads() {
        return maxOpenUploads;
    }

    public void setMaxOpenUploads(int maxOpenUploads) {
        this.maxOpenUploads = maxOpenUploads;
    }

    public int getMaxOpenUploadsPerClient() {
        return maxOpenUploadsPerClient;
    }

    public void setMaxOpenUploadsPerClient(int maxOpenUploadsPerClient) {
        this.maxOpenUploadsPerClient = maxOpenUploadsPerClient;
    }

    public String getQuota() {
        return quota;
    }

    public void setQuota(String quota) {
        this.quota = quota;
    }

    public Map<String, Object> getBucketQuotas() {
        return bucketQuotas;
    }

    public void setBucketQuotas(Map<String, Object> bucketQuotas) {
        this.bucketQuotas = bucketQuotas;
    }

    public String getMinFreeSpace() {
        return minFreeSpace;
    }

    public void setMinFreeSpace(String minFreeSpace) {
        this.minFreeSpace = minFreeSpace;
    }

    public long getClockSkew() {
        return clockSkew;
    }

    public void setClockSkew(long clockSkew) {
        this.clockSkew = clockSkew;
    }

    public long getSignatureLife() {
        return signatureLife;
    }

    public void setSignatureLife(long signatureLife) {
        this.signatureLife = signatureLife;
    }

    public long getUploadExpiry() {
        return uploadExpiry;
    }

    public void setUploadExpiry(long uploadExpiry) {
        this.uploadExpiry = uploadExpiry;
    }

    public long getScrubPeriod() {
        return scrubPeriod;
    }

    public void setScrubPeriod(long scrubPeriod) {
        this.scrubPeriod = scrubPeriod;
    }

    public String getScrubBandwidth() {
        return scrubBandwidth;
    }

    public void setScrubBandwidth(String scrubBandwidth) {
        this.scrubBandwidth = scrubBandwidth;
    }

    public Fsync getFsync() {
        return fsync;
    }

    public void setFsync(Fsync fsync) {
        this.fsync = fsync;
    }
}
