package io.github.chunkupload.component;

import static io.github.chunkupload.component.ChunkUploadConstants.AFTER;
import static io.github.chunkupload.component.ChunkUploadConstants.EXPECTED;
import static io.github.chunkupload.component.ChunkUploadConstants.LIMIT;
import static io.github.chunkupload.component.ChunkUploadConstants.OBJECT_SIZE;
import static io.github.chunkupload.component.ChunkUploadConstants.PART_SIZE;
import static io.github.chunkupload.component.ChunkUploadConstants.UPLOAD_ID;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.component.RouteCalls.Answer;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The store that is behind a route: every call is an exchange with an operation and the headers that a producer takes, and what the
 * producer answers is the answer. The route may name buckets and keys as it likes; answers are told under the names that were asked for.
 * Thread-safe.
 */
final class RouteStore implements ObjectStore {

    private final RouteCalls calls;
    private final Map<String, StoreTraits> traits = new ConcurrentHashMap<>();
    private volatile Optional<String> operations = Optional.empty();

    RouteStore(RouteCalls calls) {
        this.calls = calls;
    }

    /** Asks the route once for each bucket; what no operation offers is left out. Announced checksums are all checked on the way. */
    @Override
    public StoreTraits traits(String bucket) {
        StoreTraits known = traits.get(bucket);
        if (known != null) {
            return known;
        }
        try (Answer answer = calls.call(ChunkUploadOperation.DESCRIBE, new ObjectRef(bucket, ""), Map.of(), null)) {
            StoreTraits told = answer.body(StoreTraits.class);
            StoreTraits offered = told.toBuilder().customerKeys(false).partChecks(Digest.values()).openUploads(rule(told)).build();
            operations = Optional.of(answer.message().getHeader(ChunkUploadConstants.OPERATIONS, "", String.class));
            traits.put(bucket, offered);
            return offered;
        }
    }

    /** The rule about open uploads that a producer follows. */
    private static OpenUploads rule(StoreTraits far) {
        return far.fitted(UploadRequest.of(new ObjectRef("any", "any"))).open();
    }

    @Override
    public Admission initiate(UploadRequest request) {
        check(request);
        Map<String, Object> headers = RouteHeaders.of(request);
        if (!request.known().isEmpty()) {
            headers.put(EXPECTED, request.known());
        }
        request.size().ifPresent(size -> headers.put(OBJECT_SIZE, size));
        request.partSize().ifPresent(size -> headers.put(PART_SIZE, size));
        try (Answer answer = calls.call(ChunkUploadOperation.INITIATE, request.object(), headers, null)) {
            String id = answer.message().getHeader(UPLOAD_ID, String.class);
            if (id == null) {
                return new Admission.Done(RouteHeaders.receipt(request.object(), answer.message()));
            }
            return new Admission.Open(new UploadRef(request.object(), id), answer.header(PART_SIZE, Long.class),
                traits(request.object().bucket()).serial(), answer.header(ChunkUploadConstants.OFFSET, Long.class));
        }
    }

    private void check(UploadRequest request) {
        StoreTraits facts = traits(request.object().bucket());
        facts.check(request.access());
        if (!facts.openUploads().contains(request.open())) {
            throw UploadException.of(Failure.UNSUPPORTED, "No operation of a producer asks that of open uploads: " + request.open());
        }
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        traits(upload.object().bucket()).check(access);
        RelayedBody relayed = new RelayedBody(body, checks);
        Map<String, Object> headers = RouteHeaders.of(upload);
        RouteHeaders.slot(headers, slot);
        relayed.describe(headers);
        try (Answer answer = calls.call(ChunkUploadOperation.UPLOAD_PART, upload.object(), headers, relayed)) {
            PartReceipt receipt = answer.header(ChunkUploadConstants.RECEIPT, PartReceipt.class);
            Checksums sums = proved(relayed.sums(), receipt.sums());
            boolean finished = answer.message().getHeader(ChunkUploadConstants.KEY_PRODUCED) != null;
            Optional<ObjectReceipt> object = finished ? Optional.of(RouteHeaders.receipt(upload.object(), answer.message()))
                : Optional.empty();
            return new PartReceipt(slot.withLength(relayed.bytes()), receipt.etag(), sums, finished ? 0 : receipt.missing(), object);
        } catch (UploadException e) {
            throw relayed.causeOf(e);
        }
    }

    /** Returns what is known of bytes that passed here and were taken behind the route. */
    private static Checksums proved(Checksums passed, Checksums taken) {
        passed.contradiction(taken).ifPresent(digest -> {
            throw UploadException.of(Failure.DIGEST_MISMATCH, "The store behind has " + digest.token() + " "
                + taken.get(digest).orElse("") + ", but " + passed.get(digest).orElse("") + " was sent");
        });
        return taken.and(passed);
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        Map<String, Object> headers = RouteHeaders.of(upload);
        headers.put(AFTER, afterIndex);
        headers.put(LIMIT, limit);
        try (Answer answer = calls.call(ChunkUploadOperation.LIST_PARTS, upload.object(), headers, null)) {
            UploadState told = answer.body(UploadState.class);
            return new UploadState(upload, told.phase(), told.parts(), told.truncated(), told.contiguous(), told.metadata(),
                told.initiated());
        }
    }

    /** An ETag that a client gives its object is not passed on: it says nothing of the bytes. */
    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        Map<String, String> late = new TreeMap<>(completion.late().headers());
        late.remove("etag");
        Completion passed = new Completion(completion.parts(), completion.size(), completion.object(),
            new Metadata(late, completion.late().user()), completion.minPart(), completion.replace());
        Map<String, Object> headers = RouteHeaders.of(upload);
        headers.put(ChunkUploadConstants.COMPLETION, passed);
        try (Answer answer = calls.call(ChunkUploadOperation.COMPLETE, upload.object(), headers, null)) {
            return RouteHeaders.receipt(upload.object(), answer.message());
        }
    }

    @Override
    public void abort(UploadRef upload) {
        try (Answer answer = calls.call(ChunkUploadOperation.ABORT, upload.object(), RouteHeaders.of(upload), null)) {
            if (answer.header(ChunkUploadConstants.ABORTED, Integer.class) == 0) {
                throw UploadException.of(Failure.NO_SUCH_UPLOAD, "There is no such upload");
            }
        }
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(query.exact() ? ChunkUploadConstants.KEY : ChunkUploadConstants.PREFIX, query.prefix());
        headers.put(ChunkUploadConstants.DELIMITER, query.delimiter());
        headers.put(AFTER, query.after());
        headers.put(LIMIT, query.limit());
        try (Answer answer = calls.call(ChunkUploadOperation.LIST_UPLOADS, new ObjectRef(query.bucket(), ""), headers, null)) {
            Page<?> told = answer.body(Page.class);
            return new Page<>(told.items().stream().map(item -> named(query.bucket(), (UploadInfo) item)).toList(), told.prefixes(),
                told.next());
        }
    }

    private static UploadInfo named(String bucket, UploadInfo info) {
        ObjectRef object = new ObjectRef(bucket, info.upload().object().key());
        return new UploadInfo(new UploadRef(object, info.upload().uploadId()), info.initiated(), info.metadata());
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        check(request);
        if (traits(request.object().bucket()).maxPut() == 0) {
            throw UploadException.of(Failure.UNSUPPORTED, "The store behind takes objects in parts only");
        }
        RelayedBody relayed = new RelayedBody(body, checks);
        Map<String, Object> headers = RouteHeaders.of(request);
        relayed.describe(headers);
        try (Answer answer = calls.call(ChunkUploadOperation.PUT_OBJECT, request.object(), headers, relayed)) {
            ObjectReceipt told = RouteHeaders.receipt(request.object(), answer.message());
            return new ObjectReceipt(told.object(), relayed.bytes(), told.etag(), proved(relayed.sums(), told.sums()), told.location());
        } catch (UploadException e) {
            throw relayed.causeOf(e);
        }
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        traits(object.bucket()).check(access);
        try (Answer answer = calls.call(ChunkUploadOperation.HEAD_OBJECT, object, Map.of(), null)) {
            ObjectInfo told = answer.body(ObjectInfo.class);
            return new ObjectInfo(object, told.size(), told.etag(), told.sums(), told.metadata(), told.modified());
        }
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        traits(object.bucket()).check(access);
        Answer answer = calls.call(ChunkUploadOperation.GET_OBJECT, object,
            Map.of(ChunkUploadConstants.RANGE, RouteHeaders.range(range)), null);
        try {
            return RouteHeaders.download(object, answer);
        } catch (RuntimeException e) {
            answer.close();
            throw e;
        }
    }

    @Override
    public boolean delete(ObjectRef object) {
        try (Answer answer = calls.call(ChunkUploadOperation.DELETE_OBJECT, object, Map.of(), null)) {
            return answer.header(ChunkUploadConstants.DELETED, Boolean.class);
        }
    }

    /** Returns what else the store behind can do, by what it told last; before it told anything, what it may be able to do. */
    @Override
    public <C> Optional<C> capability(Class<C> type) {
        RouteCapabilities all = new RouteCapabilities(calls);
        boolean offered = operations.map(told -> Capabilities.tell(told, type)).orElse(true);
        return type.isInstance(all) && offered ? Optional.of(type.cast(all)) : Optional.empty();
    }

    /** Does nothing: the route belongs to the context. */
    @Override
    public void close() {
    }
}
