package io.github.chunkupload.protocol.cdcs;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error (1232/44620). The older generation has no Resource. */
final class ErrorDocument {

    static final String ROOT = "Error";

    private ErrorDocument() {
    }

    static Document write(Generation generation, String code, String message, String resource, String requestId, String traceId) {
        Document document = Document.named(generation, ROOT);
        ObjectNode fields = document.fields().put("Code", code).put("Message", message);
        if (generation == Generation.JSON) {
            fields.put("Resource", resource);
        }
        fields.put("RequestId", requestId).put("TraceId", traceId);
        return document;
    }

    /** Returns whether a document is an error, whatever status it came with. */
    static boolean is(Document document) {
        return document.generation() == Generation.XML ? document.root().equals(ROOT) : document.fields().has("Code");
    }
}
