package io.github.chunkupload.protocol.cos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * Makes failures of replies. The body of an error is bounded and may be anything: the vendor's XML with elements left out, JSON, the
 * page of a proxy, or nothing.
 */
final class CosFailures {

    private static final int MAX_ERROR = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;

    CosFailures(Clock clock) {
        this.clock = clock;
    }

    private record Told(String code, String message, String requestId) {
    }

    /** Returns the failure that {@code reply} tells, and closes it. */
    UploadException of(HttpReply reply, CosCall call) {
        return of(reply, call, Replies.errorBody(reply, MAX_ERROR));
    }

    /** Returns the failure that {@code body} tells, which came with {@code reply}. */
    UploadException of(HttpReply reply, CosCall call, byte[] body) {
        Told told = told(body);
        Failure kind = CosError.named(told.code(), told.message()).map(CosError::kind)
            .orElseGet(() -> reply.isSuccess() ? Failure.INTERNAL : Replies.kind(reply.status(), call.missing()));
        String message = Replies.refusal(call.method(), call.object(), reply, told.code(), told.message(), kind);
        return builder(reply, kind, message, told.requestId()).protocolCode(Replies.printable(told.code())).build();
    }

    /** Returns the failure of a reply that says success and nothing that can be understood: whether it was one has to be asked. */
    UploadException unreadable(HttpReply reply, String message, Throwable cause) {
        return builder(reply, Failure.PROTOCOL, message, "").remedy(Remedy.ASK).cause(cause).build();
    }

    private UploadException.Builder builder(HttpReply reply, Failure kind, String message, String requestId) {
        return UploadException.builder(kind, message).httpStatus(reply.status())
            .requestId(Replies.printable(reply.header(CosHeaders.REQUEST_ID).orElse(requestId)))
            .serverDate(Replies.serverDate(reply).orElse(null))
            .retryAfter(Replies.retryAfter(reply, clock).orElse(null));
    }

    private static Told told(byte[] body) {
        return xml(body).or(() -> json(body)).orElseGet(() -> new Told("", "", ""));
    }

    private static Optional<Told> xml(byte[] body) {
        try {
            XmlElement root = Xml.parse(body);
            return root.name().equals(ErrorXml.ROOT)
                ? Optional.of(new Told(root.value("Code"), root.value("Message"), root.value("RequestId"))) : Optional.empty();
        } catch (UploadException e) {
            return Optional.empty();
        }
    }

    private static Optional<Told> json(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            return root != null && root.isObject() ? Optional.of(new Told(text(root, "Code", "code"), text(root, "Message", "message"),
                text(root, "RequestId", "requestId"))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode root, String name, String other) {
        return root.has(name) ? root.get(name).asText() : root.path(other).asText();
    }
}
