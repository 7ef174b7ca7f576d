package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code ListBucketResult} (436/7734), as the vendor's Java SDK reads it. */
final class ObjectsXml {

    static final String ROOT = "ListBucketResult";
    private static final Comparator<String> BYTES = Comparator.comparing(s -> s.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private ObjectsXml() {
    }

    static XmlElement write(Page<ObjectInfo> page, ObjectQuery query, boolean urlEncoded, String ownerId) {
        List<XmlElement> fields = new ArrayList<>();
        fields.add(XmlElement.text("Name", query.bucket()));
        if (urlEncoded) {
            fields.add(XmlElement.text("EncodingType", "url"));
        }
        fields.add(key("Prefix", query.prefix(), urlEncoded));
        fields.add(key("Marker", query.after(), urlEncoded));
        fields.add(XmlElement.text("MaxKeys", query.limit()));
        fields.add(key("Delimiter", query.delimiter(), urlEncoded));
        fields.add(XmlElement.text("IsTruncated", page.next().isPresent()));
        page.next().ifPresent(next -> fields.add(key("NextMarker", next.key(), urlEncoded)));
        page.prefixes().forEach(prefix -> fields.add(XmlElement.of("CommonPrefixes", key("Prefix", prefix, urlEncoded))));
        page.items().forEach(item -> fields.add(object(item, urlEncoded, ownerId)));
        return XmlElement.of(ROOT, fields);
    }

    /** Reads a page. Where it is not told, the next one begins after the greatest name on this one. */
    static Page<ObjectInfo> read(XmlElement root, String bucket) {
        boolean encoded = Fields.encoded(root);
        List<ObjectInfo> items = root.children("Contents").stream().map(object -> object(object, bucket, encoded)).toList();
        List<String> prefixes = root.children("CommonPrefixes").stream().map(prefix -> Fields.key(prefix, "Prefix", encoded)).toList();
        if (!Fields.flag(root, "IsTruncated")) {
            return new Page<>(items, prefixes, Optional.empty());
        }
        Optional<String> next = Optional.of(Fields.key(root, "NextMarker", encoded)).filter(marker -> !marker.isEmpty())
            .or(() -> Stream.concat(items.stream().map(item -> item.object().key()), prefixes.stream()).max(BYTES));
        return new Page<>(items, prefixes, next.map(name -> new Marker(name, "")));
    }

    private static XmlElement object(ObjectInfo info, boolean urlEncoded, String ownerId) {
        return XmlElement.of("Contents",
            key("Key", info.object().key(), urlEncoded),
            XmlElement.text("LastModified", HttpDates.iso(info.modified())),
            XmlElement.text("ETag", ETags.quoted(info.etag())),
            XmlElement.text("Size", info.size()),
            Owners.owner(ownerId),
            XmlElement.text("StorageClass", info.metadata().header("storage-class").orElse("STANDARD")));
    }

    private static ObjectInfo object(XmlElement object, String bucket, boolean encoded) {
        String storageClass = object.value("StorageClass");
        Metadata metadata = storageClass.isEmpty() ? Metadata.NONE : Metadata.NONE.withHeader("storage-class", storageClass);
        return new ObjectInfo(new ObjectRef(bucket, Fields.key(object, "Key", encoded)), Fields.number(object, "Size", PartSlot.UNKNOWN),
            ETags.unquoted(object.value("ETag")), Checksums.NONE, metadata, Fields.date(object, "LastModified"));
    }

    private static XmlElement key(String name, String key, boolean urlEncoded) {
        return XmlElement.text(name, urlEncoded ? Percent.encode(key) : key);
    }
}
