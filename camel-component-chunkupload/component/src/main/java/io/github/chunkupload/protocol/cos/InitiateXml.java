package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRef;

/** {@code InitiateMultipartUploadResult} (436/7746). */
final class InitiateXml {

    static final String ROOT = "InitiateMultipartUploadResult";

    private InitiateXml() {
    }

    static XmlElement write(UploadRef upload) {
        return XmlElement.of(ROOT,
            XmlElement.text("Bucket", upload.object().bucket()),
            XmlElement.text("Key", upload.object().key()),
            XmlElement.text("UploadId", upload.uploadId()));
    }

    static UploadRef read(XmlElement root, ObjectRef object) {
        return new UploadRef(object, Fields.required(root, "UploadId"));
    }
}
