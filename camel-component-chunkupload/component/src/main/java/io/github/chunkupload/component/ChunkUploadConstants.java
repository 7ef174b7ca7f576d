package io.github.chunkupload.component;

import org.apache.camel.spi.Metadata;

/** The headers of this component, the same on both sides. Sizes and offsets are in bytes, part indexes count from 0. */
public final class ChunkUploadConstants {

    @Metadata(javaType = "String",
        description = "What to do with this exchange; overrides the option operation. With receive=operations a consumer says by it, and "
            + "by the other headers of a producer, what its client wants.")
    public static final String OPERATION = "CamelChunkUploadOperation";
    @Metadata(javaType = "String", description = "The key of the object. A producer puts the option keyPrefix before it.")
    public static final String KEY = "CamelChunkUploadKey";
    @Metadata(label = "producer", javaType = "String",
        description = "The key of the object that was sent or told of, behind the option keyPrefix. Not read by any later step, which "
            + "has a prefix of its own.")
    public static final String KEY_PRODUCED = "CamelChunkUploadKeyProduced";
    @Metadata(javaType = "String", description = "The bucket of the object. Tells where it is; a producer does not listen to it, so that "
        + "what came in for one bucket can be sent on to another.")
    public static final String BUCKET = "CamelChunkUploadBucket";
    @Metadata(label = "producer", javaType = "String",
        description = "The bucket to work in, in place of that of the endpoint.")
    public static final String OVERRIDE_BUCKET = "CamelChunkUploadOverrideBucket";
    @Metadata(javaType = "String",
        description = "The store's name of the upload. Needed by uploadPart, copyPart, listParts, complete and abort.")
    public static final String UPLOAD_ID = "CamelChunkUploadUploadId";
    @Metadata(javaType = "String", description = "The ETag of the object or part, without quotes. Opaque: it need not be a digest.")
    public static final String ETAG = "CamelChunkUploadETag";
    @Metadata(javaType = "String",
        description = "The checksums told of the object or part, such as crc64:14087239423, separated by commas.")
    public static final String CHECKSUM = "CamelChunkUploadChecksum";
    @Metadata(javaType = "Long", description = "Bytes of the object or part.")
    public static final String SIZE = "CamelChunkUploadSize";
    @Metadata(label = "producer", javaType = "String", description = "Where the object can be read, as the store wrote it.")
    public static final String LOCATION = "CamelChunkUploadLocation";
    @Metadata(label = "producer", javaType = "Integer", description = "Parts the object was made of; 0: it went in one request.")
    public static final String PARTS = "CamelChunkUploadParts";
    @Metadata(label = "producer", javaType = "Integer",
        description = "Parts that an earlier attempt had sent and that were not sent again.")
    public static final String RESUMED = "CamelChunkUploadResumed";
    @Metadata(label = "producer", javaType = "String",
        description = "What showed that the bytes arrived: crc64, md5, sha1, content-md5 or size-only.")
    public static final String PROOF = "CamelChunkUploadProof";
    @Metadata(label = "producer", javaType = "Boolean",
        description = "Whether nothing was sent because the object exists (ifExists=skip).")
    public static final String SKIPPED = "CamelChunkUploadSkipped";
    @Metadata(label = "producer", javaType = "Boolean",
        description = "Set by deleteObject: false when the store says that there was no such object, which not every store does.")
    public static final String DELETED = "CamelChunkUploadDeleted";
    @Metadata(label = "producer", javaType = "Integer",
        description = "Set by abort and abortStale: how many uploads were given up; 0: none was there.")
    public static final String ABORTED = "CamelChunkUploadAborted";
    @Metadata(label = "producer", javaType = "Integer", description = "For uploadPart and copyPart: which part, from 0.")
    public static final String PART_INDEX = "CamelChunkUploadPartIndex";
    @Metadata(label = "producer", javaType = "Long",
        description = "Where the part begins in the object; for writeObject where the bytes go.")
    public static final String OFFSET = "CamelChunkUploadOffset";
    @Metadata(label = "producer", javaType = "Long",
        description = "For initiate: the part size wished; set by it: the part size the store wants, 0: ours to choose.")
    public static final String PART_SIZE = "CamelChunkUploadPartSize";
    @Metadata(label = "producer", javaType = "Long",
        description = "For initiate and complete: the bytes that the whole object will have, where known; for truncateObject those it "
            + "shall have.")
    public static final String OBJECT_SIZE = "CamelChunkUploadObjectSize";
    @Metadata(label = "producer", javaType = "Boolean",
        description = "For initiate: true begins the upload of the file in the body, or goes on with it, part by part; what goes "
            + "in one request is sent at once.")
    public static final String RESUMABLE = "CamelChunkUploadResumable";
    @Metadata(label = "producer", javaType = "java.util.List<io.github.chunkupload.component.PartClaim>",
        description = "Set by a resumable initiate: the parts that are missing, to be split; each is the body of an uploadPart. Not there "
            + "when nothing is left to do.")
    public static final String PLAN = "CamelChunkUploadPlan";
    @Metadata(label = "producer", javaType = "io.github.chunkupload.transfer.Ledger",
        description = "Set by a resumable initiate: which bytes the store has; what uploadPart sends is entered.")
    public static final String LEDGER = "CamelChunkUploadLedger";
    @Metadata(label = "producer", javaType = "io.github.chunkupload.transfer.UploadTicket",
        description = "With any value a resumable initiate answers in it what another process needs to know to take part, if parts may "
            + "come in any order; parts that the store has already are compared with the file at once. In the other process it names the "
            + "upload for uploadPart, with a PartClaim as body, for complete, with CamelChunkUploadLedger, and for abort.")
    public static final String TICKET = "CamelChunkUploadTicket";
    @Metadata(label = "producer", javaType = "io.github.chunkupload.store.PartReceipt", description = "What the store answered for a part.")
    public static final String RECEIPT = "CamelChunkUploadReceipt";
    @Metadata(label = "producer", javaType = "java.util.List<io.github.chunkupload.store.PartReceipt>",
        description = "For complete: the parts that make the object. Without it all parts that the store has.")
    public static final String RECEIPTS = "CamelChunkUploadReceipts";
    @Metadata(javaType = "io.github.chunkupload.store.Completion",
        description = "For complete: all that is wished of the object, in place of other headers; nothing is settled or sent again then. A "
            + "consumer with receive=operations sets it.")
    public static final String COMPLETION = "CamelChunkUploadCompletion";
    @Metadata(label = "producer", javaType = "java.util.Map<String, String> or io.github.chunkupload.store.Metadata",
        description = "Metadata of the object: standard properties by their HTTP names, everything else is the user's own.")
    public static final String METADATA = "CamelChunkUploadMetadata";
    @Metadata(label = "producer", javaType = "io.github.chunkupload.checksum.Checksums or String",
        description = "Checksums the bytes must have, such as md5:0cc175b9c0f1b6a831c399e269772661; others are refused.")
    public static final String EXPECTED = "CamelChunkUploadExpected";
    @Metadata(javaType = "String",
        description = "For upload, initiate, complete and putObject: replace or fail, in place of the option ifExists.")
    public static final String IF_EXISTS = "CamelChunkUploadIfExists";
    @Metadata(label = "producer", javaType = "String",
        description = "For getObject and copyPart: which bytes, such as 0-99, 100- or -5. Without it all.")
    public static final String RANGE = "CamelChunkUploadRange";
    @Metadata(label = "producer", javaType = "String", description = "For copyPart: the whole key of the object to copy from.")
    public static final String SOURCE_KEY = "CamelChunkUploadSourceKey";
    @Metadata(label = "producer", javaType = "String", description = "For copyPart: the bucket to copy from. Without it our own.")
    public static final String SOURCE_BUCKET = "CamelChunkUploadSourceBucket";
    @Metadata(label = "producer", javaType = "String",
        description = "For copyPart: the ETag that the object to copy from must have. Without it any.")
    public static final String SOURCE_ETAG = "CamelChunkUploadSourceETag";
    @Metadata(label = "producer", javaType = "String",
        description = "For verifyObject: which checksums to take, such as md5,sha1. Without it those of CamelChunkUploadExpected, else "
            + "the one by which the store proves objects, else MD5.")
    public static final String DIGESTS = "CamelChunkUploadDigests";
    @Metadata(label = "producer", javaType = "String",
        description = "For listObjects, listUploads and abortStale: keys begin with it (after keyPrefix). Without it and with "
            + "CamelChunkUploadKey, listUploads lists the uploads of that key.")
    public static final String PREFIX = "CamelChunkUploadPrefix";
    @Metadata(label = "producer", javaType = "String",
        description = "For listObjects and listUploads: keys that have it after the prefix are rolled up.")
    public static final String DELIMITER = "CamelChunkUploadDelimiter";
    @Metadata(label = "producer", javaType = "io.github.chunkupload.store.UploadQuery.Marker, String or Integer",
        description = "After which the page begins: for listUploads and listObjects the marker, which for listObjects may also be a key, "
            + "for listParts the part index.")
    public static final String AFTER = "CamelChunkUploadAfter";
    @Metadata(label = "producer", javaType = "Integer",
        description = "For listObjects, listUploads and listParts: most entries to return. Without it all are.")
    public static final String LIMIT = "CamelChunkUploadLimit";
    @Metadata(label = "producer", javaType = "java.time.Duration or String",
        description = "For abortStale: abort what was opened longer ago than this, such as 24h. The default is 7 days. Uploads "
            + "that this component is sending are let be.")
    public static final String OLDER_THAN = "CamelChunkUploadOlderThan";
    @Metadata(label = "producer", javaType = "Integer",
        description = "Set by pauseUpload, resumeUpload and cancelUpload: how many uploads of that key were running here.")
    public static final String CONTROLLED = "CamelChunkUploadControlled";
    @Metadata(label = "producer", javaType = "String",
        description = "Set by describe: the operations that not every store knows, and this one does, separated by commas.")
    public static final String OPERATIONS = "CamelChunkUploadOperations";
    @Metadata(label = "producer", javaType = "String", description = "For presign: the method, such as GET (default) or PUT.")
    public static final String METHOD = "CamelChunkUploadMethod";
    @Metadata(label = "producer", javaType = "java.time.Duration or String",
        description = "For presign: how long the URL holds, such as 15m. The default is one hour.")
    public static final String EXPIRES_IN = "CamelChunkUploadExpiresIn";
    @Metadata(label = "consumer", javaType = "String",
        description = "The name of this delivery, the same when it comes again: for an idempotent consumer.")
    public static final String DELIVERY_ID = "CamelChunkUploadDeliveryId";
    @Metadata(label = "consumer", javaType = "Boolean", description = "Whether this object was handed to the route before.")
    public static final String REDELIVERED = "CamelChunkUploadRedelivered";

    private ChunkUploadConstants() {
    }
}
