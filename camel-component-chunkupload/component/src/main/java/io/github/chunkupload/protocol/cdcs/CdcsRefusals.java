package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.RequestIds;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;

/** Makes replies of failures. */
final class CdcsRefusals {

    private static final String BRIEF_WAIT = "1";

    private CdcsRefusals() {
    }

    /** Returns the reply for {@code failure}; one to HEAD has no body. A failure of ours tells nothing of what is inside. */
    static HttpReply reply(HttpHead head, Generation generation, UploadException failure, String requestId, Instant now) {
        CdcsError error = CdcsError.of(failure);
        String traceId = RequestIds.next(now);
        Headers.Builder headers = Headers.builder().add(CdcsHeaders.TRACE_ID, traceId);
        boolean passes = error.status() == 503 || error.kind() == Failure.PENDING;
        failure.retryAfter().ifPresentOrElse(
            wait -> headers.add("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))),
            () -> {
                if (passes) {
                    headers.add("Retry-After", BRIEF_WAIT);
                }
            });
        if (head.method().equals("HEAD")) {
            return HttpReply.of(error.status(), headers.build());
        }
        return HttpReply.of(error.status(), headers.build(), generation.mediaType(),
            ErrorDocument.write(generation, error.code(), message(error, failure), head.rawPath(), requestId, traceId).write());
    }

    private static String message(CdcsError error, UploadException failure) {
        if (error == CdcsError.REQUEST_HAS_EXPIRED) {
            return CdcsError.EXPIRED_MESSAGE;
        }
        boolean ours = error.kind() == Failure.INTERNAL || failure.getMessage() == null;
        return ours ? "The server failed; its log tells more under the request id" : failure.getMessage();
    }
}
