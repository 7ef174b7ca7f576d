package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadRef;

/** The answer to InitiateMultipartUpload (1232/44677). */
final class InitiateDocument {

    static final String ROOT = "InitiateMultipartUploadResult";

    private InitiateDocument() {
    }

    static Document write(Generation generation, UploadRef upload) {
        Document document = Document.named(generation, ROOT);
        document.fields().put("Coffer", upload.object().bucket()).put("Key", upload.object().key()).put("UploadId", upload.uploadId());
        return document;
    }

    static UploadRef read(Document document, ObjectRef object) {
        return new UploadRef(object, Fields.required(document.fields(), "UploadId"));
    }
}
