package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.protocol.XmlElement;
import java.util.List;

/** {@code Initiator} and {@code Owner}: clients expect both; here both are the account the server was configured with. */
final class Owners {

    private Owners() {
    }

    static List<XmlElement> fields(String id) {
        return List.of(
            XmlElement.of("Initiator", XmlElement.text("ID", id), XmlElement.text("DisplayName", id)),
            owner(id));
    }

    static XmlElement owner(String id) {
        return XmlElement.of("Owner", XmlElement.text("ID", id), XmlElement.text("DisplayName", id));
    }
}
