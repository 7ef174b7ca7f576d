package io.github.chunkupload.component;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.component.RouteCalls.Answer;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.Verify;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What else the store behind a route may be able to do, one exchange for each call; what it cannot do it refuses by itself.
 *
 * @param calls of the route
 */
record RouteCapabilities(RouteCalls calls) implements Listing, Buckets, PartCopy, Verify, Editing {

    @Override
    public Page<ObjectInfo> objects(ObjectQuery query) {
        Map<String, Object> headers = Map.of(ChunkUploadConstants.PREFIX, query.prefix(), ChunkUploadConstants.DELIMITER,
            query.delimiter(), ChunkUploadConstants.AFTER, query.after(), ChunkUploadConstants.LIMIT, query.limit());
        try (Answer answer = calls.call(ChunkUploadOperation.LIST_OBJECTS, new ObjectRef(query.bucket(), ""), headers, null)) {
            Page<?> told = answer.body(Page.class);
            return new Page<>(told.items().stream().map(item -> named(query.bucket(), (ObjectInfo) item)).toList(), told.prefixes(),
                told.next());
        }
    }

    private static ObjectInfo named(String bucket, ObjectInfo info) {
        return new ObjectInfo(new ObjectRef(bucket, info.object().key()), info.size(), info.etag(), info.sums(), info.metadata(),
            info.modified());
    }

    @Override
    public List<BucketInfo> buckets() {
        try (Answer answer = calls.call(ChunkUploadOperation.LIST_BUCKETS, new ObjectRef("", ""), Map.of(), null)) {
            List<?> told = answer.body(List.class);
            return told.stream().map(BucketInfo.class::cast).toList();
        }
    }

    @Override
    public Optional<BucketInfo> bucket(String name) {
        try (Answer answer = calls.call(ChunkUploadOperation.HEAD_BUCKET, new ObjectRef(name, ""), Map.of(), null)) {
            return Optional.of(new BucketInfo(name, answer.body(BucketInfo.class).created()));
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_BUCKET) {
                throw e;
            }
            return Optional.empty();
        }
    }

    @Override
    public void createBucket(String name) {
        calls.call(ChunkUploadOperation.CREATE_BUCKET, new ObjectRef(name, ""), Map.of(), null).close();
    }

    @Override
    public void deleteBucket(String name) {
        calls.call(ChunkUploadOperation.DELETE_BUCKET, new ObjectRef(name, ""), Map.of(), null).close();
    }

    /** Copies within the store behind; the source is named as clients of this gateway name it, so the route must keep its names. */
    @Override
    public PartReceipt copyPart(UploadRef upload, PartSlot slot, CopySource source, Access access) {
        Map<String, Object> headers = RouteHeaders.of(upload);
        RouteHeaders.slot(headers, slot);
        headers.put(ChunkUploadConstants.SOURCE_BUCKET, source.object().bucket());
        headers.put(ChunkUploadConstants.SOURCE_KEY, source.object().key());
        headers.put(ChunkUploadConstants.SOURCE_ETAG, source.etag());
        headers.put(ChunkUploadConstants.RANGE, RouteHeaders.range(source.range()));
        try (Answer answer = calls.call(ChunkUploadOperation.COPY_PART, upload.object(), headers, null)) {
            PartReceipt told = answer.header(ChunkUploadConstants.RECEIPT, PartReceipt.class);
            return PartReceipt.of(slot.withLength(told.slot().length()), told.etag(), told.sums());
        }
    }

    @Override
    public Checksums verify(ObjectRef object, Set<Digest> digests, Access access) {
        Map<String, Object> headers = Map.of(ChunkUploadConstants.DIGESTS,
            digests.stream().map(Digest::token).sorted().collect(Collectors.joining(",")));
        try (Answer answer = calls.call(ChunkUploadOperation.VERIFY_OBJECT, object, headers, null)) {
            return RouteHeaders.receipt(object, answer.message()).sums();
        }
    }

    /** What was announced of the bytes is checked on the way only: a protocol that edits may know no checksum. */
    @Override
    public PartReceipt write(ObjectRef object, long offset, Body body, Checks checks) {
        RelayedBody relayed = new RelayedBody(body, checks);
        Map<String, Object> headers = new HashMap<>();
        headers.put(ChunkUploadConstants.OFFSET, offset);
        relayed.describe(headers);
        headers.remove(ChunkUploadConstants.EXPECTED);
        try (Answer answer = calls.call(ChunkUploadOperation.WRITE_OBJECT, object, headers, relayed)) {
            PartReceipt told = answer.header(ChunkUploadConstants.RECEIPT, PartReceipt.class);
            return PartReceipt.of(new PartSlot(PartSlot.UNKNOWN, offset, relayed.bytes()), told.etag(), told.sums().and(relayed.sums()));
        } catch (UploadException e) {
            throw relayed.causeOf(e);
        }
    }

    @Override
    public void truncate(ObjectRef object, long size) {
        calls.call(ChunkUploadOperation.TRUNCATE_OBJECT, object, Map.of(ChunkUploadConstants.OBJECT_SIZE, size), null).close();
    }
}
