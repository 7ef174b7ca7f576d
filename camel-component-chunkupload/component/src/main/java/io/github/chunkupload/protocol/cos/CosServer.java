package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.ObjectLocator;
import io.github.chunkupload.protocol.QSignVerifier;
import io.github.chunkupload.protocol.RequestIds;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lets clients of the XML API of COS into a store. Nothing of a body is read, and so no {@code 100 Continue} is sent, before the
 * request is authenticated and its arguments are found good. What is nobody's fault but ours is thrown, for the gateway to log and to
 * {@linkplain CosProtocol#refuse refuse}. Thread-safe.
 */
final class CosServer implements HttpHandler {

    private static final Set<CosError> OURS = EnumSet.of(CosError.INTERNAL_ERROR, CosError.STORAGE_FULL);

    private final Backend backend;
    private final ServerSettings settings;
    private final QSignVerifier verifier;
    private final ObjectLocator locator;

    CosServer(Backend backend, ServerSettings settings) {
        this.backend = backend;
        this.settings = settings;
        this.verifier = new QSignVerifier(settings, CosHeaders.TOKEN);
        this.locator = CosHosts.locator(settings);
    }

    @Override
    public HttpReply handle(HttpCall call) {
        Instant now = settings.clock().instant();
        String requestId = RequestIds.of(call, now);
        return signedOff(answer(call, requestId, now), requestId, now);
    }

    /** Returns a failure as a reply with all that a reply of COS has. */
    static HttpReply refusal(HttpHead head, UploadException failure, Instant now) {
        String requestId = failure.requestId().isEmpty() ? RequestIds.next(now) : failure.requestId();
        return signedOff(CosRefusals.reply(head, failure, requestId, now), requestId, now);
    }

    private HttpReply answer(HttpCall call, String requestId, Instant now) {
        try {
            return perform(admitted(call));
        } catch (UploadException e) {
            if (OURS.contains(CosError.of(e))) {
                throw e;
            }
            return CosRefusals.reply(call.head(), e, requestId, now).refusing(e.kind());
        }
    }

    private CosRequest admitted(HttpCall call) {
        try {
            Caller caller = verifier.authenticate(call);
            ObjectRef object = CosHosts.asksForBuckets(call.head(), settings) ? new ObjectRef("", "") : locator.locate(call.head());
            return new CosRequest(call, caller, object, call.head().query(), backend.as(caller), settings);
        } catch (IllegalArgumentException e) {
            throw UploadException.builder(Failure.INVALID_ARGUMENT, "The request target is not percent-encoded UTF-8")
                .protocolCode(CosError.INVALID_URI.code()).build();
        }
    }

    private static HttpReply perform(CosRequest request) {
        CosOperation operation = CosOperation.of(request.head(), request.object());
        if (!request.object().key().isEmpty()) {
            CosKeys.SERVED.check(request.object().key());
        }
        return switch (operation) {
            case INITIATE -> CosUploads.initiate(request);
            case PUT_PART -> request.headers().has(CosHeaders.COPY_SOURCE) ? CosCopies.part(request) : CosUploads.putPart(request);
            case LIST_PARTS -> CosUploads.listParts(request);
            case LIST_UPLOADS -> CosUploads.listUploads(request);
            case COMPLETE -> CosUploads.complete(request);
            case ABORT -> CosUploads.abort(request);
            case PUT_OBJECT -> CosObjects.put(request);
            case HEAD_OBJECT -> CosObjects.head(request);
            case GET_OBJECT -> CosObjects.get(request);
            case DELETE_OBJECT -> CosObjects.delete(request);
            case GET_SERVICE -> CosBuckets.service(request);
            case PUT_BUCKET -> CosBuckets.put(request);
            case HEAD_BUCKET -> CosBuckets.head(request);
            case LIST_OBJECTS -> CosBuckets.list(request);
            case DELETE_BUCKET -> CosBuckets.delete(request);
        };
    }

    private static HttpReply signedOff(HttpReply reply, String requestId, Instant now) {
        Headers headers = Headers.builder().addAll(reply.headers())
            .set("Server", "tencent-cos")
            .set("Date", HttpDates.header(now))
            .set(CosHeaders.REQUEST_ID, requestId).build();
        return reply.with(headers);
    }
}
