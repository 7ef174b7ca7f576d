package io.github.chunkupload.protocol.cdcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import java.time.Instant;
import java.util.List;

/** The answer to ListParts. Numbers begin at 1 on the wire, indexes at 0 everywhere else; markers and truth values are strings. */
final class PartsDocument {

    static final String ROOT = "ListPartsResult";

    private PartsDocument() {
    }

    /** What was asked for. */
    record Request(int marker, int maxParts, boolean urlEncoded) {
    }

    static Document write(Generation generation, UploadState state, Request request, String ownerId) {
        boolean json = generation == Generation.JSON;
        UploadRef upload = state.upload();
        String key = upload.object().key();
        Document document = Document.named(generation, ROOT);
        ObjectNode fields = document.fields().put("Coffer", upload.object().bucket())
            .put("EncodingType", request.urlEncoded() ? "url" : "").put("Key", request.urlEncoded() ? Percent.encode(key) : key)
            .put("UploadId", upload.uploadId());
        Fields.addOwners(fields, ownerId);
        int last = state.parts().isEmpty() ? request.marker() : state.parts().get(state.parts().size() - 1).receipt().slot().index() + 1;
        fields.put("PartNumberMarker", String.valueOf(request.marker()))
            .put(json ? "NextPartNumberMarker" : "NextMarker", String.valueOf(last))
            .put(json ? "MaxParts" : "MaxCount", request.maxParts())
            .put("IsTruncated", String.valueOf(state.truncated()));
        ArrayNode parts = fields.putArray("Part");
        state.parts().forEach(part -> write(parts.addObject(), part));
        return document;
    }

    /** Reads a page; the contiguous bytes are those that the first page shows, later pages show none. */
    static UploadState read(Document document, UploadRef upload, int afterIndex) {
        List<StoredPart> parts = Fields.list(document.fields(), "Part").stream().map(PartsDocument::part).toList();
        return new UploadState(upload, UploadState.Phase.OPEN, parts, Fields.flag(document.fields(), "IsTruncated"),
            afterIndex < 0 ? contiguous(parts) : 0, Metadata.NONE, Instant.EPOCH);
    }

    private static long contiguous(List<StoredPart> parts) {
        long bytes = 0;
        for (int i = 0; i < parts.size() && parts.get(i).receipt().slot().index() == i; i++) {
            bytes += Math.max(0, parts.get(i).receipt().slot().length());
        }
        return bytes;
    }

    private static void write(ObjectNode fields, StoredPart part) {
        fields.put("PartNumber", part.receipt().slot().index() + 1).put("LastModified", HttpDates.iso(part.modified()))
            .put("ETag", ETags.quoted(part.receipt().etag())).put("Size", part.receipt().slot().length());
    }

    private static StoredPart part(JsonNode part) {
        int number = (int) Fields.number(part, "PartNumber", 0);
        String etag = ETags.unquoted(Fields.text(part, "ETag"));
        PartSlot slot = PartSlot.numbered(number - 1, Fields.number(part, "Size", PartSlot.UNKNOWN));
        return new StoredPart(PartReceipt.of(slot, etag, ETags.md5(etag)), Fields.date(part, "LastModified"));
    }
}
