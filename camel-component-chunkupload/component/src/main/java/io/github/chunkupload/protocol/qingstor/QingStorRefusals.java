package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;

/** Makes replies of failures. */
final class QingStorRefusals {

    private static final String BRIEF_WAIT = "1";

    private QingStorRefusals() {
    }

    /** Returns the reply for {@code failure}; one to HEAD has no body. A failure of ours tells nothing of what is inside. */
    static HttpReply reply(HttpHead head, UploadException failure, String requestId) {
        QingStorError error = QingStorError.of(failure);
        Headers.Builder headers = Headers.builder();
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
        return HttpReply.of(error.status(), headers.build(), "application/json",
            QingStorJson.error(error.code(), message(error, failure), requestId));
    }

    private static String message(QingStorError error, UploadException failure) {
        boolean ours = error.kind() == Failure.INTERNAL || failure.getMessage() == null;
        return ours ? "The server failed; its log tells more under the request id" : failure.getMessage();
    }
}
