package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;

/**
 * The replies of our server. Refusals have status 200, because clients in the field read no body of any other; except where success is
 * the bare bytes of an object, where nobody was let in, and where the server itself is at its end.
 */
final class CaymanReplies {

    /** The vendor documents no header for the id of a request; this one is what HTTP servers commonly use. */
    static final String REQUEST_ID = "X-Request-Id";

    private static final String BRIEF_WAIT = "1";

    private CaymanReplies() {
    }

    static HttpReply success() {
        return json(CaymanJson.SUCCESS, Headers.NONE, CaymanJson.success());
    }

    static HttpReply success(ObjectNode result) {
        return json(CaymanJson.SUCCESS, Headers.NONE, CaymanJson.success(result));
    }

    /** Returns a success told in a layout of its own. */
    static HttpReply told(ObjectNode document) {
        return json(CaymanJson.SUCCESS, Headers.NONE, CaymanJson.print(document));
    }

    /** Returns the reply for {@code failure}. A failure of ours tells nothing of what is inside. */
    static HttpReply refusal(HttpHead head, UploadException failure) {
        CaymanError error = CaymanError.of(failure);
        Headers.Builder headers = Headers.builder();
        if (error.code() == 503) {
            headers.add("Retry-After", failure.retryAfter().map(wait -> String.valueOf(Math.max(1, wait.toSeconds()))).orElse(BRIEF_WAIT));
        }
        if (!failure.requestId().isEmpty()) {
            headers.add(REQUEST_ID, failure.requestId());
        }
        if (head.method().equals("HEAD")) {
            return HttpReply.of(error.code(), headers.build());
        }
        return json(status(head, error), headers.build(), CaymanJson.error(error, message(failure)));
    }

    private static int status(HttpHead head, CaymanError error) {
        boolean plain = error.code() == 401 || error.code() >= 500 || error == CaymanError.UNSUPPORTED;
        return plain || CaymanOperation.isBinary(head.rawPath()) ? error.code() : CaymanJson.SUCCESS;
    }

    private static String message(UploadException failure) {
        boolean ours = failure.kind() == Failure.INTERNAL || failure.getMessage() == null;
        return ours ? "The server failed; its log tells more" : Replies.printable(failure.getMessage());
    }

    private static HttpReply json(int status, Headers headers, String text) {
        return HttpReply.of(status, headers, "application/json", text);
    }
}
