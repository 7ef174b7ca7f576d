package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ListMultipartUploadsResult} (436/7736). */
final class UploadsXml {

    static final String ROOT = "ListMultipartUploadsResult";

    private UploadsXml() {
    }

    static XmlElement write(Page<UploadInfo> page, UploadQuery query, boolean urlEncoded, String ownerId) {
        Marker next = page.next().orElse(Marker.START);
        List<XmlElement> fields = new ArrayList<>();
        fields.add(XmlElement.text("Bucket", query.bucket()));
        fields.add(XmlElement.text("EncodingType", urlEncoded ? "url" : ""));
        fields.add(key("KeyMarker", query.after().key(), urlEncoded));
        fields.add(XmlElement.text("UploadIdMarker", query.after().uploadId()));
        fields.add(XmlElement.text("MaxUploads", query.limit()));
        fields.add(XmlElement.text("IsTruncated", page.next().isPresent()));
        fields.add(key("NextKeyMarker", next.key(), urlEncoded));
        fields.add(XmlElement.text("NextUploadIdMarker", next.uploadId()));
        fields.add(key("Prefix", query.prefix(), urlEncoded));
        fields.add(key("Delimiter", query.delimiter(), urlEncoded));
        page.items().forEach(item -> fields.add(upload(item, urlEncoded, ownerId)));
        page.prefixes().forEach(prefix -> fields.add(XmlElement.of("CommonPrefixes", key("Prefix", prefix, urlEncoded))));
        return XmlElement.of(ROOT, fields);
    }

    static Page<UploadInfo> read(XmlElement root, String bucket) {
        boolean encoded = Fields.encoded(root);
        List<UploadInfo> items = root.children("Upload").stream().map(upload -> upload(upload, bucket, encoded)).toList();
        List<String> prefixes = root.children("CommonPrefixes").stream().map(prefix -> Fields.key(prefix, "Prefix", encoded)).toList();
        Marker next = new Marker(Fields.key(root, "NextKeyMarker", encoded), root.value("NextUploadIdMarker"));
        boolean more = Fields.flag(root, "IsTruncated") && !next.equals(Marker.START);
        return new Page<>(items, prefixes, more ? Optional.of(next) : Optional.empty());
    }

    private static XmlElement upload(UploadInfo info, boolean urlEncoded, String ownerId) {
        List<XmlElement> fields = new ArrayList<>();
        fields.add(key("Key", info.upload().object().key(), urlEncoded));
        fields.add(XmlElement.text("UploadId", info.upload().uploadId()));
        fields.addAll(Owners.fields(ownerId));
        fields.add(XmlElement.text("StorageClass", info.metadata().header("storage-class").orElse("STANDARD")));
        fields.add(XmlElement.text("Initiated", HttpDates.iso(info.initiated())));
        return XmlElement.of("Upload", fields);
    }

    private static UploadInfo upload(XmlElement upload, String bucket, boolean encoded) {
        UploadRef ref = new UploadRef(new ObjectRef(bucket, Fields.key(upload, "Key", encoded)), Fields.required(upload, "UploadId"));
        String storageClass = upload.value("StorageClass");
        Metadata metadata = storageClass.isEmpty() ? Metadata.NONE : Metadata.NONE.withHeader("storage-class", storageClass);
        return new UploadInfo(ref, Fields.date(upload, "Initiated"), metadata);
    }

    private static XmlElement key(String name, String key, boolean urlEncoded) {
        return XmlElement.text(name, urlEncoded ? Percent.encode(key) : key);
    }
}
