package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The dialect files/v1. The vendor answers a finished file with its address only; then one {@code stat} more asks for the SHA-1 that proves
 * it.
 */
final class FilesV1 implements SliceDialect {

    private final CosSliceWire wire;
    private final StoredFiles files;
    private final StoreTraits traits;
    private final long slice;

    FilesV1(CosSliceWire wire, boolean serial, long slice, OptionalLong minPart) {
        this.wire = wire;
        this.files = new StoredFiles(wire);
        this.traits = CosSliceTraits.v1(serial, minPart);
        this.slice = slice;
    }

    @Override
    public StoreTraits traits() {
        return traits;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        long size = StoredFiles.size(request);
        String sha = request.known().get(Digest.SHA1)
            .orElseThrow(() -> UploadException.of(Failure.INVALID_DIGEST, "The SHA-1 of the file must be known first"));
        Map<String, String> fields = control(new SliceUpload(size, sha, ""));
        fields.put("slice_size", String.valueOf(StoredFiles.wish(request, slice)));
        fields.put("insertOnly", StoredFiles.insertOnly(request));
        JsonNode data = wire.form(request.object(), fields, Optional.empty());
        if (StoredFiles.isFinished(data)) {
            return new Admission.Done(files.receipt(request.object(), size, data, true));
        }
        long told = StoredFiles.slice(data, StoredFiles.wish(request, slice));
        SliceUpload upload = new SliceUpload(size, sha, data.path("session").asText());
        return new Admission.Open(new UploadRef(request.object(), upload.toString()), told, traits.serial(),
            data.path("offset").asLong(0));
    }

    /** Returns the fields of the control request that asks for the state of an upload. */
    private static Map<String, String> control(SliceUpload upload) {
        Map<String, String> fields = StoredFiles.fields("upload_slice");
        fields.put("filesize", String.valueOf(upload.size()));
        fields.put("sha", upload.sha());
        if (!upload.session().isEmpty()) {
            fields.put("session", upload.session());
        }
        return fields;
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks) {
        SliceUpload known = SliceUpload.of(upload);
        Map<String, String> fields = StoredFiles.fields("upload_slice");
        fields.put("session", known.session());
        fields.put("offset", String.valueOf(StoredFiles.offset(slot)));
        checks.expect().get(Digest.SHA1).ifPresent(sha -> fields.put("sha", sha));
        JsonNode data = wire.form(upload.object(), fields, Optional.of(body));
        Optional<ObjectReceipt> object = StoredFiles.isFinished(data)
            ? Optional.of(files.receipt(upload.object(), known.size(), data, true)) : Optional.empty();
        return new PartReceipt(slot.withLength(body.length()), "", ETags.md5(data.path("datamd5").asText()),
            object.isPresent() ? 0 : PartSlot.UNKNOWN, object);
    }

    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        SliceUpload known = SliceUpload.of(upload);
        JsonNode data = wire.form(upload.object(), control(known), Optional.empty());
        boolean finished = StoredFiles.isFinished(data);
        return new UploadState(upload, finished ? UploadState.Phase.COMPLETED : UploadState.Phase.OPEN, List.of(), false,
            finished ? known.size() : data.path("offset").asLong(0), Metadata.NONE, Instant.EPOCH);
    }

    /** Asks whether the last slice has finished the file: there is nothing else that would. */
    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        SliceUpload known = SliceUpload.of(upload);
        JsonNode data = wire.form(upload.object(), control(known), Optional.empty());
        if (!StoredFiles.isFinished(data)) {
            throw UploadException.of(Failure.INVALID_PART, "Not all bytes of the file are there");
        }
        ObjectReceipt receipt = files.receipt(upload.object(), known.size(), data, true);
        new Checks(Set.of(), completion.object()).verify(receipt.sums());
        return receipt;
    }
}
