package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What our client says and reads alike in both dialects. Thread-safe. */
final class StoredFiles {

    private final CosSliceWire wire;

    StoredFiles(CosSliceWire wire) {
        this.wire = wire;
    }

    /** Begins the fields of an operation. */
    static Map<String, String> fields(String op) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("op", op);
        return fields;
    }

    static String insertOnly(UploadRequest request) {
        return request.replace() ? "0" : "1";
    }

    /** Returns the slice size to ask for: the part size that is wished for where slices may have it. */
    static long wish(UploadRequest request, long usual) {
        long wished = request.partSize().orElse(usual);
        return CosSliceLimits.SLICES.contains(wished) ? wished : usual;
    }

    static long size(UploadRequest request) {
        return request.size().orElseThrow(() -> UploadException.of(Failure.LENGTH_REQUIRED, "The size must be known first"));
    }

    /** Returns the slice size that the server demands. */
    static long slice(JsonNode data, long wished) {
        long told = data.path("slice_size").asLong(wished);
        if (data.path("session").asText().isEmpty() || told <= 0 || told > CosSliceLimits.MAX_SLICE) {
            throw UploadException.of(Failure.PROTOCOL, "The answer has neither a session with a slice size nor the address of the file");
        }
        return told;
    }

    /** Refuses a slice without a place. */
    static long offset(PartSlot slot) {
        if (slot.offset() < 0) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "A slice is named by its offset");
        }
        return slot.offset();
    }

    static UploadException unsupported(String what) {
        return UploadException.of(Failure.UNSUPPORTED, "The legacy JSON API " + what);
    }

    /** PHP looks for {@code url}, the others for {@code access_url}: either means that the file is there. */
    static boolean isFinished(JsonNode data) {
        return data.hasNonNull("access_url") || data.hasNonNull("url");
    }

    /**
     * Reads the answer for a file that is there.
     *
     * @param ask whether {@code stat} is asked for the SHA-1 where the answer does not tell it
     */
    ObjectReceipt receipt(ObjectRef object, long size, JsonNode data, boolean ask) {
        Optional<String> location = Optional.of(data.path("access_url").asText()).filter(url -> !url.isEmpty());
        String told = sha(data);
        String sha = told.isEmpty() && ask ? toldByStat(object, size) : told;
        return new ObjectReceipt(object, size, sha, sums(sha), location);
    }

    /** Returns the SHA-1 of a file of that size, or nothing: that it is there is known anyway. */
    private String toldByStat(ObjectRef object, long size) {
        try {
            ObjectInfo info = stat(object);
            return info.size() == size ? info.etag() : "";
        } catch (UploadException notTold) {
            return "";
        }
    }

    ObjectInfo stat(ObjectRef object) {
        return info(object, wire.query(object, fields("stat")));
    }

    /** Reads what is told of a file. */
    static ObjectInfo info(ObjectRef object, JsonNode data) {
        String sha = sha(data);
        String attributes = data.path(CosSliceRequest.BIZ_ATTR).asText();
        return new ObjectInfo(object, data.path("filesize").asLong(PartSlot.UNKNOWN), sha, sums(sha),
            attributes.isEmpty() ? Metadata.NONE : Metadata.NONE.withUser(CosSliceRequest.BIZ_ATTR, attributes),
            Instant.ofEpochSecond(data.path("mtime").asLong(data.path("ctime").asLong(0))));
    }

    private static Checksums sums(String sha) {
        return sha.isEmpty() ? Checksums.NONE : Checksums.of(Digest.SHA1, sha);
    }

    private static String sha(JsonNode data) {
        String sha = data.path("sha").asText().toLowerCase(Locale.ROOT);
        return sha.matches("[0-9a-f]{40}") ? sha : "";
    }
}
