package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import java.util.List;
import java.util.Optional;

/** {@code CompleteMultipartUpload} and {@code CompleteMultipartUploadResult} (436/7742). */
final class CompleteXml {

    static final String ROOT = "CompleteMultipartUploadResult";
    private static final String ORDER = "CompleteMultipartUpload";

    private CompleteXml() {
    }

    /** Writes the order as the vendor's Java SDK does, with plain ETags. */
    static XmlElement order(List<PartReceipt> parts) {
        return XmlElement.of(ORDER, parts.stream().map(part -> XmlElement.of("Part",
            XmlElement.text("PartNumber", part.slot().index() + 1),
            XmlElement.text("ETag", part.etag()))).toList());
    }

    /**
     * Reads the order: part numbers from 1 without a gap, ETags with quotes or without.
     *
     * @throws UploadException {@link Failure#MALFORMED}, {@link Failure#INVALID_PART_ORDER} or, for a gap, {@link Failure#INVALID_PART}
     */
    static List<PartReceipt> readOrder(XmlElement root) {
        List<PartReceipt> parts = root.children("Part").stream().map(CompleteXml::part).toList();
        if (!root.name().equals(ORDER) || parts.isEmpty()) {
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

    static XmlElement result(ObjectReceipt receipt, String location) {
        return XmlElement.of(ROOT,
            XmlElement.text("Location", location),
            XmlElement.text("Bucket", receipt.object().bucket()),
            XmlElement.text("Key", receipt.object().key()),
            XmlElement.text("ETag", ETags.quoted(receipt.etag())));
    }

    static ObjectReceipt readResult(XmlElement root, ObjectRef object, long size, Checksums sums) {
        return new ObjectReceipt(object, size, ETags.unquoted(root.value("ETag")), sums,
            Optional.of(root.value("Location")).filter(location -> !location.isEmpty()));
    }

    private static PartReceipt part(XmlElement part) {
        long number = Fields.number(part, "PartNumber", 0);
        if (number < 1 || number > CosLimits.MAX_PARTS) {
            throw UploadException.of(Failure.INVALID_PART, "A part number is from 1 to " + CosLimits.MAX_PARTS);
        }
        return PartReceipt.of(PartSlot.numbered((int) number - 1, PartSlot.UNKNOWN), ETags.unquoted(part.value("ETag")), Checksums.NONE);
    }
}
