package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The error codes of CDCS with status and meaning, after the vendor's page on error codes (1232/44620). The first code of a kind is the
 * one our server sends for it. Those after {@link #INTERNAL_ERROR} the vendor does not list: most are the words of COS for it, the last is
 * ours.
 */
enum CdcsError {

    ENTITY_TOO_SMALL("EntityTooSmall", 400, Failure.PART_TOO_SMALL),
    INVALID_PART("InvalidPart", 400, Failure.INVALID_PART),
    INVALID_PART_ORDER("InvalidPartOrder", 400, Failure.INVALID_PART_ORDER),
    INVALID_ARGUMENT("InvalidArgument", 400, Failure.INVALID_ARGUMENT),
    INVALID_OBJECT_PREFIX("InvalidObjectPrefix", 400, Failure.INVALID_ARGUMENT),
    INVALID_LIFE_CYCLE("InvalidLifeCycle", 400, Failure.INVALID_ARGUMENT),
    OBJECT_EMPTY("ObjectEmpty", 400, Failure.INVALID_ARGUMENT),
    INVALID_COFFER_NAME("InvalidCofferName", 400, Failure.INVALID_BUCKET),
    INVALID_OBJECT_KEY("InvalidObjectKey", 400, Failure.INVALID_KEY),
    AUTH_FAILED("AuthFailed", 401, Failure.SIGNATURE_MISMATCH),
    REQUEST_HAS_EXPIRED("AuthFailed", 401, Failure.EXPIRED),
    POLICY_CHECK_FAILED("PolicyCheckFailed", 401, Failure.FORBIDDEN),
    SERVICE_NOT_OPEN("ServiceNotOpen", 401, Failure.FORBIDDEN),
    CONSOLE_AUTH_FAILED("ConsoleAuthFailed", 401, Failure.FORBIDDEN),
    COFFER_NOT_FOUND("CofferNotFound", 404, Failure.NO_SUCH_BUCKET),
    NO_SUCH_COFFER("NoSuchCoffer", 404, Failure.NO_SUCH_BUCKET),
    OBJECT_NOT_EXISTS("ObjectNotExists", 404, Failure.NO_SUCH_OBJECT),
    NO_SUCH_UPLOAD("NoSuchUpload", 404, Failure.NO_SUCH_UPLOAD),
    MULTIPART_NOT_EXISTS("MultipartNotExists", 404, Failure.INVALID_PART),
    METHOD_NOT_ALLOWED("MethodNotAllowed", 405, Failure.UNSUPPORTED),
    OBJECT_ALREADY_EXISTS_OWNED_BY_YOU("ObjectAlreadyExistsOwnedByYou", 409, Failure.ALREADY_EXISTS),
    OBJECT_ALREADY_EXISTS("ObjectAlreadyExists", 409, Failure.ALREADY_EXISTS),
    OBJECT_ALREADY_UPLOADING("ObjectAlreadyUploading", 409, Failure.UPLOAD_OPEN),
    MULTIPART_ALREADY_COMPLETED("MultipartAlreadyCompleted", 409, Failure.NO_SUCH_UPLOAD),
    COFFER_ALREADY_OWNED_BY_YOU("CofferAlreadyOwnedByYou", 409, Failure.BUCKET_EXISTS),
    COFFER_ALREADY_EXISTS("CofferAlreadyExists", 409, Failure.BUCKET_EXISTS),
    COFFER_COUNT_EXCEEDS_LIMIT("CofferCountExceedsLimit", 409, Failure.FORBIDDEN),
    KMS_FAILED("KMSFailed", 409, Failure.KEY_SERVICE),
    ERR_KMS_FAILED("ErrKMSFailed", 409, Failure.KEY_SERVICE),
    ASSUME_ROLE_FAILED("AssumeRoleFailed", 409, Failure.KEY_SERVICE),
    ERR_ASSUME_ROLE_FAILED("ErrAssumeRoleFailed", 409, Failure.KEY_SERVICE),
    DATA_SYNCHRONIZATION("DataSynchronization", 409, Failure.PENDING),
    ALREADY_LOCK("AlreadyLock", 409, Failure.CONFLICT),
    COFFER_NOT_EMPTY("CofferNotEmpty", 409, Failure.BUCKET_NOT_EMPTY),
    POLICY_FORMAT_CHECK_FAILED("PolicyFormatCheckFailed", 409, Failure.INVALID_ARGUMENT),
    INTERNAL_ERROR("InternalError", 500, Failure.INTERNAL),
    CUSTOMER_KEY_REQUIRED("CustomerKeyRequired", 400, Failure.CUSTOMER_KEY_REQUIRED),
    CUSTOMER_KEY_MISMATCH("CustomerKeyMismatch", 403, Failure.CUSTOMER_KEY_MISMATCH),
    BAD_DIGEST("BadDigest", 400, Failure.DIGEST_MISMATCH),
    INVALID_DIGEST("InvalidDigest", 400, Failure.INVALID_DIGEST),
    INCOMPLETE_BODY("IncompleteBody", 400, Failure.INCOMPLETE_BODY),
    ENTITY_TOO_LARGE("EntityTooLarge", 400, Failure.TOO_LARGE),
    MISSING_CONTENT_LENGTH("MissingContentLength", 411, Failure.LENGTH_REQUIRED),
    PRECONDITION_FAILED("PreconditionFailed", 412, Failure.PRECONDITION_FAILED),
    INVALID_RANGE("InvalidRange", 416, Failure.INVALID_RANGE),
    SLOW_DOWN("SlowDown", 503, Failure.BUSY),
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503, Failure.UNAVAILABLE),
    STORAGE_FULL("StorageFull", 507, Failure.STORAGE_FULL);

    static final String EXPIRED_MESSAGE = "Request has expired";

    private static final Set<Failure> NOT_LET_IN = EnumSet.of(Failure.UNAUTHENTICATED, Failure.UNKNOWN_ACCESS_KEY, Failure.TOKEN_EXPIRED);

    private final String code;
    private final int status;
    private final Failure kind;

    CdcsError(String code, int status, Failure kind) {
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
    static CdcsError of(UploadException failure) {
        return Arrays.stream(values())
            .filter(error -> error.code.equals(failure.protocolCode()) && error.kind == failure.kind())
            .findFirst().orElseGet(() -> of(failure.kind()));
    }

    /** Returns the first code of a kind; of one that CDCS has no word for, what comes nearest. */
    static CdcsError of(Failure kind) {
        return Arrays.stream(values()).filter(error -> error.kind == kind).findFirst().orElseGet(() -> {
            if (NOT_LET_IN.contains(kind)) {
                return AUTH_FAILED;
            }
            return switch (kind) {
                case MALFORMED, INVALID_METADATA -> INVALID_ARGUMENT;
                case CONNECTION -> SERVICE_UNAVAILABLE;
                default -> INTERNAL_ERROR;
            };
        });
    }

    /** Returns what a server means by {@code code}; empty when it is not known. An expired signature is told by the message alone. */
    static Optional<CdcsError> named(String code, String message) {
        if (code.equals(AUTH_FAILED.code) && message.equalsIgnoreCase(EXPIRED_MESSAGE)) {
            return Optional.of(REQUEST_HAS_EXPIRED);
        }
        return Arrays.stream(values()).filter(error -> error.code.equals(code)).findFirst();
    }
}
