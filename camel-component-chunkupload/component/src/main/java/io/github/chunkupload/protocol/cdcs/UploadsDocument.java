package io.github.chunkupload.protocol.cdcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadRef;
import java.util.List;
import java.util.Optional;

/** The answer to ListMultipartUploads, whose pages are continued by an upload id alone. */
final class UploadsDocument {

    static final String ROOT = "ListMultipartUploadsResult";

    private UploadsDocument() {
    }

    /** What was asked for. */
    record Request(String bucket, String prefix, String marker, int maxUploads, boolean urlEncoded) {
    }

    /**
     * One page.
     *
     * @param next the upload id after which the next page begins; empty: this was the last
     */
    record Listed(List<UploadInfo> uploads, Optional<String> next) {
    }

    static Document write(Generation generation, Listed page, Request request, String ownerId) {
        Document document = Document.named(generation, ROOT);
        ObjectNode fields = document.fields().put("Coffer", request.bucket()).put("EncodingType", request.urlEncoded() ? "url" : "")
            .put("UploadIdMarker", request.marker()).put("NextUploadIdMarker", page.next().orElse(""))
            .put("IsTruncated", String.valueOf(page.next().isPresent()))
            .put("Prefix", key(request.prefix(), request.urlEncoded())).put("MaxUploads", request.maxUploads());
        ArrayNode uploads = fields.putArray("Upload");
        for (UploadInfo info : page.uploads()) {
            ObjectNode upload = uploads.addObject().put("Key", key(info.upload().object().key(), request.urlEncoded()))
                .put("UploadId", info.upload().uploadId());
            Fields.addOwners(upload, ownerId);
            upload.put("Initiated", HttpDates.iso(info.initiated()));
        }
        return document;
    }

    static Listed read(Document document, String bucket) {
        boolean encoded = Fields.encoded(document.fields());
        List<UploadInfo> uploads = Fields.list(document.fields(), "Upload").stream().map(each -> upload(each, bucket, encoded)).toList();
        String next = Fields.text(document.fields(), "NextUploadIdMarker", "NextMarker");
        boolean more = Fields.flag(document.fields(), "IsTruncated") && !next.isEmpty();
        return new Listed(uploads, more ? Optional.of(next) : Optional.empty());
    }

    private static UploadInfo upload(JsonNode upload, String bucket, boolean encoded) {
        UploadRef ref = new UploadRef(new ObjectRef(bucket, Fields.key(upload, "Key", encoded)), Fields.required(upload, "UploadId"));
        return new UploadInfo(ref, Fields.date(upload, "Initiated"), Metadata.NONE);
    }

    private static String key(String key, boolean urlEncoded) {
        return urlEncoded ? Percent.encode(key) : key;
    }
}
