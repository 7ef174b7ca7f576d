package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.util.EnumSet;
import java.util.Set;

/** Makes replies of failures. */
final class QingStorRefusals {

    /** What the vendor's codes do not tell apart from other failures. */
    static final Set<Failure> KEY_FAILURES = EnumSet.of(Failure.CUSTOMER_KEY_REQUIRED, Failure.CUSTOMER_KEY_MISMATCH);

    private static final String BRIEF_WAIT = "1";

    private QingStorRefusals() {
    }

    /** Returns the reply for {@code failure}; one to HEAD has no body. A failure of ours tells nothing of what is inside. */
    static HttpReply reply(HttpHead head, UploadException failure, String requestId) {
        QingStorError error = error(head, failure);
        Headers.Builder headers = Headers.builder();
        if (KEY_FAILURES.contains(failure.kind())) {
            headers.add(QingStorHeaders.FAILURE, failure.kind().name());
        }
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

    /** A key that does not fit is an argument that does not, unless something is read. */
    private static QingStorError error(HttpHead head, UploadException failure) {
        boolean writes = !head.method().equals("GET") && !head.method().equals("HEAD");
        return writes && KEY_FAILURES.contains(failure.kind()) ? QingStorError.INVALID_ARGUMENT : QingStorError.of(failure);
    }

    private static String message(QingStorError error, UploadException failure) {
        boolean ours = error.kind() == Failure.INTERNAL || failure.getMessage() == null;
        return ours ? "The server failed; its log tells more under the request id" : failure.getMessage();
    }
}
