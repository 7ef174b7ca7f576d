package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.HttpDates;
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
 * Lets clients of CDCS into a store. Nothing of a body is read, and so no {@code 100 Continue} is sent, before the request is
 * authenticated and its arguments are found good. What is nobody's fault but ours is thrown, for the gateway to log and to
 * {@linkplain CdcsProtocol#refuse refuse}. Thread-safe.
 */
final class CdcsServer implements HttpHandler {

    private static final Set<CdcsError> OURS = EnumSet.of(CdcsError.INTERNAL_ERROR, CdcsError.STORAGE_FULL);

    private final Backend backend;
    private final ServerSettings settings;
    private final Generation generation;
    private final QSignVerifier verifier;
    private final OpenPuts puts = new OpenPuts();

    CdcsServer(Backend backend, ServerSettings settings) {
        this.backend = backend;
        this.settings = settings;
        this.generation = Generation.in(settings.options());
        this.verifier = new QSignVerifier(settings, CdcsHeaders.TOKEN);
    }

    @Override
    public HttpReply handle(HttpCall call) {
        Instant now = settings.clock().instant();
        String requestId = RequestIds.of(call, now);
        return signedOff(answer(call, requestId, now), requestId, now);
    }

    /** Returns a failure as a reply with all that a reply of CDCS has. */
    static HttpReply refusal(HttpHead head, UploadException failure, Instant now) {
        String requestId = failure.requestId().isEmpty() ? RequestIds.next(now) : failure.requestId();
        return signedOff(CdcsRefusals.reply(head, Generation.wanted(head, Generation.JSON), failure, requestId, now), requestId, now);
    }

    private HttpReply answer(HttpCall call, String requestId, Instant now) {
        try {
            return perform(admitted(call));
        } catch (UploadException e) {
            if (OURS.contains(CdcsError.of(e))) {
                throw e;
            }
            return CdcsRefusals.reply(call.head(), Generation.wanted(call.head(), generation), e, requestId, now).refusing(e.kind());
        }
    }

    private CdcsRequest admitted(HttpCall call) {
        try {
            Caller caller = verifier.authenticate(call);
            ObjectRef object = CdcsNames.locate(call.head(), settings);
            return new CdcsRequest(call, caller, object, Generation.wanted(call.head(), generation), backend.as(caller), settings);
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The request target is not percent-encoded UTF-8", e);
        }
    }

    private HttpReply perform(CdcsRequest request) {
        CdcsOperation operation = CdcsOperation.of(request.head(), request.object());
        if (!request.object().key().isEmpty()) {
            CdcsTraits.KEYS.check(request.object().key());
        }
        return switch (operation) {
            case INITIATE -> {
                puts.refuse(request.object());
                yield CdcsUploads.initiate(request);
            }
            case PUT_PART -> CdcsUploads.putPart(request);
            case LIST_PARTS -> CdcsUploads.listParts(request);
            case LIST_UPLOADS -> CdcsUploads.listUploads(request);
            case COMPLETE -> CdcsUploads.complete(request);
            case ABORT -> CdcsUploads.abort(request);
            case PUT_OBJECT -> puts.alone(request.object(), () -> CdcsObjects.put(request));
            case HEAD_OBJECT -> CdcsObjects.head(request);
            case GET_OBJECT -> CdcsObjects.get(request);
            case GET_SERVICE -> CdcsCoffers.getService(request);
            case PUT_COFFER -> CdcsCoffers.putCoffer(request);
            case GET_COFFER -> CdcsCoffers.getCoffer(request);
            case DELETE_COFFER -> CdcsCoffers.deleteCoffer(request);
        };
    }

    private static HttpReply signedOff(HttpReply reply, String requestId, Instant now) {
        Headers headers = Headers.builder().addAll(reply.headers())
            .set("Server", "tencent-cdcs")
            .set("Date", HttpDates.header(now))
            .set(CdcsHeaders.REQUEST_ID, requestId).build();
        return reply.with(headers);
    }
}
