package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The error codes of COS with status and meaning, after the vendor's page "Error Codes" (436/7730). The first code of a kind is the
 * one our server sends for it. The last three are ours: COS has no word for them.
 */
enum CosError {

    ACCESS_DENIED("AccessDenied", 403, Failure.FORBIDDEN),
    ACCESS_FORBIDDEN("AccessForbidden", 403, Failure.FORBIDDEN),
    BAD_DIGEST("BadDigest", 400, Failure.DIGEST_MISMATCH),
    INVALID_SHA1_DIGEST("InvalidSHA1Digest", 400, Failure.DIGEST_MISMATCH),
    ENTITY_TOO_LARGE("EntityTooLarge", 400, Failure.TOO_LARGE),
    ENTITY_TOO_SMALL("EntityTooSmall", 400, Failure.PART_TOO_SMALL),
    EXPIRED_TOKEN("ExpiredToken", 400, Failure.TOKEN_EXPIRED),
    FILE_ALREADY_EXISTS("FileAlreadyExists", 409, Failure.ALREADY_EXISTS),
    INCOMPLETE_BODY("IncompleteBody", 400, Failure.INCOMPLETE_BODY),
    IMCOMPLETE_BODY("ImcompleteBody", 400, Failure.INCOMPLETE_BODY),
    ENTITY_SIZE_NOT_MATCH("EntitySizeNotMatch", 400, Failure.INCOMPLETE_BODY),
    REQUEST_TIMEOUT("RequestTimeout", 400, Failure.INCOMPLETE_BODY),
    USER_NETWORK_TOO_SLOW("UserNetworkTooSlow", 400, Failure.INCOMPLETE_BODY),
    INVALID_ARGUMENT("InvalidArgument", 400, Failure.INVALID_ARGUMENT),
    INVALID_REQUEST("InvalidRequest", 400, Failure.INVALID_ARGUMENT),
    INVALID_URI("InvalidURI", 400, Failure.INVALID_ARGUMENT),
    NOT_SUPPORTED_STORAGE_CLASS("NotSupportedStorageClass", 400, Failure.INVALID_ARGUMENT),
    KMS_KEY_DISABLED("KmsKeyDisabled", 400, Failure.INVALID_ARGUMENT),
    KMS_KEY_NOT_EXIST("KmsKeyNotExist", 400, Failure.INVALID_ARGUMENT),
    INVALID_BUCKET_NAME("InvalidBucketName", 400, Failure.INVALID_BUCKET),
    INVALID_DIGEST("InvalidDigest", 400, Failure.INVALID_DIGEST),
    INVALID_OBJECT_NAME("InvalidObjectName", 400, Failure.INVALID_KEY),
    KEY_TOO_LONG("KeyTooLong", 400, Failure.INVALID_KEY),
    INVALID_PART("InvalidPart", 400, Failure.INVALID_PART),
    INVALID_PART_ORDER("InvalidPartOrder", 400, Failure.INVALID_PART_ORDER),
    MALFORMED_XML("MalformedXML", 400, Failure.MALFORMED),
    MISSING_REQUEST_BODY("MissingRequestBodyError", 400, Failure.MALFORMED),
    XML_SIZE_LIMIT("XMLSizeLimit", 400, Failure.MALFORMED),
    METADATA_TOO_LARGE("MetadataTooLarge", 400, Failure.INVALID_METADATA),
    INVALID_ACCESS_KEY_ID("InvalidAccessKeyId", 403, Failure.UNKNOWN_ACCESS_KEY),
    REQUEST_HAS_EXPIRED("AccessDenied", 403, Failure.EXPIRED),
    REQUEST_TIME_TOO_SKEWED("RequestTimeTooSkewed", 403, Failure.EXPIRED),
    SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403, Failure.SIGNATURE_MISMATCH),
    INVALID_OBJECT_STATE("InvalidObjectState", 403, Failure.FORBIDDEN),
    NO_SUCH_BUCKET("NoSuchBucket", 404, Failure.NO_SUCH_BUCKET),
    NO_SUCH_KEY("NoSuchKey", 404, Failure.NO_SUCH_OBJECT),
    NO_SUCH_VERSION("NoSuchVersion", 404, Failure.NO_SUCH_OBJECT),
    NO_SUCH_UPLOAD("NoSuchUpload", 404, Failure.NO_SUCH_UPLOAD),
    NOT_IMPLEMENTED("NotImplemented", 501, Failure.UNSUPPORTED),
    METHOD_NOT_ALLOWED("MethodNotAllowed", 405, Failure.UNSUPPORTED),
    UPLOAD_ID_NOT_SUPPORTED("UploadIdNotSupported", 405, Failure.UNSUPPORTED),
    UPLOAD_CONFLICT("UploadConflict", 409, Failure.CONFLICT),
    INVALID_UPLOAD_STATUS("InvalidUploadStatus", 400, Failure.CONFLICT),
    PATH_CONFLICT("PathConflict", 409, Failure.CONFLICT),
    OBJECT_LOCKED("ObjectLocked", 409, Failure.FORBIDDEN),
    MISSING_CONTENT_LENGTH("MissingContentLength", 411, Failure.LENGTH_REQUIRED),
    PRECONDITION_FAILED("PreconditionFailed", 412, Failure.PRECONDITION_FAILED),
    INVALID_RANGE("InvalidRange", 416, Failure.INVALID_RANGE),
    INTERNAL_ERROR("InternalError", 500, Failure.INTERNAL),
    KMS_INTERNAL_EXCEPTION("KmsInternalException", 500, Failure.KEY_SERVICE),
    KMS_EXCEPTION("KmsException", 400, Failure.KEY_SERVICE),
    SLOW_DOWN("SlowDown", 503, Failure.BUSY),
    KMS_FREQ_CONTROL("KmsFreqControl", 503, Failure.BUSY),
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503, Failure.UNAVAILABLE),
    BUCKET_ALREADY_OWNED_BY_YOU("BucketAlreadyOwnedByYou", 409, Failure.BUCKET_EXISTS),
    BUCKET_ALREADY_EXISTS("BucketAlreadyExists", 409, Failure.BUCKET_EXISTS),
    BUCKET_NOT_EMPTY("BucketNotEmpty", 409, Failure.BUCKET_NOT_EMPTY),
    CUSTOMER_KEY_REQUIRED("CustomerKeyRequired", 400, Failure.CUSTOMER_KEY_REQUIRED),
    CUSTOMER_KEY_MISMATCH("CustomerKeyMismatch", 403, Failure.CUSTOMER_KEY_MISMATCH),
    DELIVERY_PENDING("DeliveryPending", 503, Failure.PENDING),
    UPLOAD_OPEN("UploadOpen", 409, Failure.UPLOAD_OPEN),
    STORAGE_FULL("StorageFull", 507, Failure.STORAGE_FULL);

    static final String EXPIRED_MESSAGE = "Request has expired";

    private final String code;
    private final int status;
    private final Failure kind;

    CosError(String code, int status, Failure kind) {
        this.code = code;
        this.status = status;
        this.kind = kind;
    }

    /** Returns the word on the wire. */
    String code() {
        return code;
    }

    /** Returns the status it comes with. */
    int status() {
        return status;
    }

    /** Returns what it means. */
    Failure kind() {
        return kind;
    }

    /** Returns what our server answers for {@code failure}: its own code where that is one of these and means the same. */
    static CosError of(UploadException failure) {
        return Arrays.stream(values())
            .filter(error -> error.code.equals(failure.protocolCode()) && error.kind == failure.kind())
            .findFirst().orElseGet(() -> of(failure.kind()));
    }

    /** Returns the first code of a kind; of one that COS has no word for, what comes nearest. */
    static CosError of(Failure kind) {
        return Arrays.stream(values()).filter(error -> error.kind == kind).findFirst().orElseGet(() -> switch (kind) {
            case UNAUTHENTICATED -> ACCESS_DENIED;
            case CONNECTION -> SERVICE_UNAVAILABLE;
            default -> INTERNAL_ERROR;
        });
    }

    /** Returns what a server means by {@code code}; empty when it is not known. An expired signature is told by the message alone. */
    static Optional<CosError> named(String code, String message) {
        if (message.equalsIgnoreCase(EXPIRED_MESSAGE) || code.equalsIgnoreCase(EXPIRED_MESSAGE)) {
            return Optional.of(REQUEST_HAS_EXPIRED);
        }
        return Arrays.stream(values()).filter(error -> error.code.equals(code)).findFirst();
    }
}
