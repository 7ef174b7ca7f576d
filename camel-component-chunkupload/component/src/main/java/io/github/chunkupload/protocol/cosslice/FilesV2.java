package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.OpenUpload;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Preview;
import io.github.chunkupload.store.StoreTraits;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The dialect files/v2. A path that has an unfinished upload already (−4019) is gone on with, after asking which slices are there. Nothing
 * says that they are ours: only where the SHA-1 of the file is known do they count, else they are sent again.
 */
final class FilesV2 implements SliceDialect, Preview, OpenUpload {

    private static final int ATTEMPTS = 3;
    private static final int KEPT = 16;
    private static final int PIECE = 524_288;

    private final CosSliceWire wire;
    private final StoredFiles files;
    private final StoreTraits traits;
    private final long slice;
    private final Map<ObjectRef, UploadParts> previewed = new LinkedHashMap<>();

    /**
     * Makes the dialect.
     *
     * @param serial whether slices are sent one after another
     * @param slice bytes of a slice where none is asked for
     * @param digests whether a file is read beforehand to announce the digests of its pieces
     */
    FilesV2(CosSliceWire wire, boolean serial, long slice, OptionalLong minPart, boolean digests) {
        this.wire = wire;
        this.files = new StoredFiles(wire);
        this.traits = CosSliceTraits.v2(serial, minPart, digests);
        this.slice = slice;
    }

    @Override
    public StoreTraits traits() {
        return traits;
    }

    @Override
    public Admission initiate(UploadRequest request) {
        Map<String, String> fields = StoredFiles.fields("upload_slice_init");
        long size = StoredFiles.size(request);
        long wished = StoredFiles.wish(request, slice);
        fields.put("filesize", String.valueOf(size));
        fields.put("slice_size", String.valueOf(wished));
        fields.put("insertOnly", StoredFiles.insertOnly(request));
        Optional<String> sha = request.known().get(Digest.SHA1);
        sha.ifPresent(value -> fields.put("sha", value));
        sha.flatMap(value -> parts(request.object(), size, value, wished)).ifPresent(parts -> fields.put("uploadparts", parts.json()));
        for (int attempt = 1;; attempt++) {
            try {
                return admitted(request.object(), size, sha, wire.form(request.object(), fields, Optional.empty()), wished);
            } catch (UploadException e) {
                if (!isUnfinished(e)) {
                    throw e;
                }
            }
            Optional<Admission> joined = joined(request.object(), size, sha, wished, attempt == ATTEMPTS);
            if (joined.isPresent()) {
                return joined.get();
            }
        }
    }

    private Optional<UploadParts> parts(ObjectRef object, long size, String sha, long wished) {
        synchronized (previewed) {
            UploadParts kept = previewed.remove(object);
            if (kept != null && kept.sha().equals(sha)) {
                return Optional.of(kept);
            }
        }
        return size <= wished ? Optional.of(UploadParts.whole(size, sha)) : Optional.empty();
    }

    @Override
    public Checksums preview(UploadRequest request, Body body) {
        try {
            UploadParts parts = UploadParts.of(body, PIECE);
            synchronized (previewed) {
                previewed.put(request.object(), parts);
                if (previewed.size() > KEPT) {
                    previewed.remove(previewed.keySet().iterator().next());
                }
            }
            return Checksums.of(Digest.SHA1, parts.sha());
        } catch (IOException e) {
            throw UploadException.of(Failure.SOURCE_UNREADABLE, "The source cannot be read", e);
        }
    }

    private static boolean isUnfinished(UploadException e) {
        return e.protocolCode().equals(String.valueOf(CosSliceError.NOT_FINISHED.code()));
    }

    /** What is there of a joined upload counts only where the SHA-1 will tell at the end that it was not of another file. */
    private Admission admitted(ObjectRef object, long size, Optional<String> sha, JsonNode data, long wished) {
        if (StoredFiles.isFinished(data)) {
            return new Admission.Done(files.receipt(object, size, data, sha.isPresent()));
        }
        long told = StoredFiles.slice(data, wished);
        SliceUpload upload = new SliceUpload(size, sha.orElse(""), data.path("session").asText());
        return new Admission.Open(new UploadRef(object, upload.toString()), told,
            traits.serial() || data.path("serial_upload").asInt(0) == 1, sha.isEmpty() ? 0 : contiguous(slices(data, size, told)));
    }

    /** Takes up the upload that is open; empty: it has ended meanwhile. */
    private Optional<Admission> joined(ObjectRef object, long size, Optional<String> sha, long wished, boolean last) {
        JsonNode data;
        try {
            data = wire.json(object, StoredFiles.fields("upload_slice_list"));
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_OBJECT && e.kind() != Failure.NO_SUCH_UPLOAD || last) {
                throw e;
            }
            return Optional.empty();
        }
        if (!StoredFiles.isFinished(data) && data.path("filesize").asLong(size) != size) {
            throw UploadException.of(Failure.UPLOAD_OPEN, "An upload of that path is not finished, of a file of "
                + data.path("filesize").asLong() + " bytes; only to delete the file gives it up");
        }
        return Optional.of(admitted(object, size, sha, data, wished));
    }

    @Override
    public PartReceipt putPart(UploadRef upload, PartSlot slot, Body body, Checks checks) {
        SliceUpload known = SliceUpload.of(upload);
        Map<String, String> fields = StoredFiles.fields("upload_slice_data");
        if (!known.sha().isEmpty()) {
            fields.put("sha", known.sha());
        }
        fields.put("session", known.session());
        fields.put("offset", String.valueOf(StoredFiles.offset(slot)));
        checks.expect().get(Digest.MD5).ifPresent(md5 -> fields.put("datamd5", md5));
        JsonNode data = wire.form(upload.object(), fields, Optional.of(body));
        return receipt(slot.withLength(body.length()), data);
    }

    private static PartReceipt receipt(PartSlot slot, JsonNode data) {
        return PartReceipt.of(slot, "", ETags.md5(data.path("datamd5").asText()));
    }

    /** Asks for the list. The session goes along, which the vendor does not need and our server answers by. */
    @Override
    public UploadState state(UploadRef upload, int afterIndex, int limit) {
        SliceUpload known = SliceUpload.of(upload);
        JsonNode data = list(upload, known);
        if (StoredFiles.isFinished(data)) {
            return new UploadState(upload, UploadState.Phase.COMPLETED, List.of(), false, known.size(), Metadata.NONE, Instant.EPOCH);
        }
        long told = StoredFiles.slice(data, slice);
        NavigableMap<Long, PartReceipt> slices = slices(data, known.size(), told);
        List<StoredPart> rest = slices.values().stream().filter(part -> part.slot().index() > afterIndex).limit(limit + 1L)
            .map(part -> new StoredPart(part, Instant.EPOCH)).toList();
        boolean more = rest.size() > limit;
        return new UploadState(upload, UploadState.Phase.OPEN, more ? rest.subList(0, limit) : rest, more, contiguous(slices),
            Metadata.NONE, Instant.EPOCH);
    }

    /** Asks for the upload of that path, whosever it is. Its SHA-1 is not told. */
    @Override
    public Optional<UploadInfo> of(ObjectRef object) {
        try {
            JsonNode data = wire.json(object, StoredFiles.fields("upload_slice_list"));
            SliceUpload upload = new SliceUpload(data.path("filesize").asLong(), "", data.path("session").asText());
            return StoredFiles.isFinished(data) ? Optional.empty()
                : Optional.of(new UploadInfo(new UploadRef(object, upload.toString()), Instant.EPOCH, Metadata.NONE));
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_OBJECT && e.kind() != Failure.NO_SUCH_UPLOAD) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private JsonNode list(UploadRef upload, SliceUpload known) {
        Map<String, String> fields = StoredFiles.fields("upload_slice_list");
        fields.put("session", known.session());
        try {
            JsonNode data = wire.json(upload.object(), fields);
            if (!StoredFiles.isFinished(data) && !data.path("session").asText().equals(known.session())) {
                throw UploadException.of(Failure.NO_SUCH_UPLOAD, "Another upload of that path is open");
            }
            return data;
        } catch (UploadException e) {
            throw e.kind() != Failure.NO_SUCH_OBJECT ? e
                : UploadException.of(Failure.NO_SUCH_UPLOAD, "There is no such upload: " + e.getMessage(), e);
        }
    }

    private static NavigableMap<Long, PartReceipt> slices(JsonNode data, long size, long slice) {
        NavigableMap<Long, PartReceipt> slices = new TreeMap<>();
        for (JsonNode part : data.path("listparts")) {
            long offset = part.path("offset").asLong(-1);
            if (offset >= 0 && offset < size && offset % slice == 0) {
                PartSlot slot = new PartSlot(Math.toIntExact(offset / slice), offset, Math.min(slice, size - offset));
                slices.put(offset, receipt(slot, part));
            }
        }
        return slices;
    }

    private static long contiguous(NavigableMap<Long, PartReceipt> slices) {
        long end = 0;
        while (slices.containsKey(end) && slices.get(end).slot().length() > 0) {
            end += slices.get(end).slot().length();
        }
        return end;
    }

    /** Makes the file. Where no SHA-1 of the whole would show it, the slices are compared with what was sent first. */
    @Override
    public ObjectReceipt complete(UploadRef upload, Completion completion) {
        SliceUpload known = SliceUpload.of(upload);
        if (!completion.parts().isEmpty()) {
            requireAll(known, completion.parts());
            if (known.sha().isEmpty()) {
                requireSent(upload, known, completion.parts());
            }
        }
        Map<String, String> fields = StoredFiles.fields("upload_slice_finish");
        fields.put("session", known.session());
        fields.put("filesize", String.valueOf(known.size()));
        if (!known.sha().isEmpty()) {
            fields.put("sha", known.sha());
        }
        completion.size().ifPresent(size -> {
            if (size != known.size()) {
                throw UploadException.of(Failure.INVALID_PART, "The upload is of " + known.size() + " bytes, not " + size);
            }
        });
        try {
            JsonNode data = wire.form(upload.object(), fields, Optional.empty());
            return files.receipt(upload.object(), known.size(), data, !known.sha().isEmpty());
        } catch (UploadException e) {
            throw !isUnfinished(e) ? e : UploadException.builder(Failure.INVALID_PART, e.getMessage()).protocolCode(e.protocolCode())
                .httpStatus(e.httpStatus()).requestId(e.requestId()).cause(e).build();
        }
    }

    /** Slices that were there when the upload was joined are not named; then the SHA-1 proves them. */
    private static void requireAll(SliceUpload known, List<PartReceipt> parts) {
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).slot().offset() <= parts.get(i - 1).slot().offset()) {
                throw UploadException.of(Failure.INVALID_PART_ORDER, "The slices are not named in the order of the file");
            }
        }
        long end = known.sha().isEmpty() ? 0 : parts.get(0).slot().offset();
        for (PartReceipt part : parts) {
            if (part.slot().offset() != end) {
                throw UploadException.of(Failure.INVALID_PART, "The slice at " + end + " is not named; none may be left out");
            }
            end += part.slot().length();
        }
        if (end != known.size()) {
            throw UploadException.of(Failure.INVALID_PART, "The slices named have " + end + " bytes, the file has " + known.size());
        }
    }

    /** A file that is whole and on its way is compared no more: what became of it, the finish tells. */
    private void requireSent(UploadRef upload, SliceUpload known, List<PartReceipt> sent) {
        JsonNode data;
        try {
            data = list(upload, known);
        } catch (UploadException e) {
            if (e.kind() == Failure.PENDING) {
                return;
            }
            throw e;
        }
        if (!StoredFiles.isFinished(data)) {
            compare(data, known, sent);
        }
    }

    private void compare(JsonNode data, SliceUpload known, List<PartReceipt> sent) {
        NavigableMap<Long, PartReceipt> slices = slices(data, known.size(), StoredFiles.slice(data, slice));
        for (PartReceipt part : sent) {
            PartReceipt there = slices.get(part.slot().offset());
            if (there == null || part.sums().contradiction(there.sums()).isPresent()) {
                throw UploadException.of(Failure.INVALID_PART, "The slice at " + part.slot().offset() + " is not there, or is another one");
            }
        }
    }
}
