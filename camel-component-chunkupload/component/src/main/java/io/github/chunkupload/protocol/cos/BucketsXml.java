package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.BucketInfo;
import java.util.List;

/** {@code ListAllMyBucketsResult} (436/8291). */
final class BucketsXml {

    static final String ROOT = "ListAllMyBucketsResult";

    private BucketsXml() {
    }

    static XmlElement write(List<BucketInfo> buckets, String ownerId) {
        return XmlElement.of(ROOT, Owners.owner(ownerId), XmlElement.of("Buckets", buckets.stream().map(BucketsXml::bucket).toList()));
    }

    static List<BucketInfo> read(XmlElement root) {
        return root.child("Buckets").map(buckets -> buckets.children("Bucket")).orElse(List.of()).stream()
            .map(bucket -> new BucketInfo(Fields.required(bucket, "Name"), Fields.date(bucket, "CreationDate"))).toList();
    }

    private static XmlElement bucket(BucketInfo info) {
        return XmlElement.of("Bucket", XmlElement.text("Name", info.name()),
            XmlElement.text("CreationDate", HttpDates.iso(info.created())), XmlElement.text("BucketType", "cos"));
    }
}
