package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The codes of Cayman. The manual knows 400, 409 and 417, for metadata and quota only; the others are ours. As one code means many
 * things, our server also sends a word in the member {@code error}, which no client needs.
 */
enum CaymanError {

    INVALID_ARGUMENT(400, Failure.INVALID_ARGUMENT),
    MALFORMED(400, Failure.MALFORMED),
    INVALID_KEY(400, Failure.INVALID_KEY),
    INVALID_BUCKET(400, Failure.INVALID_BUCKET),
    INVALID_METADATA(400, Failure.INVALID_METADATA),
    INVALID_DIGEST(400, Failure.INVALID_DIGEST),
    INVALID_PART_ORDER(400, Failure.INVALID_PART_ORDER),
    INCOMPLETE_BODY(400, Failure.INCOMPLETE_BODY),
    DIGEST_MISMATCH(400, Failure.DIGEST_MISMATCH),
    LENGTH_REQUIRED(400, Failure.LENGTH_REQUIRED),
    PART_TOO_SMALL(400, Failure.PART_TOO_SMALL),
    UNAUTHENTICATED(401, Failure.UNAUTHENTICATED),
    UNKNOWN_ACCESS_KEY(401, Failure.UNKNOWN_ACCESS_KEY),
    SIGNATURE_MISMATCH(401, Failure.SIGNATURE_MISMATCH),
    EXPIRED(401, Failure.EXPIRED),
    TOKEN_EXPIRED(401, Failure.TOKEN_EXPIRED),
    FORBIDDEN(403, Failure.FORBIDDEN),
    NO_SUCH_BUCKET(404, Failure.NO_SUCH_BUCKET),
    NO_SUCH_OBJECT(404, Failure.NO_SUCH_OBJECT),
    NO_SUCH_UPLOAD(404, Failure.NO_SUCH_UPLOAD),
    UNSUPPORTED(404, Failure.UNSUPPORTED),
    CUSTOMER_KEY_REQUIRED(400, Failure.CUSTOMER_KEY_REQUIRED),
    CUSTOMER_KEY_MISMATCH(403, Failure.CUSTOMER_KEY_MISMATCH),
    BUCKET_EXISTS(409, Failure.BUCKET_EXISTS),
    BUCKET_NOT_EMPTY(409, Failure.BUCKET_NOT_EMPTY),
    ALREADY_EXISTS(409, Failure.ALREADY_EXISTS),
    UPLOAD_OPEN(409, Failure.UPLOAD_OPEN),
    CONFLICT(409, Failure.CONFLICT),
    INVALID_PART(409, Failure.INVALID_PART),
    PRECONDITION_FAILED(409, Failure.PRECONDITION_FAILED),
    TOO_LARGE(413, Failure.TOO_LARGE),
    INVALID_RANGE(416, Failure.INVALID_RANGE),
    STORAGE_FULL(417, Failure.STORAGE_FULL),
    CORRUPT(417, Failure.CORRUPT),
    INTERNAL(500, Failure.INTERNAL),
    UNAVAILABLE(503, Failure.UNAVAILABLE),
    BUSY(503, Failure.BUSY),
    PENDING(503, Failure.PENDING);

    private final int code;
    private final Failure kind;

    CaymanError(int code, Failure kind) {
        this.code = code;
        this.kind = kind;
    }

    /** Returns the number on the wire. */
    int code() {
        return code;
    }

    /** Returns the word on the wire. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what it means. */
    Failure kind() {
        return kind;
    }

    /** Returns what our server answers for a failure; for one that has no word, what comes nearest. */
    static CaymanError of(UploadException failure) {
        return Arrays.stream(values()).filter(error -> error.kind == failure.kind()).findFirst().orElseGet(() -> switch (failure.kind()) {
            case CONNECTION, KEY_SERVICE, CANCELLED -> UNAVAILABLE;
            default -> INTERNAL;
        });
    }

    /** Returns what a server means by {@code word}; empty when it is not one of ours. */
    static Optional<Failure> meaning(String word) {
        return Arrays.stream(values()).filter(error -> error.word().equals(word)).findFirst().map(CaymanError::kind);
    }
}
