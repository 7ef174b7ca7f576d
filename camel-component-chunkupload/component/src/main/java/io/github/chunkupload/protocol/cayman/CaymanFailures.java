package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.util.Optional;

/** Makes failures of replies: the code counts, wherever it is; the status only where there is no code. */
final class CaymanFailures {

    private final Clock clock;

    CaymanFailures(Clock clock) {
        this.clock = clock;
    }

    /** Returns whether {@code document} is one of Cayman, be it a success or not. */
    static boolean hasCode(JsonNode document) {
        return CaymanJson.number(document, "code").isPresent();
    }

    /** Returns whether {@code document} tells a success. */
    static boolean isSuccess(JsonNode document) {
        return CaymanJson.number(document, "code").orElse(-1) == CaymanJson.SUCCESS;
    }

    /** Returns the failure that {@code document} tells, which came with {@code reply}; it may be empty. */
    UploadException of(HttpReply reply, CaymanOperation operation, ObjectRef object, JsonNode document) {
        int code = (int) Math.min(Integer.MAX_VALUE, CaymanJson.number(document, "code").orElse(reply.status()));
        boolean pageMissing = code == 404 && !hasCode(document) && operation.isRare();
        Failure kind = pageMissing ? Failure.UNSUPPORTED : CaymanError.meaning(document.path("error").asText(""))
            .or(() -> operation.meaning(code)).orElseGet(() -> Replies.kind(code, Failure.NO_SUCH_OBJECT));
        String told = document.path("msg").asText("");
        String what = operation.method() + " " + operation.path() + " of";
        String message = Replies.refusal(what, object, reply, String.valueOf(code), told, kind);
        return builder(reply, kind, message).protocolCode(String.valueOf(code)).build();
    }

    /** Returns the failure of a reply that says success and nothing that can be understood: whether it was one has to be asked. */
    UploadException unreadable(HttpReply reply, Optional<UploadException> why) {
        return builder(reply, Failure.PROTOCOL, "The reply is not one of Cayman").remedy(Remedy.ASK).cause(why.orElse(null)).build();
    }

    private UploadException.Builder builder(HttpReply reply, Failure kind, String message) {
        return UploadException.builder(kind, message).httpStatus(reply.status())
            .serverDate(Replies.serverDate(reply).orElse(null))
            .retryAfter(Replies.retryAfter(reply, clock).orElse(null));
    }
}
