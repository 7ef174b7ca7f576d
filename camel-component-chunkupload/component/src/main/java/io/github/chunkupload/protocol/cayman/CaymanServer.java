package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpCall;
import io.github.chunkupload.http.HttpHandler;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.Backend;
import io.github.chunkupload.protocol.Caller;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.ServerSettings;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Lets clients of Cayman into a store. Nothing of a body is read, and so no {@code 100 Continue} is sent, before the request is
 * authenticated and, for a block, the memory to hold it is there. What is nobody's fault but ours is thrown, for the gateway to log and
 * to {@linkplain CaymanProtocol#refuse refuse}. Thread-safe.
 */
final class CaymanServer implements HttpHandler {

    private static final Set<CaymanError> OURS = EnumSet.of(CaymanError.INTERNAL, CaymanError.STORAGE_FULL, CaymanError.CORRUPT);

    private final Backend backend;
    private final ServerSettings settings;
    private final CaymanVerifier verifier;
    private final FormReader forms;
    private final CaymanUploads uploads = new CaymanUploads();

    CaymanServer(Backend backend, ServerSettings settings) {
        this.backend = backend;
        this.settings = settings;
        this.verifier = new CaymanVerifier(settings);
        this.forms = new FormReader(new CaymanOptions(settings.options()).blockMemory());
    }

    @Override
    public HttpReply handle(HttpCall call) {
        HttpReply reply = answer(call);
        Headers headers = Headers.builder().addAll(reply.headers()).set("Date", HttpDates.header(settings.clock().instant())).build();
        return new HttpReply(reply.status(), headers, reply.body());
    }

    private HttpReply answer(HttpCall call) {
        try {
            CaymanOperation operation = CaymanOperation.of(call.head());
            Caller caller = verifier.authenticate(call);
            try (CaymanForm form = form(call, operation)) {
                boolean older = CaymanOperation.isOlder(call.head().rawPath());
                ObjectRef object = older ? object(settings.defaultBucket(), fileId(form, operation))
                    : object(bucket(form), objectId(form));
                return perform(operation, new CaymanRequest(call.head(), caller, object, form, backend.as(caller)), older);
            }
        } catch (UploadException e) {
            if (OURS.contains(CaymanError.of(e))) {
                throw e;
            }
            return CaymanReplies.refusal(call.head(), e);
        }
    }

    private CaymanForm form(HttpCall call, CaymanOperation operation) {
        return switch (operation) {
            case WRITE -> forms.block(call);
            case DOWNLOAD -> new CaymanForm(query(call), Optional.empty());
            default -> forms.fields(call);
        };
    }

    private static Query query(HttpCall call) {
        try {
            return call.head().query();
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The query is not percent-encoded UTF-8", e);
        }
    }

    /** Older clients tell directory and name. */
    private static String objectId(CaymanForm form) {
        return form.first("objectid", "object").or(() -> form.first("name").map(
            name -> CaymanNames.key(form.first("dir").orElse(""), name))).orElseGet(() -> form.required("objectid"));
    }

    /** The generation before has names made by the server, and no buckets. */
    private static String fileId(CaymanForm form, CaymanOperation operation) {
        return operation == CaymanOperation.CREATE ? UUID.randomUUID().toString() : form.required("fileid");
    }

    private String bucket(CaymanForm form) {
        return form.first("bucket").filter(name -> !name.isEmpty()).orElse(settings.defaultBucket());
    }

    private ObjectRef object(String bucket, String key) {
        if (bucket.isEmpty()) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The request names no bucket, and there is no default one");
        }
        ObjectRef object = new ObjectRef(bucket, key);
        CaymanNames.check(object);
        if (!settings.buckets().isEmpty() && !settings.buckets().contains(bucket)) {
            throw UploadException.of(Failure.NO_SUCH_BUCKET, "The bucket is not served here");
        }
        return object;
    }

    private HttpReply perform(CaymanOperation operation, CaymanRequest request, boolean older) {
        return switch (operation) {
            case CREATE -> older ? uploads.createFile(request) : uploads.create(request);
            case WRITE -> uploads.write(request);
            case FINISH -> uploads.finish(request);
            case BLOCKS -> uploads.blocks(request);
            case REMOVE -> uploads.remove(request);
            case INFO -> CaymanObjects.info(request);
            case EXIST -> CaymanObjects.exist(request);
            case READ -> CaymanObjects.read(request);
            case DOWNLOAD -> CaymanObjects.download(request);
        };
    }
}
