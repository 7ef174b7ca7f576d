package io.github.chunkupload.protocol.cdcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import java.util.List;
import java.util.Optional;

/** The order and the answer of CompleteMultipartUpload. */
final class CompleteDocument {

    static final String ROOT = "CompleteMultipartUploadResult";
    private static final String ORDER = "CompleteMultipartUpload";

    private CompleteDocument() {
    }

    /** Writes the order as documented, with plain ETags. */
    static Document order(Generation generation, List<PartReceipt> parts) {
        Document document = Document.named(generation, ORDER);
        ArrayNode list = document.fields().putArray("Part");
        parts.forEach(part -> list.addObject().put("PartNumber", part.slot().index() + 1).put("ETag", part.etag()));
        return document;
    }

    /**
     * Reads the order: part numbers from 1 without a gap, ETags with quotes or without.
     *
     * @throws UploadException {@link Failure#MALFORMED}, {@link Failure#INVALID_PART_ORDER} or, for a gap, {@link Failure#INVALID_PART}
     */
    static List<PartReceipt> readOrder(Document document) {
        List<PartReceipt> parts = Fields.list(document.fields(), "Part").stream().map(CompleteDocument::part).toList();
        if (!document.isA(ORDER) || parts.isEmpty()) {
            throw UploadException.of(Failure.MALFORMED, "The body is not a CompleteMultipartUpload with at least one Part");
        }
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).slot().index() <= parts.get(i - 1).slot().index()) {
                throw UploadException.of(Failure.INVALID_PART_ORDER, "The part numbers are not ascending");
            }
        }
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).slot().index() != i) {
                throw UploadException.of(Failure.INVALID_PART, "Part number " + (i + 1) + " is missing in the list");
            }
        }
        return parts;
    }

    static Document result(Generation generation, ObjectReceipt receipt, String region) {
        Document document = Document.named(generation, ROOT);
        CofferDocument.addLocation(document.fields(), region);
        document.fields().put("Coffer", receipt.object().bucket()).put("Key", receipt.object().key())
            .put("ETag", ETags.quoted(receipt.etag()));
        return document;
    }

    /**
     * Reads the answer. Its locations are regions, not addresses of the object, and its ETag is no checksum.
     *
     * @throws UploadException with {@link Failure#MALFORMED} when it tells neither key nor ETag
     */
    static ObjectReceipt readResult(Document document, ObjectRef object, long size) {
        if (!document.fields().has("ETag") && !document.fields().has("Key")) {
            throw UploadException.of(Failure.MALFORMED, "The document tells of no object");
        }
        return new ObjectReceipt(object, size, ETags.unquoted(Fields.text(document.fields(), "ETag")), Checksums.NONE, Optional.empty());
    }

    private static PartReceipt part(JsonNode part) {
        long number = Fields.number(part, "PartNumber", 0);
        if (number < 1 || number > CdcsLimits.MAX_PARTS) {
            throw UploadException.of(Failure.INVALID_PART, "A part number is from 1 to " + CdcsLimits.MAX_PARTS);
        }
        return PartReceipt.of(PartSlot.numbered((int) number - 1, PartSlot.UNKNOWN), ETags.unquoted(Fields.text(part, "ETag")),
            Checksums.NONE);
    }
}
