package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets clients of QingStor into a store. Nothing of a body is read, and so no {@code 100 Continue} is sent, before the request is
 * authenticated and its arguments are found good. What is nobody's fault but ours is thrown, for the gateway to log and to
 * {@linkplain QingStorProtocol#refuse refuse}. Thread-safe.
 */
final class QingStorServer implements HttpHandler {

    private static final Set<QingStorError> OURS = EnumSet.of(QingStorError.INTERNAL_ERROR, QingStorError.STORAGE_FULL);

    private final Backend backend;
    private final ServerSettings settings;
    private final QingStorVerifier verifier;

    QingStorServer(Backend backend, ServerSettings settings) {
        this.backend = backend;
        this.settings = settings;
        this.verifier = new QingStorVerifier(settings);
    }

    @Override
    public HttpReply handle(HttpCall call) {
        String requestId = requestId();
        return signedOff(answer(call, requestId), requestId, settings.clock().instant());
    }

    /** Returns a failure as a reply with all that a reply of QingStor has. */
    static HttpReply refusal(HttpHead head, UploadException failure, Instant now) {
        String requestId = failure.requestId().isEmpty() ? requestId() : failure.requestId();
        return signedOff(QingStorRefusals.reply(head, failure, requestId), requestId, now);
    }

    private HttpReply answer(HttpCall call, String requestId) {
        try {
            return perform(admitted(call));
        } catch (UploadException e) {
            if (OURS.contains(QingStorError.of(e))) {
                throw e;
            }
            return QingStorRefusals.reply(call.head(), e, requestId);
        }
    }

    private QingStorRequest admitted(HttpCall call) {
        QingStorTarget target;
        Query query;
        try {
            target = QingStorTarget.of(call.head(), settings);
            query = QingStorQueries.of(call.head());
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The request target is not percent-encoded UTF-8", e);
        }
        Caller caller = verifier.authenticate(call, target.signedPath(), query);
        checkBucket(target.object().bucket());
        return new QingStorRequest(call, caller, target.object(), query, backend.as(caller), settings);
    }

    private void checkBucket(String bucket) {
        if (bucket.isEmpty()) {
            throw UploadException.of(Failure.UNSUPPORTED, "Operations on the whole service are not offered");
        }
        QingStorKeys.checkBucket(bucket);
        if (!settings.buckets().isEmpty() && !settings.buckets().contains(bucket)) {
            throw UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not served here");
        }
    }

    private static HttpReply perform(QingStorRequest request) {
        ObjectRef object = request.object();
        QingStorOperation operation = QingStorOperation.of(request.head(), request.query(), !object.key().isEmpty());
        if (request.caller().isAnonymous() && !operation.mayBeAnonymous()) {
            throw UploadException.of(Failure.FORBIDDEN, "That is never allowed to anonymous callers");
        }
        if (!object.key().isEmpty()) {
            QingStorKeys.RULE.check(object.key());
        }
        request.refuseUnsupportedHeaders();
        return switch (operation) {
            case INITIATE -> QingStorUploads.initiate(request);
            case PUT_PART -> QingStorUploads.putPart(request);
            case LIST_PARTS -> QingStorUploads.listParts(request);
            case LIST_UPLOADS -> QingStorUploads.listUploads(request);
            case COMPLETE -> QingStorUploads.complete(request);
            case ABORT -> QingStorUploads.abort(request);
            case PUT_OBJECT -> QingStorObjects.put(request);
            case HEAD_OBJECT -> QingStorObjects.head(request);
            case GET_OBJECT -> QingStorObjects.get(request);
            case DELETE_OBJECT -> QingStorObjects.delete(request);
            case HEAD_BUCKET -> QingStorObjects.headBucket();
            case PUT_BUCKET -> QingStorObjects.putBucket();
        };
    }

    private static HttpReply signedOff(HttpReply reply, String requestId, Instant now) {
        Headers headers = Headers.builder().addAll(reply.headers())
            .set("Server", "QingStor")
            .set("Date", HttpDates.header(now))
            .set(QingStorHeaders.REQUEST_ID, requestId).build();
        return new HttpReply(reply.status(), headers, reply.body());
    }

    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }
}
