package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The error codes of QingStor with status and meaning, after the vendor's page "error_code"; an unknown upload is 404, as the pages of
 * the operations say. The first code of a kind is the one our server sends for it. The codes behind the last of the vendor's are ours:
 * QingStor has no word for them, and its SDKs pass any on.
 */
enum QingStorError {

    INVALID_ACCESS_KEY_ID("invalid_access_key_id", 401, Failure.UNKNOWN_ACCESS_KEY),
    SIGNATURE_NOT_MATCHED("signature_not_matched", 401, Failure.SIGNATURE_MISMATCH),
    REQUEST_EXPIRED("request_expired", 403, Failure.EXPIRED),
    PERMISSION_DENIED("permission_denied", 403, Failure.FORBIDDEN),
    ACCESS_DENIED("access_denied", 400, Failure.FORBIDDEN),
    INVALID_ARGUMENT("invalid_argument", 400, Failure.INVALID_ARGUMENT),
    INVALID_REQUEST("invalid_request", 400, Failure.INVALID_ARGUMENT),
    INVALID_LOCATION("invalid_location", 400, Failure.INVALID_ARGUMENT),
    MAX_PARTS_EXCEEDED("max_parts_exceeded", 400, Failure.INVALID_ARGUMENT),
    TOO_MANY_OBJECTS("too_many_objects", 400, Failure.INVALID_ARGUMENT),
    FORM_POLICY_VIOLATED("form_policy_violated", 400, Failure.INVALID_ARGUMENT),
    CNAME_ERROR("cname_error", 400, Failure.INVALID_ARGUMENT),
    INVALID_JSON("invalid_json", 400, Failure.MALFORMED),
    BAD_DIGEST("bad_digest", 400, Failure.DIGEST_MISMATCH),
    INCOMPLETE_BODY("incomplete_body", 400, Failure.INCOMPLETE_BODY),
    ENTITY_TOO_SMALL("entity_too_small", 400, Failure.PART_TOO_SMALL),
    ENTITY_TOO_LARGE("entity_too_large", 400, Failure.TOO_LARGE),
    UPLOAD_NOT_EXISTS("upload_not_exists", 404, Failure.NO_SUCH_UPLOAD),
    OBJECT_NOT_EXISTS("object_not_exists", 404, Failure.NO_SUCH_OBJECT),
    BUCKET_NOT_EXISTS("bucket_not_exists", 404, Failure.NO_SUCH_BUCKET),
    INVALID_BUCKET_NAME("invalid_bucket_name", 400, Failure.INVALID_BUCKET),
    INVALID_OBJECT_NAME("invalid_object_name", 400, Failure.INVALID_KEY),
    INVALID_OBJECT_STATE("invalid_object_state", 400, Failure.FORBIDDEN),
    METADATA_TOO_LARGE("metadata_too_large", 400, Failure.INVALID_METADATA),
    TOO_MANY_BUCKETS("too_many_buckets", 403, Failure.FORBIDDEN),
    BUCKET_NOT_ACTIVE("bucket_not_active", 403, Failure.FORBIDDEN),
    ACCOUNT_PROBLEM("account_problem", 403, Failure.FORBIDDEN),
    DELINQUENT_ACCOUNT("delinquent_account", 402, Failure.FORBIDDEN),
    METHOD_NOT_ALLOWED("method_not_allowed", 405, Failure.UNSUPPORTED),
    PRECONDITION_FAILED("precondition_failed", 412, Failure.PRECONDITION_FAILED),
    INVALID_RANGE("invalid_range", 416, Failure.INVALID_RANGE),
    INTERNAL_ERROR("internal_error", 500, Failure.INTERNAL),
    SERVICE_UNAVAILABLE("service_unavailable", 503, Failure.UNAVAILABLE),
    UPSTREAM_FAILED("upstream_failed", 503, Failure.UNAVAILABLE),
    LEASE_NOT_READY("lease_not_ready", 403, Failure.UNAVAILABLE),

    INVALID_DIGEST("invalid_digest", 400, Failure.INVALID_DIGEST),
    INVALID_PART("invalid_part", 400, Failure.INVALID_PART),
    INVALID_PART_ORDER("invalid_part_order", 400, Failure.INVALID_PART_ORDER),
    LENGTH_REQUIRED("length_required", 411, Failure.LENGTH_REQUIRED),
    OBJECT_ALREADY_EXISTS("object_already_exists", 409, Failure.ALREADY_EXISTS),
    UPLOAD_CONFLICT("upload_conflict", 409, Failure.CONFLICT),
    UPLOAD_OPEN("upload_open", 409, Failure.UPLOAD_OPEN),
    TOO_MANY_REQUESTS("too_many_requests", 503, Failure.BUSY),
    DELIVERY_PENDING("delivery_pending", 503, Failure.PENDING),
    STORAGE_FULL("storage_full", 507, Failure.STORAGE_FULL),

    MAX_REQUESTS_EXCEEDED("max_requests_exceeded", 400, Failure.BUSY),
    FETCH_THROTTLED("fetch_throttled", 429, Failure.BUSY),
    BUCKET_ALREADY_EXISTS("bucket_already_exists", 409, Failure.BUCKET_EXISTS),
    BUCKET_NOT_EMPTY("bucket_not_empty", 409, Failure.BUCKET_NOT_EMPTY),
    FETCH_IN_PROCESS("fetch_in_process", 409, Failure.CONFLICT);

    private final String code;
    private final int status;
    private final Failure kind;

    QingStorError(String code, int status, Failure kind) {
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
    static QingStorError of(UploadException failure) {
        return named(failure.protocolCode()).filter(error -> error.kind == failure.kind()).orElseGet(() -> of(failure.kind()));
    }

    /** Returns the first code of a kind; of one that has none, what comes nearest: for a customer's key, what a GET is told. */
    static QingStorError of(Failure kind) {
        return Arrays.stream(values()).filter(error -> error.kind == kind).findFirst().orElseGet(() -> switch (kind) {
            case UNAUTHENTICATED, TOKEN_EXPIRED -> PERMISSION_DENIED;
            case CONNECTION, KEY_SERVICE -> SERVICE_UNAVAILABLE;
            case CUSTOMER_KEY_REQUIRED -> INVALID_REQUEST;
            case CUSTOMER_KEY_MISMATCH -> PERMISSION_DENIED;
            default -> INTERNAL_ERROR;
        });
    }

    /** Returns what a server means by {@code code}; empty when it is not known. */
    static Optional<QingStorError> named(String code) {
        return Arrays.stream(values()).filter(error -> error.code.equals(code)).findFirst();
    }
}
