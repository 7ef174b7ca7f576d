package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.RequestIds;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;

/** Makes replies of failures. */
final class CosRefusals {

    private static final String BRIEF_WAIT = "1";

    private CosRefusals() {
    }

    /** Returns the reply for {@code failure}; one to HEAD has no body. A failure of ours tells nothing of what is inside. */
    static HttpReply reply(HttpHead head, UploadException failure, String requestId, Instant now) {
        CosError error = CosError.of(failure);
        String traceId = RequestIds.next(now);
        Headers.Builder headers = Headers.builder().add(CosHeaders.TRACE_ID, traceId);
        failure.retryAfter().ifPresentOrElse(
            wait -> headers.add("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))),
            () -> {
                if (error.status() == 503) {
                    headers.add("Retry-After", BRIEF_WAIT);
                }
            });
        if (head.method().equals("HEAD")) {
            return HttpReply.of(error.status(), headers.build());
        }
        String resource = head.authority() + head.rawPath();
        return HttpReply.of(error.status(), headers.build(), "application/xml",
            Xml.write(ErrorXml.write(error.code(), message(error, failure), resource, requestId, traceId)));
    }

    private static String message(CosError error, UploadException failure) {
        if (error == CosError.REQUEST_HAS_EXPIRED) {
            return CosError.EXPIRED_MESSAGE;
        }
        boolean ours = error.kind() == Failure.INTERNAL || failure.getMessage() == null;
        return ours ? "The server failed; its log tells more under the request id" : failure.getMessage();
    }
}
