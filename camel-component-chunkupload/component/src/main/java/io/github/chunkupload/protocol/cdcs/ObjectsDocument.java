package io.github.chunkupload.protocol.cdcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.util.List;
import java.util.Optional;

/** The answer to GetCoffer (1232/44729): the objects of a coffer, in the order of the bytes of their keys. It has no delimiter. */
final class ObjectsDocument {

    static final String ROOT = "ListCofferResult";

    private ObjectsDocument() {
    }

    static Document write(Generation generation, Page<ObjectInfo> page, ObjectQuery query, boolean urlEncoded, String region,
            String ownerId) {
        String next = page.next().map(Marker::key).orElse("");
        Document document = Document.named(generation, ROOT);
        ObjectNode fields = document.fields().put("Name", query.bucket()).put("EncodingType", urlEncoded ? "url" : "")
            .put("Prefix", key(query.prefix(), urlEncoded)).put("Marker", key(query.after(), urlEncoded))
            .put(generation == Generation.JSON ? "MaxKeys" : "MaxCount", query.limit())
            .put("IsTruncated", String.valueOf(page.next().isPresent())).put("NextMarker", key(next, urlEncoded))
            .put("EncryptType", 0).put("KeyId", "").put("KeyRegion", "");
        CofferDocument.addLocation(fields, region);
        ArrayNode contents = fields.putArray("Contents");
        for (ObjectInfo info : page.items()) {
            ObjectNode entry = contents.addObject().put("Key", key(info.object().key(), urlEncoded))
                .put("LastModified", HttpDates.iso(info.modified())).put("ETag", ETags.quoted(info.etag())).put("Size", info.size());
            Fields.addOwner(entry, ownerId);
        }
        return document;
    }

    static Page<ObjectInfo> read(Document document, String bucket) {
        boolean encoded = Fields.encoded(document.fields());
        List<ObjectInfo> items = Fields.list(document.fields(), "Contents").stream().map(each -> object(each, bucket, encoded)).toList();
        String next = Fields.key(document.fields(), "NextMarker", encoded);
        if (next.isEmpty() && !items.isEmpty()) {
            next = items.get(items.size() - 1).object().key();
        }
        boolean more = Fields.flag(document.fields(), "IsTruncated") && !next.isEmpty();
        return new Page<>(items, List.of(), more ? Optional.of(new Marker(next, "")) : Optional.empty());
    }

    private static ObjectInfo object(JsonNode entry, String bucket, boolean encoded) {
        return new ObjectInfo(new ObjectRef(bucket, Fields.key(entry, "Key", encoded)), Fields.number(entry, "Size", PartSlot.UNKNOWN),
            ETags.unquoted(Fields.text(entry, "ETag")), Checksums.NONE, Metadata.NONE, Fields.date(entry, "LastModified"));
    }

    private static String key(String key, boolean urlEncoded) {
        return urlEncoded ? Percent.encode(key) : key;
    }
}
