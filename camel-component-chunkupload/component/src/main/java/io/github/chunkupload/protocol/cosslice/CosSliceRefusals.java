package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;

/**
 * Makes replies of failures. The SDKs read the JSON of an operation with status 400 and try again with 5xx; downloads have the status
 * that HTTP has for them.
 */
final class CosSliceRefusals {

    private CosSliceRefusals() {
    }

    /** Returns the reply for {@code failure}; one to HEAD has no body. A failure of ours tells nothing of what is inside. */
    static HttpReply reply(HttpHead head, UploadException failure, String requestId) {
        CosSliceError error = CosSliceError.of(failure);
        int status = status(head, failure.kind());
        Headers headers = status != 503 ? Headers.NONE : Headers.of("Retry-After",
            String.valueOf(Math.max(1, failure.retryAfter().map(wait -> wait.toSeconds()).orElse(1L))));
        if (head.method().equals("HEAD")) {
            return HttpReply.of(status, headers);
        }
        return Answer.empty().reply(status, headers, error.code(), error.word() + ": " + message(error, failure), requestId);
    }

    private static int status(HttpHead head, Failure kind) {
        return switch (kind) {
            case BUSY, UNAVAILABLE, PENDING, CONNECTION -> 503;
            case STORAGE_FULL -> 507;
            case INVALID_RANGE -> 416;
            case PRECONDITION_FAILED -> 412;
            default -> CosSliceError.of(kind) == CosSliceError.STORAGE ? 500
                : head.rawPath().startsWith(CosSliceTarget.OPERATIONS) ? 400 : ofDownload(kind);
        };
    }

    private static int ofDownload(Failure kind) {
        return switch (kind) {
            case NO_SUCH_OBJECT, NO_SUCH_BUCKET -> 404;
            case UNAUTHENTICATED, UNKNOWN_ACCESS_KEY, SIGNATURE_MISMATCH, EXPIRED, FORBIDDEN -> 403;
            case UNSUPPORTED -> 405;
            default -> 400;
        };
    }

    private static String message(CosSliceError error, UploadException failure) {
        boolean ours = error.kind() == Failure.INTERNAL || failure.getMessage() == null;
        return ours ? "The server failed; its log tells more under the request id" : Replies.printable(failure.getMessage());
    }
}
