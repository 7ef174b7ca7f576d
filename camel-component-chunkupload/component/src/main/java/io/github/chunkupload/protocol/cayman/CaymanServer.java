package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.RequestIds;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Lets clients of Cayman into a store. Nothing of a body is read, and so no {@code 100 Continue} is sent, before the request is
 * authenticated and, for a block, the memory to hold it is there. What is nobody's fault but ours is thrown, for the gateway to log and
 * to {@linkplain CaymanProtocol#refuse refuse}. Thread-safe.
 */
final class CaymanServer implements HttpHandler {

    private static final Set<CaymanError> OURS = EnumSet.of(CaymanError.INTERNAL, CaymanError.STORAGE_FULL, CaymanError.CORRUPT);

    private final Backend backend;
    private final ServerSettings settings;
    private final Addresses addresses;
    private final CaymanLogins logins;
    private final CaymanVerifier verifier;
    private final FormReader forms;
    private final CaymanBuckets buckets;
    private final CaymanUploads uploads = new CaymanUploads();
    private final CaymanDigests digests = new CaymanDigests();

    CaymanServer(Backend backend, ServerSettings settings) {
        CaymanOptions options = new CaymanOptions(settings.options());
        this.backend = backend;
        this.settings = settings;
        this.addresses = new Addresses(settings);
        this.logins = new CaymanLogins(settings, options);
        this.verifier = new CaymanVerifier(settings, logins);
        this.forms = new FormReader(options.blockMemory());
        this.buckets = new CaymanBuckets(addresses);
    }

    @Override
    public HttpReply handle(HttpCall call) {
        Instant now = settings.clock().instant();
        HttpReply reply = answer(call);
        return reply.with(Headers.builder().addAll(reply.headers()).set("Date", HttpDates.header(now))
            .set(CaymanReplies.REQUEST_ID, RequestIds.of(call, now)).build());
    }

    private HttpReply answer(HttpCall call) {
        try {
            CaymanOperation operation = CaymanOperation.of(call.head());
            if (operation == CaymanOperation.LOGIN) {
                return login(call);
            }
            Caller caller = verifier.authenticate(call);
            try (CaymanForm form = form(call, operation)) {
                Generation generation = Generation.of(call.head().rawPath());
                ObjectRef object = addresses.of(operation, generation, form);
                return perform(operation, generation, new CaymanRequest(call.head(), caller, object, form, backend.as(caller)));
            }
        } catch (UploadException e) {
            if (OURS.contains(CaymanError.of(e))) {
                throw e;
            }
            return CaymanReplies.refusal(call.head(), e).refusing(e.kind());
        }
    }

    private HttpReply login(HttpCall call) {
        logins.requireOffered();
        try (CaymanForm form = forms.fields(call)) {
            return logins.login(form, call.peer());
        }
    }

    private CaymanForm form(HttpCall call, CaymanOperation operation) {
        if (operation == CaymanOperation.DOWNLOAD) {
            return new CaymanForm(query(call), Optional.empty());
        }
        return operation.hasBlock() ? forms.block(call) : forms.fields(call);
    }

    private static Query query(HttpCall call) {
        try {
            return call.head().query();
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The query is not percent-encoded UTF-8", e);
        }
    }

    private HttpReply perform(CaymanOperation operation, Generation generation, CaymanRequest request) {
        return switch (operation) {
            case CREATE -> uploads.create(request, generation);
            case WRITE -> uploads.write(request);
            case FINISH -> uploads.finish(request);
            case BLOCKS -> uploads.blocks(request);
            case REMOVE -> uploads.remove(request);
            case LOG_UPLOAD -> uploads.put(request);
            case INFO -> CaymanObjects.info(request);
            case EXIST -> CaymanObjects.exist(request);
            case READ -> CaymanObjects.read(request);
            case DOWNLOAD -> CaymanObjects.download(request);
            case TRUNCATE -> CaymanEdits.truncate(request);
            case MD5_SYNC -> digests.compute(request);
            case MD5_ASYNC -> digests.order(request);
            case MD5_QUERY -> digests.query(request);
            case BUCKET_CREATE -> buckets.create(request);
            case BUCKET_REMOVE -> buckets.remove(request);
            case BUCKET_LIST -> buckets.list(request);
            case BUCKET_OBJECTS -> buckets.objects(request);
            case LOGIN -> throw new IllegalStateException("Nobody is authenticated to log in");
        };
    }
}
