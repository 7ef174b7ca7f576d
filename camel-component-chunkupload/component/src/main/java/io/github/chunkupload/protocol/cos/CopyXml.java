package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code CopyPartResult} (436/8287). */
final class CopyXml {

    static final String ROOT = "CopyPartResult";

    private CopyXml() {
    }

    static XmlElement write(PartReceipt receipt, Instant now) {
        List<XmlElement> fields = new ArrayList<>();
        fields.add(XmlElement.text("ETag", ETags.quoted(receipt.etag())));
        fields.add(XmlElement.text("LastModified", HttpDates.iso(now)));
        receipt.sums().get(Digest.CRC64).ifPresent(crc -> fields.add(XmlElement.text("CRC64", crc)));
        return XmlElement.of(ROOT, fields);
    }

    static PartReceipt read(XmlElement root, PartSlot slot) {
        String etag = ETags.unquoted(Fields.required(root, "ETag"));
        String crc = root.value("CRC64");
        Checksums sums = ETags.md5(etag);
        return PartReceipt.of(slot, etag, crc.matches("[0-9]{1,20}") ? sums.with(Digest.CRC64, crc) : sums);
    }
}
