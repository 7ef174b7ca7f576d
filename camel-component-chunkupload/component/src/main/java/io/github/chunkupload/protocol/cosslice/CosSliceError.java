package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The error codes with their meaning, after the vendor's list of codes. The first code of a kind is the one our server sends for it. A
 * kind that has no code of its own is sent as {@link #UNKNOWN}: the status then tells.
 */
enum CosSliceError {

    FILE_NOT_EXIST(-197, "ERROR_CMD_FILE_NOTEXIST", Failure.NO_SUCH_OBJECT),
    INDEX_NOT_FOUND(-166, "ERROR_CMD_COS_INDEX_NOT_FOUND", Failure.NO_SUCH_OBJECT),
    FILE_MISSING_ON_DOWNLOAD(-6101, "ERROR_DOWNLOAD_FILE_NOT_EXIST", Failure.NO_SUCH_OBJECT),
    WRONG_SESSION(-5983, "ERROR_WRONG_SESSION", Failure.NO_SUCH_UPLOAD),
    PROXY_WRONG_SESSION(-94, "ERROR_PROXY_WRONG_SESSION", Failure.NO_SUCH_UPLOAD),
    PROXY_NO_SESSION(-95, "ERROR_PROXY_NO_SESSION", Failure.NO_SUCH_UPLOAD),
    SESSION_DECODE(-286, "ERROR_SLICE_SESSION_DECODE", Failure.NO_SUCH_UPLOAD),
    INVALID_SESSION(-290, "ERROR_SLICE_INVALID_SESSION", Failure.NO_SUCH_UPLOAD),
    NOT_FINISHED(-4019, "ERROR_FILE_NOT_FINISH_UPLOAD", Failure.NO_SUCH_UPLOAD),
    INDEX_DELETED(-4026, "ERROR_INDEX_DELETED", Failure.NO_SUCH_UPLOAD),
    INDEX_WRONG(-4027, "ERROR_INDEX_WRONG", Failure.NO_SUCH_UPLOAD),
    FILE_EXIST(-177, "ERROR_CMD_COS_FILE_EXIST", Failure.ALREADY_EXISTS),
    BUCKET_EXIST(-176, "ERROR_CMD_BUCKET_EXIST", Failure.BUCKET_EXISTS),
    NOT_EMPTY(-173, "ERROR_CMD_COS_DIRECTORY_NOT_EMPTY", Failure.BUCKET_NOT_EMPTY),
    PATH_CONFLICT(-178, "ERROR_CMD_COS_PATH_CONFLICT", Failure.CONFLICT),
    INVALID_OFFSET(-4005, "ERROR_INVALID_OFFSET", Failure.CONFLICT),
    SAME_OFFSET(-4015, "ERROR_SAME_OFFSET", Failure.CONFLICT),
    SHA_MISMATCH(-5984, "ERROR_SHA1_MISMATCH", Failure.DIGEST_MISMATCH),
    FILE_SHA_MISMATCH(-4016, "ERROR_FILE_SHA_CHECK", Failure.DIGEST_MISMATCH),
    SHA_DIFFERS(-174, "ERROR_CMD_COS_SHA_DIFFERS", Failure.DIGEST_MISMATCH),
    INVALID_SHA(-168, "ERROR_CMD_INVALID_SHA", Failure.INVALID_DIGEST),
    SHA_MISSING(-5979, "ERROR_SHA_MISSING", Failure.INVALID_DIGEST),
    SHA_NOT_REPEATED(-29094, "ERROR_FINISH_SHA", Failure.INVALID_DIGEST),
    SHA_REQUIRED(-4020, "ERROR_SHA_REQUIRED", Failure.INVALID_DIGEST),
    FILE_DATA(-294, "ERROR_SLICE_FILE_DATA", Failure.INCOMPLETE_BODY),
    FILESIZE_MISSING(-5971, "ERROR_FILESIZE_MISSING", Failure.LENGTH_REQUIRED),
    SLICE_TOO_SMALL(-283, "ERROR_SLICE_TOO_SMALL", Failure.PART_TOO_SMALL),
    SLICE_TOO_BIG(-5991, "ERROR_SLICE_TOO_BIG", Failure.TOO_LARGE),
    FILE_TOO_LARGE(-285, "ERROR_FILE_TOO_LARGE", Failure.TOO_LARGE),
    SIZE_DIFFERS(-175, "ERROR_CMD_COS_SIZE_DIFFERS", Failure.INVALID_PART),
    PARAMETER_CHECK(-182, "ERROR_CMD_PARAMETER_CHECK", Failure.INVALID_ARGUMENT),
    SLICE_SIZE_DIFFERS(-284, "ERROR_SLICE_SIZE_DIFFERS", Failure.INVALID_ARGUMENT),
    PARAMETER(-5999, "ERROR_PARAMETER", Failure.INVALID_ARGUMENT),
    REQUEST_PARAMETER(-5992, "ERROR_REQUEST_PARAMETER", Failure.INVALID_ARGUMENT),
    FILESIZE(-5995, "ERROR_FILESIZE", Failure.INVALID_ARGUMENT),
    OP_MISSING(-5980, "ERROR_OP_MISSING", Failure.INVALID_ARGUMENT),
    CONTENT_MISSING(-5990, "ERROR_FILECONTENT_MISSING", Failure.INVALID_ARGUMENT),
    INVALID_PATH(-180, "ERROR_CMD_INVALID_PATH", Failure.INVALID_KEY),
    DIRECTORY_WITHOUT_SLASH(-161, "ERROR_CMD_DIR_PATH_SLASH", Failure.INVALID_KEY),
    ENDS_WITH_SLASH(-160, "ERROR_CMD_FILE_PATH_SLASH", Failure.INVALID_KEY),
    EMPTY_PATH(-164, "ERROR_CMD_EMPTY_PATH", Failure.INVALID_KEY),
    URL_MISMATCH(-5994, "ERROR_URL_MISMATCH", Failure.INVALID_BUCKET),
    BUCKET_PATH(-4022, "ERROR_BUCKET_PATH", Failure.NO_SUCH_BUCKET),
    FORM_DATA(-5993, "ERROR_FORM_DATA", Failure.MALFORMED),
    JSON_PARSE(-5975, "ERROR_JSON_PARSE", Failure.MALFORMED),
    SIGN_EMPTY(-81, "ERROR_PROXY_SIGN_EMPTY", Failure.UNAUTHENTICATED),
    SECRET_ID_UNKNOWN(-79, "ERROR_PROXY_SECRETID", Failure.UNKNOWN_ACCESS_KEY),
    BAD_SIGN(-97, "ERROR_PROXY_AUTH_FAILED", Failure.SIGNATURE_MISMATCH),
    SIGN_FAILED(-72, "ERROR_PROXY_SIGN_FAILED", Failure.SIGNATURE_MISMATCH),
    SIGN_FORMAT(-5998, "ERROR_SIGN_FORMAT", Failure.SIGNATURE_MISMATCH),
    SIGN_EXPIRED(-96, "ERROR_PROXY_SIGN_EXPIRED", Failure.EXPIRED),
    REFUSED(-289, "ERROR_REFUSED", Failure.FORBIDDEN),
    BUCKET_NOT_SIGN_BUCKET(-61, "ERROR_PROXY_BUCKET", Failure.FORBIDDEN),
    APP_ID_MISMATCH(-62, "ERROR_PROXY_APPID_SECRETID", Failure.FORBIDDEN),
    FILE_NOT_SIGN_FILE(-63, "ERROR_PROXY_FILEID", Failure.FORBIDDEN),
    APP_BLOCKED(-64, "ERROR_PROXY_APP_BLOCKED", Failure.FORBIDDEN),
    APP_ID_NOT_SIGN_APP_ID(-70, "ERROR_PROXY_APPID_SIGN", Failure.FORBIDDEN),
    SINGLE_USE_EXPIRES(-73, "ERROR_PROXY_SINGLE_USE_E", Failure.FORBIDDEN),
    MULTI_USE_EXPECTED(-74, "ERROR_PROXY_MULTI_USE_E", Failure.FORBIDDEN),
    SINGLE_USE_WITHOUT_FILE(-76, "ERROR_PROXY_SINGLE_USE_FILEID", Failure.FORBIDDEN),
    SINGLE_USE_AGAIN(-77, "ERROR_PROXY_SIGN_USED", Failure.FORBIDDEN),
    APP_ID_INVALID(-80, "ERROR_PROXY_APPID", Failure.FORBIDDEN),
    APP_ID_UNKNOWN(-82, "ERROR_PROXY_APPID_UNKNOWN", Failure.FORBIDDEN),
    UNSUPPORTED_OP(-75, "ERROR_PROXY_UNSUPPORTED_OP", Failure.UNSUPPORTED),
    METHOD(-5972, "ERROR_METHOD", Failure.UNSUPPORTED),
    HTTP_METHOD(-5996, "ERROR_HTTP_METHOD", Failure.UNSUPPORTED),
    RATE_LIMIT(-71, "ERROR_PROXY_RATE_LIMIT", Failure.BUSY),
    OFFSET_BACK(-4024, "ERROR_OFFSET_WENT_BACK", Failure.BUSY),
    OVERLOAD(-300, "ERROR_OVERLOAD", Failure.UNAVAILABLE),
    BACKEND_TIMEOUT(-152, "ERROR_CMD_BACKEND_TIMEOUT", Failure.UNAVAILABLE),
    NETWORK(-196, "ERROR_CMD_NETWORK", Failure.UNAVAILABLE),
    STORE_ERROR(-4017, "ERROR_STORE", Failure.UNAVAILABLE),
    STORE_TIMEOUT(-4025, "ERROR_STORE_TIMEOUT", Failure.UNAVAILABLE),
    BACKEND_NETWORK(-5997, "ERROR_BACKEND_NETWORK", Failure.UNAVAILABLE),
    STORAGE(-181, "ERROR_CMD_COS_ERROR", Failure.INTERNAL),
    NOT_FINISHED_ON_DOWNLOAD(-45062, "ERROR_UPLOAD_NOT_FINISHED", Failure.PENDING),
    UNKNOWN(-9999, "ERROR_UNKNOWN", Failure.PROTOCOL);

    private final int code;
    private final String word;
    private final Failure kind;

    CosSliceError(int code, String word, Failure kind) {
        this.code = code;
        this.word = word;
        this.kind = kind;
    }

    /** Returns the number on the wire. */
    int code() {
        return code;
    }

    /** Returns the symbolic name. */
    String word() {
        return word;
    }

    /** Returns what it means. */
    Failure kind() {
        return kind;
    }

    /** Returns what to do about it: a whole file of other bytes than announced must be sent anew, a slice only again. */
    Remedy remedy() {
        return this == FILE_SHA_MISMATCH || this == SHA_DIFFERS ? Remedy.RESTART_UPLOAD : kind.remedy();
    }

    /** Returns the failure that our server throws to answer with exactly this code. */
    UploadException failure(String message) {
        return UploadException.builder(kind, message).protocolCode(String.valueOf(code)).remedy(remedy()).build();
    }

    /** Returns what our server answers for {@code failure}: its own code where that is one of these and means the same. */
    static CosSliceError of(UploadException failure) {
        return Arrays.stream(values())
            .filter(error -> String.valueOf(error.code).equals(failure.protocolCode()) && error.kind == failure.kind())
            .findFirst().orElseGet(() -> of(failure.kind()));
    }

    /** Returns the first code of a kind; of one that has none, what comes nearest. */
    static CosSliceError of(Failure kind) {
        return Arrays.stream(values()).filter(error -> error.kind == kind).findFirst().orElseGet(() -> switch (kind) {
            case INVALID_RANGE, PRECONDITION_FAILED, STORAGE_FULL -> UNKNOWN;
            case UPLOAD_OPEN -> PATH_CONFLICT;
            case CUSTOMER_KEY_REQUIRED, CUSTOMER_KEY_MISMATCH -> REFUSED;
            case INVALID_PART_ORDER, INVALID_METADATA -> PARAMETER_CHECK;
            case TOKEN_EXPIRED -> SIGN_EXPIRED;
            case CONNECTION -> OVERLOAD;
            default -> STORAGE;
        });
    }

    /** Returns what a server means by {@code code}; empty when it is not known or says nothing. */
    static Optional<CosSliceError> coded(int code) {
        return Arrays.stream(values()).filter(error -> error.code == code && error != UNKNOWN).findFirst();
    }
}
