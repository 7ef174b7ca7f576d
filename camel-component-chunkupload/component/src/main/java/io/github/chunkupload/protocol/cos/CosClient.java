package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ContentMd5;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.OrderedParts;
import io.github.chunkupload.protocol.Presigning;
import io.github.chunkupload.protocol.QSign;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.protocol.Xml;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A store behind the XML API of COS: the vendor's service, our server, or anything that conforms. ETags are opaque, headers that older
 * servers leave out may be missing. Nothing is hashed here; receipts tell what the server told.
 */
final class CosClient implements ObjectStore {

    private final CosWire wire;
    private final StoreTraits traits;
    private final QSign.Layout presignLayout;

    CosClient(HttpTransport transport, ClientSettings settings, QSign.Layout presignLayout) {
        this.wire = new CosWire(transport, settings);
        this.traits = CosTraits.of(settings.minPart());
        this.presignLayout = presignLayout;
    }

    @Override
    public StoreTraits traits(String bucket) {
        return traits;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        CosCall call = CosCall.of("POST", request.object(), Query.NONE.with("uploads", "")).with(headers(request));
        return Admission.open(wire.read(wire.send(call), call, InitiateXml.ROOT, root -> InitiateXml.read(root, request.object())));
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        refuseCustomerKey(access);
        Query query = CosQueries.part(upload, slot);
        checkSize(body);
        HashedBody counted = new HashedBody(body, Set.of());
        HttpReply reply = wire.run(CosCall.of("PUT", upload.object(), query).with(contentMd5(checks)).with(counted));
        String etag = CosHeaders.etag(reply.headers());
        long length = body.length() < 0 ? counted.bytes() : body.length();
        return PartReceipt.of(slot.withLength(length), etag, CosHeaders.sums(reply.headers(), etag));
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        Query query = Query.NONE.with("uploadId", upload.uploadId())
            .with("max-parts", String.valueOf(Math.min(limit, CosLimits.MAX_PAGE)))
            .with("part-number-marker", String.valueOf(afterIndex + 1));
        CosCall call = CosCall.of("GET", upload.object(), query);
        return wire.read(wire.send(call), call, PartsXml.ROOT, root -> PartsXml.read(root, upload, afterIndex));
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        if (!completion.late().equals(Metadata.NONE)) {
            throw UploadException.of(Failure.UNSUPPORTED, "COS takes metadata at initiate only");
        }
        OrderedParts parts = OrderedParts.of(this, upload, completion, CosLimits.MAX_PAGE);
        parts.check(completion);
        byte[] order = Xml.writeBare(CompleteXml.order(parts.list())).getBytes(StandardCharsets.UTF_8);
        Headers.Builder headers = Headers.builder().add("Content-Type", "application/xml");
        CosCall call = CosCall.of("POST", upload.object(), Query.NONE.with("uploadId", upload.uploadId()))
            .with(forbidOverwrite(headers, completion.replace()).build()).with(Body.of(order));
        HttpReply reply = wire.send(call);
        return wire.read(reply, call, CompleteXml.ROOT,
            root -> CompleteXml.readResult(root, upload.object(), parts.size(), CosHeaders.sums(reply.headers(), "")));
    }

    @Override
    public void abort(UploadRef upload) {
        wire.run(CosCall.of("DELETE", upload.object(), Query.NONE.with("uploadId", upload.uploadId())));
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        CosCall call = CosCall.ofBucket("GET", query.bucket(), CosQueries.uploads(query));
        Page<UploadInfo> page = wire.read(wire.send(call), call, UploadsXml.ROOT, root -> UploadsXml.read(root, query.bucket()));
        if (!query.exact()) {
            return page;
        }
        List<UploadInfo> same = page.items().stream().filter(item -> item.upload().object().key().equals(query.prefix())).toList();
        boolean beyond = same.size() < page.items().size();
        return new Page<>(same, List.of(), beyond ? Optional.empty() : page.next());
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        checkSize(body);
        Headers headers = Headers.builder().addAll(headers(request)).addAll(contentMd5(checks)).build();
        HttpReply reply = wire.run(CosCall.of("PUT", request.object(), Query.NONE).with(headers).with(body));
        String etag = CosHeaders.etag(reply.headers());
        return new ObjectReceipt(request.object(), body.length(), etag, CosHeaders.sums(reply.headers(), etag), Optional.empty());
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        refuseCustomerKey(access);
        HttpReply reply = wire.run(CosCall.of("HEAD", object, Query.NONE));
        return info(object, reply, reply.headers().number("Content-Length").orElse(PartSlot.UNKNOWN));
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        refuseCustomerKey(access);
        HttpReply reply = wire.send(CosCall.of("GET", object, Query.NONE).with(Ranges.asking(range)));
        return Ranges.download(reply, range, size -> info(object, reply, size));
    }

    @Override
    public boolean delete(ObjectRef object) {
        wire.run(CosCall.of("DELETE", object, Query.NONE));
        return true;
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        Presigning presigning = (method, object, parameters, life) ->
            wire.presign(CosCall.of(method, object, parameters), life, presignLayout);
        return Stream.of(presigning, new BucketClient(wire), new CopyClient(wire)).filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Does nothing: the transport belongs to whoever made it. */
    @Override
    public void close() {
    }

    private static Headers headers(UploadRequest request) {
        refuseCustomerKey(request.access());
        if (request.open() != OpenUploads.INDEPENDENT) {
            throw UploadException.of(Failure.UNSUPPORTED, "COS opens uploads of one key side by side; it can neither refuse nor join");
        }
        CosHeaders.check(request.metadata());
        return forbidOverwrite(CosHeaders.add(Headers.builder(), request.metadata()), request.replace()).build();
    }

    private static Headers.Builder forbidOverwrite(Headers.Builder headers, boolean replace) {
        return replace ? headers : headers.add(CosHeaders.FORBID_OVERWRITE, "true");
    }

    private static Headers contentMd5(Checks checks) {
        return checks.expect().get(Digest.MD5).map(hex -> Headers.of("Content-MD5", ContentMd5.of(hex))).orElse(Headers.NONE);
    }

    private static void checkSize(Body body) {
        if (body.length() > CosLimits.MAX_PART) {
            throw UploadException.of(Failure.TOO_LARGE, "COS takes at most " + CosLimits.MAX_PART + " bytes in one request");
        }
    }

    private static void refuseCustomerKey(Access access) {
        if (access.customerKey().isPresent()) {
            throw UploadException.of(Failure.UNSUPPORTED, "Customer keys are not supported with COS");
        }
    }

    private static ObjectInfo info(ObjectRef object, HttpReply reply, long size) {
        String etag = CosHeaders.etag(reply.headers());
        Checksums sums = CosHeaders.sums(reply.headers(), etag);
        Instant modified = reply.header("Last-Modified").flatMap(HttpDates::parseHeader).orElse(Instant.EPOCH);
        return new ObjectInfo(object, size, etag, sums, CosHeaders.metadata(reply.headers()), modified);
    }
}
