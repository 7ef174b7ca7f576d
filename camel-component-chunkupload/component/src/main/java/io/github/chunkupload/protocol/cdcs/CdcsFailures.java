package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes failures of replies. The body of an error is bounded and may be anything: either generation with fields left out, the page of a
 * proxy, or nothing.
 */
final class CdcsFailures {

    /** Roles and keys are mended by people: who comes back at once only adds to the load. */
    static final Duration LONG_BACK_OFF = Duration.ofSeconds(30);

    private static final int MAX_ERROR = 64 << 10;

    private final Clock clock;

    CdcsFailures(Clock clock) {
        this.clock = clock;
    }

    private record Told(String code, String message, String requestId) {

        static final Told NOTHING = new Told("", "", "");
    }

    /** Returns the failure that {@code reply} tells, and closes it. */
    UploadException of(HttpReply reply, CdcsCall call) {
        return of(reply, call, Replies.errorBody(reply, MAX_ERROR));
    }

    /** Returns the failure that {@code body} tells, which came with {@code reply}. */
    UploadException of(HttpReply reply, CdcsCall call, byte[] body) {
        Told told = told(body);
        Failure kind = clocksApart(CdcsError.named(told.code(), told.message()).map(CdcsError::kind)
            .orElseGet(() -> reply.isSuccess() ? Failure.INTERNAL : Replies.kind(reply.status(), call.missing())), reply);
        String message = Replies.refusal(call.method(), call.object(), reply, told.code(), told.message(), kind);
        return builder(reply, kind, message, told.requestId()).protocolCode(Replies.printable(told.code())).build();
    }

    /** Returns the failure of a reply that says success and nothing that can be understood: whether it was one has to be asked. */
    UploadException unreadable(HttpReply reply, String message, Throwable cause) {
        return builder(reply, Failure.PROTOCOL, message, "").remedy(Remedy.ASK).cause(cause).build();
    }

    /** The service has one word for every signature that it does not like; a clock that is wrong shows in its date. */
    private Failure clocksApart(Failure kind, HttpReply reply) {
        Optional<Instant> server = Replies.serverDate(reply);
        if (kind != Failure.SIGNATURE_MISMATCH || server.isEmpty()) {
            return kind;
        }
        Instant now = clock.instant();
        boolean valid = !server.get().isBefore(now.minus(CdcsWire.EARLIEST)) && !server.get().isAfter(now.plus(CdcsWire.SIGNATURE_LIFE));
        return valid ? kind : Failure.EXPIRED;
    }

    private UploadException.Builder builder(HttpReply reply, Failure kind, String message, String requestId) {
        Optional<Duration> wait = Replies.retryAfter(reply, clock)
            .or(() -> kind == Failure.KEY_SERVICE ? Optional.of(LONG_BACK_OFF) : Optional.empty());
        return UploadException.builder(kind, message).httpStatus(reply.status())
            .requestId(Replies.printable(reply.header(CdcsHeaders.REQUEST_ID).orElse(requestId)))
            .serverDate(Replies.serverDate(reply).orElse(null))
            .retryAfter(wait.orElse(null));
    }

    private static Told told(byte[] body) {
        try {
            Document error = Document.parse(body);
            return error.isA(ErrorDocument.ROOT) ? new Told(Fields.text(error.fields(), "Code", "code"),
                Fields.text(error.fields(), "Message", "message"), Fields.text(error.fields(), "RequestId", "requestId")) : Told.NOTHING;
        } catch (UploadException e) {
            return Told.NOTHING;
        }
    }
}
