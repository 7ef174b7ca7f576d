package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ContentMd5;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.OrderedParts;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.protocol.Replies;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store behind CDCS: the vendor's service, our server, or anything that conforms, of either generation. The ETag of an object is no
 * checksum here, and a part's only where it has the form of one. Nothing is hashed; receipts tell what the server told.
 */
final class CdcsClient implements ObjectStore {

    private final CdcsWire wire;
    private final Generation generation;
    private final StoreTraits traits;

    CdcsClient(HttpTransport transport, ClientSettings settings) {
        this.generation = Generation.in(settings.options());
        this.wire = new CdcsWire(transport, settings, generation);
        this.traits = CdcsTraits.of(settings.minPart());
    }

    @Override
    public StoreTraits traits(String bucket) {
        return traits;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        CdcsCall call = CdcsCall.of("POST", request.object(), Query.NONE.with("uploads", "")).with(headers(request));
        return Admission.open(wire.read(call, InitiateDocument.ROOT, document -> InitiateDocument.read(document, request.object())));
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        refuseCustomerKey(access);
        if (slot.index() < 0 || slot.index() >= CdcsLimits.MAX_PARTS) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "CDCS numbers parts from 1 to " + CdcsLimits.MAX_PARTS);
        }
        checkSize(body);
        Query query = Query.NONE.with("partNumber", String.valueOf(slot.index() + 1)).with("uploadId", upload.uploadId());
        HttpReply reply = wire.run(CdcsCall.of("PUT", upload.object(), query).with(contentMd5(checks)).with(body));
        String etag = CdcsHeaders.etag(reply.headers());
        return PartReceipt.of(slot.withLength(body.length()), etag, ETags.md5(etag));
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        CdcsCall call = CdcsCall.of("GET", upload.object(), CdcsQueries.parts(generation, upload.uploadId(), afterIndex + 1, limit));
        return wire.read(call, PartsDocument.ROOT, document -> PartsDocument.read(document, upload, afterIndex));
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        if (!completion.late().equals(Metadata.NONE)) {
            throw UploadException.of(Failure.UNSUPPORTED, "CDCS takes metadata at initiate only");
        }
        OrderedParts parts = OrderedParts.of(this, upload, completion, CdcsLimits.MAX_PAGE);
        parts.check(completion);
        if (parts.list().isEmpty()) {
            throw UploadException.of(Failure.INVALID_PART, "The upload has no part");
        }
        byte[] order = CompleteDocument.order(generation, parts.list()).write().getBytes(StandardCharsets.UTF_8);
        CdcsCall call = CdcsCall.of("POST", upload.object(), Query.NONE.with("uploadId", upload.uploadId()))
            .with(Headers.of("Content-Type", generation.mediaType())).with(Body.of(order));
        return wire.read(call, CompleteDocument.ROOT, document -> CompleteDocument.readResult(document, upload.object(), parts.size()));
    }

    @Override
    public void abort(UploadRef upload) {
        wire.run(CdcsCall.of("DELETE", upload.object(), Query.NONE.with("uploadId", upload.uploadId())));
    }

    /** Lists uploads. The service has an order of its own, so each page costs the list of all uploads of the prefix. */
    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        List<UploadInfo> all = new ArrayList<>();
        Optional<String> marker = Optional.of("");
        while (marker.isPresent()) {
            CdcsCall call = CdcsCall.ofCoffer("GET", query.bucket(), CdcsQueries.uploads(query, marker.get()));
            UploadsDocument.Listed page = wire.read(call, UploadsDocument.ROOT, document -> UploadsDocument.read(document, query.bucket()));
            all.addAll(page.uploads());
            if (page.next().isPresent() && page.next().equals(marker)) {
                throw UploadException.of(Failure.PROTOCOL, "The list of uploads does not go on after " + Replies.printable(marker.get()));
            }
            marker = page.next();
        }
        return UploadPages.page(all, query);
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        Headers headers = headers(request);
        checkSize(body);
        HttpReply reply = wire.run(CdcsCall.of("PUT", request.object(), Query.NONE).with(headers).with(contentMd5(checks)).with(body));
        String etag = CdcsHeaders.etag(reply.headers());
        return new ObjectReceipt(request.object(), body.length(), etag, ETags.md5(etag), Optional.empty());
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        refuseCustomerKey(access);
        HttpReply reply = wire.run(CdcsCall.of("HEAD", object, Query.NONE));
        return info(object, reply, reply.headers().number("Content-Length").orElse(PartSlot.UNKNOWN));
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        refuseCustomerKey(access);
        HttpReply reply = wire.send(CdcsCall.of("GET", object, Query.NONE).with(Ranges.asking(range)));
        return Ranges.download(reply, range, size -> info(object, reply, size));
    }

    /** Refuses: data leaves a coffer when its time is over, and never before. */
    @Override
    public boolean delete(ObjectRef object) {
        throw UploadException.of(Failure.UNSUPPORTED, "CDCS deletes no object: it goes when its life cycle ends");
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        return type == Listing.class || type == Buckets.class ? Optional.of(type.cast(new CofferClient(wire))) : Optional.empty();
    }

    /** Does nothing: the transport belongs to whoever made it. */
    @Override
    public void close() {
    }

    private static Headers headers(UploadRequest request) {
        refuseCustomerKey(request.access());
        if (request.open() != OpenUploads.REFUSE) {
            throw UploadException.of(Failure.UNSUPPORTED, "CDCS can only refuse a second upload of a key, not join or ignore the first");
        }
        return CdcsHeaders.of(request.metadata());
    }

    private static Headers contentMd5(Checks checks) {
        return checks.expect().get(Digest.MD5).map(hex -> Headers.of("Content-MD5", ContentMd5.of(hex))).orElse(Headers.NONE);
    }

    private static void checkSize(Body body) {
        if (body.length() < 0) {
            throw UploadException.of(Failure.LENGTH_REQUIRED, "CDCS wants to know the length before the bytes");
        }
        if (body.length() == 0) {
            throw FilledBody.empty();
        }
        if (body.length() > CdcsLimits.MAX_PART) {
            throw UploadException.of(Failure.TOO_LARGE, "CDCS takes at most " + CdcsLimits.MAX_PART + " bytes in one request");
        }
    }

    private static void refuseCustomerKey(Access access) {
        if (access.customerKey().isPresent()) {
            throw UploadException.of(Failure.UNSUPPORTED, "CDCS takes no keys of customers");
        }
    }

    private static ObjectInfo info(ObjectRef object, HttpReply reply, long size) {
        Instant modified = reply.header("Last-Modified").flatMap(HttpDates::parseHeader).orElse(Instant.EPOCH);
        return new ObjectInfo(object, size, CdcsHeaders.etag(reply.headers()), Checksums.NONE, CdcsHeaders.metadata(reply.headers()),
            modified);
    }
}
