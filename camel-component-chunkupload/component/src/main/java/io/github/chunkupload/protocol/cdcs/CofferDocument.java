package io.github.chunkupload.protocol.cdcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;

/** What PutCoffer asks for (1232/44720). Where a coffer lies is for the vendor to know; a server of ours is one place. */
final class CofferDocument {

    static final String ROOT = "Coffer";

    private CofferDocument() {
    }

    /** Writes the wish for a coffer in {@code region} that is not encrypted at rest. */
    static Document write(Generation generation, String region) {
        Document document = Document.named(generation, ROOT);
        addLocation(document.fields(), region);
        document.fields().put("EncryptType", 0);
        return document;
    }

    /**
     * Refuses a wish that cannot be granted. A key id means something with encryption only, as the vendor's page says and its example
     * shows.
     *
     * @throws UploadException {@link Failure#MALFORMED}, or {@link Failure#UNSUPPORTED} when the coffer is to be encrypted
     */
    static void check(Document document) {
        if (!document.isA(ROOT)) {
            throw UploadException.of(Failure.MALFORMED, "The body is not a Coffer");
        }
        if (Fields.number(document.fields(), "EncryptType", 0) != 0) {
            throw UploadException.of(Failure.UNSUPPORTED, "Coffers are not encrypted here: EncryptType can only be 0");
        }
    }

    /** Adds the regions of a coffer or an object, of which there is one here. */
    static void addLocation(ObjectNode fields, String region) {
        fields.putObject("Locations").putArray("Location").add(region);
    }
}
