package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.protocol.XmlElement;

/** {@code Error} (436/7730): five flat elements, all of them always, because clients are in use that refuse an error lacking one. */
final class ErrorXml {

    static final String ROOT = "Error";

    private ErrorXml() {
    }

    static XmlElement write(String code, String message, String resource, String requestId, String traceId) {
        return XmlElement.of(ROOT,
            XmlElement.text("Code", code),
            XmlElement.text("Message", message),
            XmlElement.text("Resource", resource),
            XmlElement.text("RequestId", requestId),
            XmlElement.text("TraceId", traceId));
    }
}
