package io.github.chunkupload.examples.benchmark;

import java.util.Arrays;

/** Who takes part. */
enum Contender {

    FLOOR("bare sockets, no digest", "raw", "-", task -> new Floor(task, Floor.Hash.NONE)),
    FLOOR_CRC64("bare sockets, CRC64 of each part", "raw", "-", task -> new Floor(task, Floor.Hash.CRC64)),
    FLOOR_MD5("bare sockets, MD5 of each part", "raw", "-", task -> new Floor(task, Floor.Hash.MD5)),
    FLOOR_SHA1("bare sockets, SHA-1 of the file first", "raw", "-", task -> new Floor(task, Floor.Hash.SHA1_FIRST)),
    COS("chunkupload:cos", "cos", "crc64", task -> CamelUploads.ours(task, "cos:bench-1250000000", "")),
    COS_MD5("chunkupload:cos?checksum=md5", "cos-md5", "md5", task -> CamelUploads.ours(task, "cos:bench-1250000000", "&checksum=md5")),
    CDCS("chunkupload:cdcs", "cdcs", "md5", task -> CamelUploads.ours(task, "cdcs:bench-1250000000", "")),
    QINGSTOR("chunkupload:qingstor", "qingstor", "md5", task -> CamelUploads.ours(task, "qingstor:benchmark", "")),
    COS_SLICE("chunkupload:cos-slice", "cos-slice", "sha1",
        task -> CamelUploads.ours(task, "cos-slice:bench-1250000000", "&protocol.serial=false")),
    CAYMAN("chunkupload:cayman", "cayman", "md5", task -> CamelUploads.ours(task, "cayman:bench", "&protocol.parallel=true")),
    COS_API("cos_api 5.6.265 TransferManager", "cos", "crc64", task -> new CosApi(task)),
    UPLOAD_MANAGER("QingStor UploadManager 2.6.5", "qingstor", "-", task -> new QingStorSdk(task)),
    AWS_JAVA("AWS SDK v2 TransferManager, Java", "s3", "crc32", task -> AwsTransfer.java(task)),
    AWS_CRT("AWS SDK v2 TransferManager, CRT", "s3", "crc32", task -> AwsTransfer.crt(task)),
    CAMEL_AWS("camel-aws2-s3, multiPartUpload", "s3", "crc32", task -> CamelUploads.aws(task)),
    IDLE_JVM("a JVM that does nothing", "raw", "-", task -> new Idle()),
    IDLE_CAMEL("a Camel context that does nothing", "raw", "-", task -> CamelUploads.idle());

    private final String title;
    private final String sink;
    private final String proof;
    private final Opening opening;

    Contender(String title, String sink, String proof, Opening opening) {
        this.title = title;
        this.sink = sink;
        this.proof = proof;
        this.opening = opening;
    }

    @FunctionalInterface
    private interface Opening {

        Uploads open(Task task) throws Exception;
    }

    Uploads open(Task task) throws Exception {
        return opening.open(task);
    }

    String title() {
        return title;
    }

    /** Returns which dialect of the sink it speaks to. */
    String sink() {
        return sink;
    }

    /** Returns the digest it takes of what it sends. */
    String proof() {
        return proof;
    }

    boolean isIdle() {
        return this == IDLE_JVM || this == IDLE_CAMEL;
    }

    static Contender[] matching(String pattern) {
        return Arrays.stream(values()).filter(each -> each.name().matches(pattern)).toArray(Contender[]::new);
    }
}
