package io.github.chunkupload.protocol.cosslice;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Query;
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
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.MetadataRule;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.ObjectStore;
import io.github.chunkupload.store.OpenUpload;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Preview;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A store behind the legacy JSON API, in either dialect. Nothing is hashed here; receipts tell what the server told. */
final class CosSliceClient implements ObjectStore {

    private final CosSliceWire wire;
    private final StoredFiles files;
    private final SliceDialect dialect;

    CosSliceClient(CosSliceWire wire, SliceDialect dialect) {
        this.wire = wire;
        this.files = new StoredFiles(wire);
        this.dialect = dialect;
    }

    @Override
    public StoreTraits traits(String bucket) {
        return dialect.traits();
    }

    @Override
    public Admission initiate(UploadRequest request) {
        CosSliceKeys.RULE.check(request.object().key());
        check(request);
        if (request.open() != OpenUploads.JOIN) {
            throw StoredFiles.unsupported("can only join an upload of the same path");
        }
        return dialect.initiate(request);
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        refuseCustomerKey(access);
        requireLength(body, CosSliceLimits.MAX_SLICE);
        return dialect.putPart(upload, slot, body, checks);
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        return dialect.state(upload, afterIndex, limit);
    }

    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        if (!completion.late().equals(Metadata.NONE)) {
            throw StoredFiles.unsupported("takes no metadata");
        }
        return dialect.complete(upload, completion);
    }

    @Override
    public void abort(UploadRef upload) {
        throw StoredFiles.unsupported("cannot give an upload up without deleting the file of its name");
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        throw StoredFiles.unsupported("has no list of uploads");
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        CosSliceKeys.RULE.check(request.object().key());
        check(request);
        if (request.open() == OpenUploads.REFUSE) {
            throw StoredFiles.unsupported("cannot refuse beside open uploads");
        }
        requireLength(body, CosSliceLimits.MAX_UPLOAD);
        Map<String, String> fields = StoredFiles.fields("upload");
        fields.put("insertOnly", StoredFiles.insertOnly(request));
        checks.expect().get(Digest.SHA1).or(() -> request.known().get(Digest.SHA1)).ifPresent(sha -> fields.put("sha", sha));
        checks.expect().get(Digest.MD5).ifPresent(md5 -> fields.put("datamd5", md5));
        return files.receipt(request.object(), body.length(), wire.form(request.object(), fields, Optional.of(body)), true);
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        refuseCustomerKey(access);
        CosSliceKeys.ASKED.check(object.key());
        return files.stat(object);
    }

    @Override
    public Download get(ObjectRef object, ByteRange range, Access access) {
        refuseCustomerKey(access);
        CosSliceKeys.ASKED.check(object.key());
        HttpReply reply = wire.download(object, Ranges.asking(range));
        return Ranges.download(reply, range, size -> new ObjectInfo(object, size, ETags.unquoted(reply.header("ETag").orElse("")),
            Checksums.NONE, Metadata.NONE, reply.header("Last-Modified").flatMap(HttpDates::parseHeader).orElse(Instant.EPOCH)));
    }

    @Override
    public boolean delete(ObjectRef object) {
        CosSliceKeys.ASKED.check(object.key());
        try {
            wire.once(object, StoredFiles.fields("delete"));
            return true;
        } catch (UploadException e) {
            if (e.kind() == Failure.NO_SUCH_OBJECT) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public <C> Optional<C> capability(Class<C> type) {
        if (type == Listing.class) {
            return Optional.of(type.cast(new CosSliceListing(wire)));
        }
        if (type == Preview.class && dialect instanceof Preview && !dialect.traits().digestFirst().isEmpty()) {
            return Optional.of(type.cast(dialect));
        }
        if (type == OpenUpload.class && dialect instanceof OpenUpload) {
            return Optional.of(type.cast(dialect));
        }
        boolean signs = type == Presigning.class && wire.signs();
        return signs ? Optional.of(type.cast((Presigning) this::presign)) : Optional.empty();
    }

    private URI presign(String method, ObjectRef object, Query parameters, Duration life) {
        if (!method.equals("GET") || !parameters.parameters().isEmpty()) {
            throw StoredFiles.unsupported("signs addresses for downloads only, without parameters");
        }
        CosSliceKeys.ASKED.check(object.key());
        return wire.presigned(object, life);
    }

    /** Does nothing: the transport belongs to whoever made it. */
    @Override
    public void close() {
    }

    private static void check(UploadRequest request) {
        refuseCustomerKey(request.access());
        MetadataRule.NONE.check(request.metadata());
    }

    private static void requireLength(Body body, long most) {
        if (body.length() < 0) {
            throw UploadException.of(Failure.LENGTH_REQUIRED, "The length must be known first");
        }
        if (body.length() > most) {
            throw UploadException.of(Failure.TOO_LARGE, "One request takes at most " + most + " bytes");
        }
    }

    private static void refuseCustomerKey(Access access) {
        if (access.customerKey().isPresent()) {
            throw StoredFiles.unsupported("does not encrypt with a customer's key");
        }
    }
}
