package io.github.chunkupload.component;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.transfer.TransferListeners;
import io.github.chunkupload.transfer.TransferSettings.ContentMd5;
import io.github.chunkupload.transfer.TransferSettings.OnFailure;
import io.github.chunkupload.transfer.TransferSettings.OnSourceChanged;
import io.github.chunkupload.transfer.UploadJournal;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * All options of a component or an endpoint: those of the sending side stand here. Setters and getters only: the meaning of each
 * stands in its annotation.
 */
@UriParams
public class ChunkUploadConfiguration extends GatewayConfiguration implements Cloneable {

    @UriParam(label = "producer", enums = "upload,initiate,uploadPart,listParts,complete,abort,listUploads,abortStale,"
        + "putObject,headObject,getObject,deleteObject,listObjects,listBuckets,headBucket,createBucket,deleteBucket,copyPart,verifyObject,"
        + "writeObject,truncateObject,presign,describe,"
        + "pauseUpload,resumeUpload,cancelUpload", defaultValue = "upload",
        description = "What to do. The header CamelChunkUploadOperation overrides it.")
    private ChunkUploadOperation operation = ChunkUploadOperation.UPLOAD;
    @UriParam(label = "producer",
        description = "The key of the object, as a Simple expression. The header CamelChunkUploadKey goes before it; without both the "
        + "header CamelFileName is the key.")
    private String key;
    @UriParam(label = "producer",
        description = "Put before every key.")
    private String keyPrefix;
    @UriParam(label = "producer",
        description = "The content type of objects. By default the header Content-Type.")
    private String contentType;
    @UriParam(label = "producer",
        description = "The storage class of objects, in the words of the store.")
    private String storageClass;
    @UriParam(label = "producer", prefix = "metadata.", multiValue = true,
        description = "Metadata of objects, such as metadata.owner=me.")
    private Map<String, Object> metadata;
    @UriParam(label = "producer", enums = "replace,fail,skip", defaultValue = "replace",
        description = "What to do when an object of that key exists.")
    private IfExists ifExists = IfExists.REPLACE;
    @UriParam(label = "producer", defaultValue = "8MB",
        description = "Size of a part, such as 8MB (8,388,608 bytes); a bare number is bytes. By default 8MB, or the nearest the "
        + "store takes. It grows where an object would need more parts than the store allows.")
    private String partSize;
    @UriParam(label = "producer", defaultValue = "4",
        description = "Most parts that this endpoint sends at the same time.")
    private int parallelParts = 4;
    @UriParam(label = "producer", defaultValue = "4",
        description = "Most exchanges worked on at the same time beside the callers' own threads. When as many are running, or with "
        + "0, the caller's thread does the work.")
    private int parallelUploads = 4;
    @UriParam(label = "producer", enums = "keep,abort", defaultValue = "keep",
        description = "What happens to a failed upload: keep it, so that the next attempt sends only what is missing, or abort it.")
    private OnFailure onFailure = OnFailure.KEEP;
    @UriParam(label = "producer",
        description = "Where uploads under way are written down, so that they outlive the process. By default "
        + "${karaf.data}/chunkupload, or .chunkupload/ and the name of the Camel context in the working directory.")
    private String journalDirectory;
    @UriParam(label = "producer,advanced",
        description = "A DataSource in whose database uploads under way are written down instead, so that a process on another machine can "
        + "take over the uploads of one that died. The tables chunkupload_upload and chunkupload_part are made if they are not there.")
    private DataSource journalDataSource;
    @UriParam(label = "producer,advanced",
        description = "A bean that remembers uploads under way in its own way. It is not closed.")
    private UploadJournal journal;
    @UriParam(label = "producer,advanced", enums = "fail,restart", defaultValue = "fail",
        description = "What to do when a file was changed since its upload began: fail, or begin anew with the file as it is now. The "
        + "parts sent are aborted either way.")
    private OnSourceChanged onSourceChanged = OnSourceChanged.FAIL;
    @UriParam(label = "producer",
        description = "Whether to fail rather than trust a store that confirms a part or an object by nothing but its size.")
    private boolean requireProof;
    @UriParam(label = "producer,advanced", enums = "auto,always,never", defaultValue = "auto",
        description = "Whether parts announce their MD5 before their bytes: where nothing else proves them, always, or never.")
    private ContentMd5 contentMd5 = ContentMd5.AUTO;
    @UriParam(label = "producer,advanced", defaultValue = "6",
        description = "Most attempts of one request, the first included.")
    private int maxAttempts = 6;
    @UriParam(label = "producer,advanced", enums = "crc64,md5,sha1",
        description = "The checksum by which parts are proved, in place of the one that the protocol's servers tell; the object is proved "
        + "by its parts then. One that the server does not tell proves nothing, as md5 where an ETag is not the MD5 of a part.")
    private Digest checksum;
    @UriParam(label = "producer,advanced",
        description = "Whether the MD5 of a whole file is taken before it is sent in parts, told in the header CamelChunkUploadChecksum "
        + "and kept as metadata chunkupload-md5, where the store keeps metadata. It costs a second pass over the bytes.")
    private boolean objectMd5;
    @UriParam(label = "producer,advanced",
        description = "Parts of streams above this size, such as 16MB, wait in a temporary file, not in memory. By default a part waits in "
        + "memory as long as memoryLimit allows.")
    private String partMemory;
    @UriParam(label = "producer,advanced", defaultValue = "100GB",
        description = "The largest stream that is written to a temporary file because the store wants to know its size or checksum first.")
    private String maxSpool;
    @UriParam(label = "producer,advanced", javaType = "java.time.Duration", defaultValue = "0",
        description = "How long a file must have stood still before it is sent, such as 5s: a file that is still being written is waited "
        + "for. By default it is sent at once, and a file that grows meanwhile fails as onSourceChanged says.")
    private long settleTime;
    @UriParam(label = "producer",
        description = "The bandwidth of one upload in bytes per second, such as 10MB, or by the time of day: 08:00-18:00=1MB,10MB. The "
        + "component has one for all uploads together. By default there is no limit.")
    private String bandwidth;
    @UriParam(label = "producer,advanced", defaultValue = "50",
        description = "Retries that a whole upload may make beyond one for every ten parts that arrive. It bounds what a store in trouble "
        + "is asked, whatever maxAttempts says.")
    private int retryBudget = 50;
    @UriParam(label = "producer", javaType = "java.time.Duration",
        description = "The longest that one upload may take, such as 2h, all retries and waits included. Then it fails, and what was sent "
        + "is kept or aborted as onFailure says. By default there is no limit.")
    private long deadline;
    @UriParam(label = "producer,advanced", defaultValue = "true",
        description = "Whether the stream that getObject returns is closed when the exchange ends. Switch it off where the stream is "
        + "read after that, such as by the caller of a ProducerTemplate, who closes it then.")
    private boolean autoCloseBody = true;
    @UriParam(label = "producer,advanced",
        description = "A bean that gives a listener to each upload, to follow its progress.")
    private TransferListeners transferListeners = TransferListeners.NONE;
    @UriParam(label = "producer,advanced",
        description = "Whether the caller's thread does the work, whatever parallelUploads says.")
    private boolean synchronous;

    public ChunkUploadOperation getOperation() {
        return operation;
    }

    public void setOperation(ChunkUploadOperation operation) {
        this.operation = operation;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getKeyPrefix() {
        return keyPrefix;
    }

    public void setKeyPrefix(String keyPrefix) {
        this.keyPrefix = keyPrefix;
    }

    public String getContentType() {
        return contentType;
    }

    public void setContentType(String contentType) {
        this.contentType = contentType;
    }

    public String getStorageClass() {
        return storageClass;
    }

    public void setStorageClass(String storageClass) {
        this.storageClass = storageClass;
    }

    public Map<String, Object> getMetadata() {
        return metadata;
    }

    public void setMetadata(Map<String, Object> metadata) {
        this.metadata = metadata;
    }

    public IfExists getIfExists() {
        return ifExists;
    }

    public void setIfExists(IfExists ifExists) {
        this.ifExists = ifExists;
    }

    public String getPartSize() {
        return partSize;
    }

    public void setPartSize(String partSize) {
        this.partSize = partSize;
    }

    public int getParallelParts() {
        return parallelParts;
    }

    public void setParallelParts(int parallelParts) {
        this.parallelParts = parallelParts;
    }

    public int getParallelUploads() {
        return parallelUploads;
    }

    public void setParallelUploads(int parallelUploads) {
        this.parallelUploads = parallelUploads;
    }

    public OnFailure getOnFailure() {
        return onFailure;
    }

    public void setOnFailure(OnFailure onFailure) {
        this.onFailure = onFailure;
    }

    public String getJournalDirectory() {
        return journalDirectory;
    }

    public void setJournalDirectory(String journalDirectory) {
        this.journalDirectory = journalDirectory;
    }

    public DataSource getJournalDataSource() {
        return journalDataSource;
    }

    public void setJournalDataSource(DataSource journalDataSource) {
        this.journalDataSource = journalDataSource;
    }

    public UploadJournal getJournal() {
        return journal;
    }

    public void setJournal(UploadJournal journal) {
        this.journal = journal;
    }

    public OnSourceChanged getOnSourceChanged() {
        return onSourceChanged;
    }

    public void setOnSourceChanged(OnSourceChanged onSourceChanged) {
        this.onSourceChanged = onSourceChanged;
    }

    public boolean isRequireProof() {
        return requireProof;
    }

    public void setRequireProof(boolean requireProof) {
        this.requireProof = requireProof;
    }

    public ContentMd5 getContentMd5() {
        return contentMd5;
    }

    public void setContentMd5(ContentMd5 contentMd5) {
        this.contentMd5 = contentMd5;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public Digest getChecksum() {
        return checksum;
    }

    public void setChecksum(Digest checksum) {
        this.checksum = checksum;
    }

    public boolean isObjectMd5() {
        return objectMd5;
    }

    public void setObjectMd5(boolean objectMd5) {
        this.objectMd5 = objectMd5;
    }

    public String getPartMemory() {
        return partMemory;
    }

    public void setPartMemory(String partMemory) {
        this.partMemory = partMemory;
    }

    public String getMaxSpool() {
        return maxSpool;
    }

    public void setMaxSpool(String maxSpool) {
        this.maxSpool = maxSpool;
    }

    public long getSettleTime() {
        return settleTime;
    }

    public void setSettleTime(long settleTime) {
        this.settleTime = settleTime;
    }

    public String getBandwidth() {
        return bandwidth;
    }

    public void setBandwidth(String bandwidth) {
        this.bandwidth = bandwidth;
    }

    public int getRetryBudget() {
        return retryBudget;
    }

    public void setRetryBudget(int retryBudget) {
        this.retryBudget = retryBudget;
    }

    public long getDeadline() {
        return deadline;
    }

    public void setDeadline(long deadline) {
        this.deadline = deadline;
    }

    public TransferListeners getTransferListeners() {
        return transferListeners;
    }

    public void setTransferListeners(TransferListeners transferListeners) {
        this.transferListeners = transferListeners;
    }

    public boolean isAutoCloseBody() {
        return autoCloseBody;
    }

    public void setAutoCloseBody(boolean autoCloseBody) {
        this.autoCloseBody = autoCloseBody;
    }

    public boolean isSynchronous() {
        return synchronous;
    }

    public void setSynchronous(boolean synchronous) {
        this.synchronous = synchronous;
    }

    /** Returns an independent copy: a change of either leaves the other as it is. */
    public ChunkUploadConfiguration copy() {
        try {
            ChunkUploadConfiguration copy = (ChunkUploadConfiguration) clone();
            copy.setMetadata(copyOf(getMetadata()));
            copy.setHttpOptions(copyOf(getHttpOptions()));
            copy.setBucketQuotas(copyOf(getBucketQuotas()));
            copy.setProtocolOptions(copyOf(getProtocolOptions()));
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    private static Map<String, Object> copyOf(Map<String, Object> map) {
        return map == null ? null : new HashMap<>(map);
    }
}
