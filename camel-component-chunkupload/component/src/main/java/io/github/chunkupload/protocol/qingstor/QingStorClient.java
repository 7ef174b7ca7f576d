package io.github.chunkupload.protocol.qingstor;

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
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.Presigning;
import io.github.chunkupload.protocol.Ranges;
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
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A store behind QingStor: the vendor's service, our server, or anything that conforms. ETags are opaque and may be missing. Nothing is
 * hashed here; receipts tell what the server told. An abort of what is not there is no failure: QingStor does not tell.
 */
final class QingStorClient implements ObjectStore {

    private final QingStorWire wire;
    private final StoreTraits traits;

    QingStorClient(HttpTransport transport, ClientSettings settings) {
        this.wire = new QingStorWire(transport, settings);
        this.traits = QingStorTraits.of(settings.minPart());
    }

    @Override
    public StoreTraits traits(String bucket) {
        return traits;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        QingStorCall call = QingStorCall.of("POST", request.object(), Query.NONE.with("uploads", "")).with(headers(request));
        HttpReply reply = wire.send(call);
        UploadRef upload = wire.read(reply, call, root -> QingStorJson.initiated(root, request.object()));
        try {
            CustomerKeys.confirm(request.access(), reply);
        } catch (UploadException e) {
            abandon(upload, e);
            throw e;
        }
        return Admission.open(upload);
    }

    private void abandon(UploadRef upload, UploadException cause) {
        try {
            abort(upload);
        } catch (UploadException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        checkSize(body);
        Headers headers = Headers.builder().addAll(contentMd5(checks)).addAll(CustomerKeys.headers(access)).build();
        HashedBody counted = new HashedBody(body, Set.of());
        HttpReply reply = wire.run(QingStorCall.of("PUT", upload.object(), QingStorQueries.part(upload, slot)).with(headers)
            .with(counted));
        CustomerKeys.confirm(access, reply);
        String etag = QingStorHeaders.etag(reply.headers());
        long length = body.length() < 0 ? counted.bytes() : body.length();
        return PartReceipt.of(slot.withLength(length), etag, ETags.md5(etag));
    }

    /** Asks for one part more than wanted: that is the only way to learn whether more follow. */
    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        int asked = (int) Math.min(QingStorLimits.MAX_PAGE, limit + 1L);
        QingStorCall call = QingStorCall.of("GET", upload.object(), QingStorQueries.parts(upload.uploadId(), afterIndex, asked));
        List<StoredPart> parts = wire.read(call, QingStorJson::parts);
        boolean more = parts.size() >= asked;
        List<StoredPart> page = more ? parts.subList(0, asked - 1) : parts;
        return new UploadState(upload, UploadState.Phase.OPEN, page, more, afterIndex < 0 ? QingStorParts.contiguous(page) : 0,
            Metadata.NONE, Instant.EPOCH);
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        refuseToKeep(completion.replace());
        QingStorParts parts = completion.parts().isEmpty() ? QingStorParts.all(after -> state(upload, after, QingStorLimits.MAX_PAGE))
            : new QingStorParts(completion.parts());
        parts.check(completion);
        Optional<String> md5 = completion.late().header(QingStorHeaders.ETAG).or(() -> completion.object().get(Digest.MD5));
        Headers headers = Headers.builder().add("Content-Type", "application/json").add("ETag", md5.map(ETags::quoted))
            .add("Content-Disposition", QingStorHeaders.disposition(completion.late())).build();
        QingStorCall call = QingStorCall.of("POST", upload.object(), Query.NONE.with("upload_id", upload.uploadId()))
            .with(headers).with(Body.of(QingStorJson.bytes(QingStorJson.order(parts.list()))));
        HttpReply reply = wire.send(call);
        wire.settled(reply, call);
        String told = QingStorHeaders.etag(reply.headers());
        return new ObjectReceipt(upload.object(), parts.size(), told.isEmpty() ? md5.orElse("") : told, Checksums.NONE,
            Optional.empty());
    }

    @Override
    public void abort(UploadRef upload) {
        wire.run(QingStorCall.of("DELETE", upload.object(), Query.NONE.with("upload_id", upload.uploadId())));
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        QingStorCall call = QingStorCall.ofBucket("GET", query.bucket(), QingStorQueries.uploads(query));
        Page<UploadInfo> page = wire.read(call, root -> QingStorJson.uploads(root, query.bucket()));
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
        HttpReply reply = wire.run(QingStorCall.of("PUT", request.object(), Query.NONE).with(headers).with(body));
        CustomerKeys.confirm(request.access(), reply);
        String etag = QingStorHeaders.etag(reply.headers());
        return new ObjectReceipt(request.object(), body.length(), etag, ETags.md5(etag), Optional.empty());
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        HttpReply reply = wire.run(QingStorCall.of("HEAD", object, Query.NONE).with(CustomerKeys.headers(access)));
        CustomerKeys.confirmIfTold(access, reply);
        return info(object, reply, reply.headers().number("Content-Length").orElse(PartSlot.UNKNOWN));
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        Headers headers = Headers.builder().addAll(Ranges.asking(range)).addAll(CustomerKeys.headers(access)).build();
        HttpReply reply = wire.send(QingStorCall.of("GET", object, Query.NONE).with(headers));
        CustomerKeys.confirm(access, reply);
        return Ranges.download(reply, range, size -> info(object, reply, size));
    }

    @Override
    public boolean delete(ObjectRef object) {
        wire.run(QingStorCall.of("DELETE", object, Query.NONE));
        return true;
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        Presigning presigning = (method, object, parameters, life) -> wire.presign(QingStorCall.of(method, object, parameters), life);
        return Stream.of(presigning, new BucketClient(wire), new CopyClient(wire)).filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Does nothing: the transport belongs to whoever made it. */
    @Override
    public void close() {
    }

    private static Headers headers(UploadRequest request) {
        refuseToKeep(request.replace());
        if (request.open() != OpenUploads.INDEPENDENT) {
            throw UploadException.of(Failure.UNSUPPORTED,
                "QingStor opens uploads of one key side by side; it can neither refuse nor join");
        }
        QingStorHeaders.check(request.metadata());
        return QingStorHeaders.add(Headers.builder(), request.metadata()).addAll(CustomerKeys.headers(request.access())).build();
    }

    private static void refuseToKeep(boolean replace) {
        if (!replace) {
            throw UploadException.of(Failure.UNSUPPORTED, "QingStor always replaces an object of the same name");
        }
    }

    private static Headers contentMd5(Checks checks) {
        return checks.expect().get(Digest.MD5).map(hex -> Headers.of("Content-MD5", ContentMd5.of(hex))).orElse(Headers.NONE);
    }

    private static void checkSize(Body body) {
        if (body.length() > QingStorLimits.MAX_PART) {
            throw UploadException.of(Failure.TOO_LARGE, "QingStor takes at most " + QingStorLimits.MAX_PART + " bytes in one request");
        }
    }

    private static ObjectInfo info(ObjectRef object, HttpReply reply, long size) {
        String etag = QingStorHeaders.etag(reply.headers());
        Instant modified = reply.header("Last-Modified").flatMap(HttpDates::parseHeader).orElse(Instant.EPOCH);
        return new ObjectInfo(object, size, etag, ETags.md5(etag), QingStorHeaders.metadata(reply.headers()), modified);
    }
}
