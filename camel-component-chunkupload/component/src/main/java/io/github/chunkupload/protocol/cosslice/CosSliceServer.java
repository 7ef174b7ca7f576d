package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.RequestIds;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Lets clients of the legacy JSON API into a store. Who makes a request, and whether the signature is for this file, is found out before
 * anything of the body is read; whether it is of the right kind only when the body has told the operation. What is nobody's fault but
 * ours is thrown, for the gateway to log and to {@linkplain CosSliceProtocol#refuse refuse}. Thread-safe.
 */
final class CosSliceServer implements HttpHandler {

    /** The JSON names the id too; downloads have no JSON. */
    private static final String REQUEST_ID = "x-cos-request-id";

    private static final Set<Failure> OURS = EnumSet.of(Failure.INTERNAL, Failure.STORAGE_FULL);

    private final Backend backend;
    private final ServerSettings settings;
    private final CosSliceVerifier verifier;
    private final CosSliceUploads uploads;
    private final CosSliceUploadsV2 uploadsV2;
    private final SingleUses uses;

    CosSliceServer(Backend backend, ServerSettings settings, long slice, boolean serial) {
        this.backend = backend;
        this.settings = settings;
        this.verifier = new CosSliceVerifier(settings);
        this.uploads = new CosSliceUploads(new Slices(slice));
        this.uploadsV2 = new CosSliceUploadsV2(new Slices(slice), serial);
        this.uses = new SingleUses(settings.clock(), settings.signatures().skew(CosSliceLimits.SINGLE_USE_LIFE));
    }

    @Override
    public HttpReply handle(HttpCall call) {
        String requestId = RequestIds.of(call, settings.clock().instant());
        return signedOff(answer(call, requestId), requestId, settings.clock().instant());
    }

    /** Returns a failure as a reply with all that a reply has. */
    static HttpReply refusal(HttpHead head, UploadException failure, Instant now) {
        String requestId = failure.requestId().isEmpty() ? RequestIds.next(now) : failure.requestId();
        return signedOff(CosSliceRefusals.reply(head, failure, requestId), requestId, now);
    }

    private HttpReply answer(HttpCall call, String requestId) {
        try {
            return admitted(call, requestId);
        } catch (UploadException e) {
            if (OURS.contains(e.kind()) || CosSliceError.of(e) == CosSliceError.STORAGE) {
                throw e;
            }
            return CosSliceRefusals.reply(call.head(), e, requestId).refusing(e.kind());
        } catch (IllegalArgumentException e) {
            return CosSliceRefusals.reply(call.head(), CosSliceError.INVALID_PATH.failure("The request is not percent-encoded UTF-8"),
                requestId).refusing(Failure.INVALID_ARGUMENT);
        }
    }

    private HttpReply admitted(HttpCall call, String requestId) {
        CosSliceTarget target = CosSliceTarget.of(call.head(), settings);
        CosSliceVerifier.Proved proved = verifier.authenticate(call.head(), target, call.peer());
        ObjectStore store = backend.as(proved.caller());
        String method = call.head().method();
        if (target.isDownload()) {
            return switch (method) {
                case "GET" -> CosSliceObjects.get(call.head(), store, target.object());
                case "HEAD" -> CosSliceObjects.head(call.head(), store, target.object());
                default -> throw CosSliceError.HTTP_METHOD.failure("Files are read with GET and HEAD");
            };
        }
        if (!method.equals("GET") && !method.equals("POST")) {
            throw CosSliceError.HTTP_METHOD.failure("Operations are asked for with GET and POST");
        }
        try (Form form = Form.read(call)) {
            CosSliceRequest request = new CosSliceRequest(call, target, form, store, settings);
            return perform(request, proved).reply(requestId);
        }
    }

    private Answer perform(CosSliceRequest request, CosSliceVerifier.Proved proved) {
        CosSliceOperation operation = CosSliceOperation.of(request);
        boolean single = proved.sign().filter(CosSliceSign::isSingleUse).isPresent();
        if (operation.kind() == CosSliceOperation.Signature.SINGLE_USE || single && operation.kind() == CosSliceOperation.Signature.ANY) {
            return once(request, operation, proved);
        }
        if (single) {
            throw CosSliceError.MULTI_USE_EXPECTED.failure("The operation needs a signature that expires");
        }
        return perform(request, operation);
    }

    private Answer perform(CosSliceRequest request, CosSliceOperation operation) {
        return switch (operation) {
            case UPLOAD_SLICE -> request.form().hasContent() ? uploads.slice(request) : uploads.control(request);
            case UPLOAD_SLICE_INIT -> uploadsV2.init(request);
            case UPLOAD_SLICE_DATA -> uploadsV2.data(request);
            case UPLOAD_SLICE_LIST -> uploadsV2.list(request);
            case UPLOAD_SLICE_FINISH -> uploadsV2.finish(request);
            case UPLOAD -> CosSliceObjects.upload(request);
            case STAT -> CosSliceObjects.stat(request);
            case DELETE -> CosSliceObjects.delete(request);
            case CREATE -> CosSliceDirectories.create(request);
            case LIST -> CosSliceDirectories.list(request);
            case UPDATE -> CosSliceCopies.update(request);
            case MOVE -> CosSliceCopies.move(request);
            case COPY -> CosSliceCopies.copy(request);
        };
    }

    /** A signature for one use counts as used only when something was done with it: clients send a lost request again. */
    private Answer once(CosSliceRequest request, CosSliceOperation operation, CosSliceVerifier.Proved proved) {
        CosSliceSign sign = proved.sign()
            .orElseThrow(() -> CosSliceError.REFUSED.failure("Nobody does that without a signature: " + operation.word()));
        if (!sign.isSingleUse()) {
            throw CosSliceError.SINGLE_USE_EXPIRES.failure("The operation needs a signature for one use: " + operation.word());
        }
        uses.take(sign);
        try {
            return perform(request, operation);
        } catch (RuntimeException e) {
            uses.giveBack(sign);
            throw e;
        }
    }

    private static HttpReply signedOff(HttpReply reply, String requestId, Instant now) {
        Headers headers = Headers.builder().addAll(reply.headers()).set("Date", HttpDates.header(now))
            .set(REQUEST_ID, requestId).build();
        return reply.with(headers);
    }
}
