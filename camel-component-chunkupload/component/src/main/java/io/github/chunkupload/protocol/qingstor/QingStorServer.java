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
    private static final Set<QingStorOperation> COPIES = EnumSet.of(QingStorOperation.COPY_PART, QingStorOperation.COPY_OBJECT,
        QingStorOperation.MOVE_OBJECT);

    private final Backend backend;
    private final ServerSettings settings;
    private final Grants grants;
    private final QingStorVerifier verifier;

    QingStorServer(Backend backend, ServerSettings settings) {
        this.backend = backend;
        this.settings = settings;
        this.grants = Grants.of(settings);
        this.verifier = new QingStorVerifier(settings, grants);
    }

    @Override
    public HttpReply handle(HttpCall call) {
        String requestId = call.requestId().isEmpty() ? requestId() : call.requestId();
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
            return QingStorRefusals.reply(call.head(), e, requestId).refusing(e.kind());
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
        Caller caller = verifier.authenticate(call, target, query);
        QingStorRequest request = new QingStorRequest(call, caller, target.object(), query, CustomerKeys.in(call.head().headers()),
            backend.as(caller), grants, settings);
        if (!target.object().bucket().isEmpty()) {
            QingStorKeys.checkBucket(target.object().bucket());
            request.checkServed(target.object().bucket());
        }
        return request;
    }

    private static HttpReply perform(QingStorRequest request) {
        ObjectRef object = request.object();
        QingStorOperation operation = QingStorOperation.of(request.head(), request.query(), object);
        request.grants().check(request.caller(), object.bucket(), operation.permission());
        if (!object.key().isEmpty()) {
            QingStorKeys.RULE.check(object.key());
        }
        request.refuseUnsupportedHeaders(COPIES.contains(operation));
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
            case COPY_PART -> QingStorCopies.part(request);
            case COPY_OBJECT -> QingStorCopies.object(request);
            case MOVE_OBJECT -> QingStorCopies.move(request);
            case LIST_OBJECTS -> QingStorBuckets.listObjects(request);
            case GET_STATISTICS -> QingStorBuckets.statistics(request);
            case GET_ACL -> QingStorBuckets.getAcl(request);
            case PUT_ACL -> QingStorBuckets.putAcl();
            case HEAD_BUCKET -> QingStorBuckets.head(request);
            case PUT_BUCKET -> QingStorBuckets.create(request);
            case DELETE_BUCKET -> QingStorBuckets.delete(request);
            case LIST_BUCKETS -> QingStorBuckets.list(request);
        };
    }

    private static HttpReply signedOff(HttpReply reply, String requestId, Instant now) {
        Headers headers = Headers.builder().addAll(reply.headers())
            .set("Server", "QingStor")
            .set("Date", HttpDates.header(now))
            .set(QingStorHeaders.REQUEST_ID, requestId).build();
        return reply.with(headers);
    }

    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }
}
