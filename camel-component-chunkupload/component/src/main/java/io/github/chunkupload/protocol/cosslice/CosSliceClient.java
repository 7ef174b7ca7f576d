package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.HttpTransport;
import io.github.chunkupload.protocol.ClientSettings;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.MetadataRule;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A store behind the dialect files/v1. The vendor answers a finished file with its address only; then one {@code stat} more asks for
 * the SHA-1 that proves it. Nothing is hashed here; receipts tell what the server told.
 */
final class CosSliceClient implements ObjectStore {

    private final CosSliceWire wire;
    private final StoreTraits traits;
    private final long slice;

    CosSliceClient(HttpTransport transport, ClientSettings settings, boolean serial, long slice) {
        this.wire = new CosSliceWire(transport, settings);
        this.traits = CosSliceTraits.of(serial, settings.minPart());
        this.slice = slice;
    }

    @Override
    public StoreTraits traits(String bucket) {
        return traits;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        CosSliceKeys.RULE.check(request.object().key());
        check(request);
        if (request.open() != OpenUploads.JOIN) {
            throw unsupported("can only join an upload of the same path");
        }
        long size = request.size().orElseThrow(() -> UploadException.of(Failure.LENGTH_REQUIRED, "The size must be known first"));
        String sha = request.known().get(Digest.SHA1)
            .orElseThrow(() -> UploadException.of(Failure.INVALID_DIGEST, "The SHA-1 of the file must be known first"));
        Map<String, String> fields = new SliceUpload(size, sha, "").control();
        fields.put("slice_size", String.valueOf(wish(request)));
        fields.put("insertOnly", insertOnly(request));
        JsonNode data = wire.form(request.object(), fields, Optional.empty());
        if (isFinished(data)) {
            return new Admission.Done(finished(request.object(), size, data));
        }
        String session = data.path("session").asText();
        long told = data.path("slice_size").asLong(wish(request));
        if (session.isEmpty() || told <= 0 || told > CosSliceLimits.MAX_SLICE) {
            throw UploadException.of(Failure.PROTOCOL, "The answer has neither a session with a slice size nor the address of the file");
        }
        return new Admission.Open(new UploadRef(request.object(), new SliceUpload(size, sha, session).toString()), told, traits.serial(),
            data.path("offset").asLong(0));
    }

    /** The part size that is wished for is asked for where a slice may have it. */
    private long wish(UploadRequest request) {
        long wished = request.partSize().orElse(slice);
        return CosSliceLimits.SLICES.contains(wished) ? wished : slice;
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks, Access access) {
        refuseCustomerKey(access);
        SliceUpload known = SliceUpload.of(upload);
        requireLength(body, CosSliceLimits.MAX_SLICE);
        if (slot.offset() < 0) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "A slice is named by its offset");
        }
        Map<String, String> fields = fields("upload_slice");
        fields.put("session", known.session());
        fields.put("offset", String.valueOf(slot.offset()));
        checks.expect().get(Digest.SHA1).ifPresent(sha -> fields.put("sha", sha));
        JsonNode data = wire.form(upload.object(), fields, Optional.of(body));
        Checksums sums = ETags.md5(data.path("datamd5").asText());
        Optional<ObjectReceipt> object = isFinished(data) ? Optional.of(finished(upload.object(), known.size(), data)) : Optional.empty();
        return new PartReceipt(slot.withLength(body.length()), "", sums, object.isPresent() ? 0 : PartSlot.UNKNOWN, object);
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        SliceUpload known = SliceUpload.of(upload);
        JsonNode data = wire.form(upload.object(), known.control(), Optional.empty());
        boolean finished = isFinished(data);
        return new UploadState(upload, finished ? UploadState.Phase.COMPLETED : UploadState.Phase.OPEN, List.of(), false,
            finished ? known.size() : data.path("offset").asLong(0), Metadata.NONE, Instant.EPOCH);
    }

    /** Asks whether the last slice has finished the file: there is nothing else that would. */
    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        if (!completion.late().equals(Metadata.NONE)) {
            throw unsupported("takes no metadata");
        }
        SliceUpload known = SliceUpload.of(upload);
        JsonNode data = wire.form(upload.object(), known.control(), Optional.empty());
        if (!isFinished(data)) {
            throw UploadException.of(Failure.INVALID_PART, "Not all bytes of the file are there");
        }
        ObjectReceipt receipt = finished(upload.object(), known.size(), data);
        new Checks(Set.of(), completion.object()).verify(receipt.sums());
        return receipt;
    }

    @Override
    public void abort(UploadRef upload) {
        throw unsupported("cannot give an upload up without deleting the file of its name");
    }

    @Override
    public Page<UploadInfo> uploads(UploadQuery query) {
        throw unsupported("has no list of uploads");
    }

    @Override
    public ObjectReceipt put(UploadRequest request, Body body, Checks checks) {
        CosSliceKeys.RULE.check(request.object().key());
        check(request);
        if (request.open() == OpenUploads.REFUSE) {
            throw unsupported("cannot refuse beside open uploads");
        }
        requireLength(body, CosSliceLimits.MAX_UPLOAD);
        Map<String, String> fields = fields("upload");
        fields.put("insertOnly", insertOnly(request));
        checks.expect().get(Digest.SHA1).or(() -> request.known().get(Digest.SHA1)).ifPresent(sha -> fields.put("sha", sha));
        return finished(request.object(), body.length(), wire.form(request.object(), fields, Optional.of(body)));
    }

    @Override
    public ObjectInfo head(ObjectRef object, Access access) {
        refuseCustomerKey(access);
        CosSliceKeys.ASKED.check(object.key());
        JsonNode data = wire.query(object, "stat");
        String sha = sha(data);
        String attributes = data.path(CosSliceRequest.BIZ_ATTR).asText();
        return new ObjectInfo(object, data.path("filesize").asLong(PartSlot.UNKNOWN), sha,
            sha.isEmpty() ? Checksums.NONE : Checksums.of(Digest.SHA1, sha),
            attributes.isEmpty() ? Metadata.NONE : Metadata.NONE.withUser(CosSliceRequest.BIZ_ATTR, attributes),
            Instant.ofEpochSecond(data.path("mtime").asLong(data.path("ctime").asLong(0))));
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
            wire.once(object, "delete");
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
        return Optional.empty();
    }

    /** Does nothing: the transport belongs to whoever made it. */
    @Override
    public void close() {
    }

    /** PHP looks for {@code url}, the others for {@code access_url}: either means that the file is there. */
    private static boolean isFinished(JsonNode data) {
        return data.hasNonNull("access_url") || data.hasNonNull("url");
    }

    private ObjectReceipt finished(ObjectRef object, long size, JsonNode data) {
        Optional<String> location = Optional.of(data.path("access_url").asText()).filter(url -> !url.isEmpty());
        String sha = sha(data).isEmpty() ? toldByStat(object, size) : sha(data);
        return new ObjectReceipt(object, size, sha, sha.isEmpty() ? Checksums.NONE : Checksums.of(Digest.SHA1, sha), location);
    }

    /** Returns the SHA-1 of a file of that size, or nothing: that it is there is known anyway. */
    private String toldByStat(ObjectRef object, long size) {
        try {
            ObjectInfo info = head(object, Access.NONE);
            return info.size() == size ? info.etag() : "";
        } catch (UploadException notTold) {
            return "";
        }
    }

    private static String sha(JsonNode data) {
        String sha = data.path("sha").asText().toLowerCase(Locale.ROOT);
        return sha.matches("[0-9a-f]{40}") ? sha : "";
    }

    private static Map<String, String> fields(String op) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("op", op);
        return fields;
    }

    private static String insertOnly(UploadRequest request) {
        return request.replace() ? "0" : "1";
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
            throw unsupported("does not encrypt with a customer's key");
        }
    }

    private static UploadException unsupported(String what) {
        return UploadException.of(Failure.UNSUPPORTED, "The legacy JSON API " + what);
    }
}
