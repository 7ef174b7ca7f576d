package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code ListPartsResult} (436/7747). Numbers begin at 1 on the wire, indexes at 0 everywhere else. */
final class PartsXml {

    static final String ROOT = "ListPartsResult";

    private PartsXml() {
    }

    /** What was asked for. */
    record Request(int marker, int maxParts, boolean urlEncoded) {
    }

    static XmlElement write(UploadState state, Request request, String ownerId) {
        UploadRef upload = state.upload();
        List<XmlElement> fields = new ArrayList<>();
        fields.add(XmlElement.text("Bucket", upload.object().bucket()));
        fields.add(XmlElement.text("EncodingType", request.urlEncoded() ? "url" : ""));
        fields.add(XmlElement.text("Key", request.urlEncoded() ? Percent.encode(upload.object().key()) : upload.object().key()));
        fields.add(XmlElement.text("UploadId", upload.uploadId()));
        fields.addAll(Owners.fields(ownerId));
        fields.add(XmlElement.text("StorageClass", state.metadata().header("storage-class").orElse("STANDARD")));
        fields.add(XmlElement.text("PartNumberMarker", request.marker()));
        state.parts().forEach(part -> fields.add(part(part)));
        int last = state.parts().isEmpty() ? request.marker() : state.parts().get(state.parts().size() - 1).receipt().slot().index() + 1;
        fields.add(XmlElement.text("NextPartNumberMarker", last));
        fields.add(XmlElement.text("MaxParts", request.maxParts()));
        fields.add(XmlElement.text("IsTruncated", state.truncated()));
        return XmlElement.of(ROOT, fields);
    }

    /** Reads a page; the contiguous bytes are those that the first page shows, later pages show none. */
    static UploadState read(XmlElement root, UploadRef upload, int afterIndex) {
        List<StoredPart> parts = root.children("Part").stream().map(PartsXml::part).toList();
        String storageClass = root.value("StorageClass");
        Metadata metadata = storageClass.isEmpty() ? Metadata.NONE : Metadata.NONE.withHeader("storage-class", storageClass);
        return new UploadState(upload, UploadState.Phase.OPEN, parts, Fields.flag(root, "IsTruncated"),
            afterIndex < 0 ? contiguous(parts) : 0, metadata, Instant.EPOCH);
    }

    private static long contiguous(List<StoredPart> parts) {
        long bytes = 0;
        for (int i = 0; i < parts.size() && parts.get(i).receipt().slot().index() == i; i++) {
            bytes += Math.max(0, parts.get(i).receipt().slot().length());
        }
        return bytes;
    }

    private static XmlElement part(StoredPart part) {
        return XmlElement.of("Part",
            XmlElement.text("PartNumber", part.receipt().slot().index() + 1),
            XmlElement.text("LastModified", HttpDates.iso(part.modified())),
            XmlElement.text("ETag", ETags.quoted(part.receipt().etag())),
            XmlElement.text("Size", part.receipt().slot().length()));
    }

    private static StoredPart part(XmlElement part) {
        int number = (int) Fields.number(part, "PartNumber", 0);
        String etag = ETags.unquoted(part.value("ETag"));
        PartSlot slot = PartSlot.numbered(number - 1, Fields.number(part, "Size", PartSlot.UNKNOWN));
        return new StoredPart(PartReceipt.of(slot, etag, ETags.md5(etag)), Fields.date(part, "LastModified"));
    }
}
