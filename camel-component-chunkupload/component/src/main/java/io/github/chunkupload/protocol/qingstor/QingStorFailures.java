package io.github.chunkupload.protocol.qingstor;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.util.Optional;

/** Makes failures of replies. The body of an error is bounded and may be anything: the vendor's JSON, the page of a proxy, nothing. */
final class QingStorFailures {

    private static final int MAX_ERROR = 64 << 10;

    private final Clock clock;

    QingStorFailures(Clock clock) {
        this.clock = clock;
    }

    private record Told(String code, String message, String requestId) {
    }

    /** Returns the failure that {@code reply} tells, and closes it. */
    UploadException of(HttpReply reply, QingStorCall call) {
        return of(reply, call, Replies.errorBody(reply, MAX_ERROR));
    }

    /** Returns the failure that {@code body} tells, which came with {@code reply}. */
    UploadException of(HttpReply reply, QingStorCall call, byte[] body) {
        Told told = told(body);
        Failure kind = keyFailure(reply).or(() -> QingStorError.named(told.code()).map(QingStorError::kind))
            .orElseGet(() -> reply.isSuccess() ? Failure.INTERNAL : Replies.kind(reply.status(), call.missing()));
        String message = Replies.refusal(call.method(), call.object(), reply, told.code(), told.message(), kind);
        return builder(reply, kind, message, told.requestId()).protocolCode(Replies.printable(told.code())).build();
    }

    /** Returns the failure of a reply that says success and nothing that can be understood: whether it was one has to be asked. */
    UploadException unreadable(HttpReply reply, UploadException why) {
        return builder(reply, Failure.PROTOCOL, "The reply cannot be read: " + why.getMessage(), "").remedy(Remedy.ASK).cause(why).build();
    }

    /** Returns whether {@code body} is an error, whatever the status says. */
    static boolean isError(byte[] body) {
        return !told(body).code().isEmpty();
    }

    private static Optional<Failure> keyFailure(HttpReply reply) {
        return reply.header(QingStorHeaders.FAILURE)
            .flatMap(name -> QingStorRefusals.KEY_FAILURES.stream().filter(kind -> kind.name().equals(name)).findFirst());
    }

    private UploadException.Builder builder(HttpReply reply, Failure kind, String message, String requestId) {
        return UploadException.builder(kind, message).httpStatus(reply.status())
            .requestId(Replies.printable(reply.header(QingStorHeaders.REQUEST_ID).orElse(requestId)))
            .serverDate(Replies.serverDate(reply).orElse(null))
            .retryAfter(Replies.retryAfter(reply, clock).orElse(null));
    }

    private static Told told(byte[] body) {
        try {
            JsonNode root = QingStorJson.parse(body);
            return new Told(root.path("code").asText(""), root.path("message").asText(""), root.path("request_id").asText(""));
        } catch (UploadException e) {
            return new Told("", "", "");
        }
    }
}
