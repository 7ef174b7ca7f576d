package io.github.chunkupload.protocol.cdcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.store.BucketInfo;
import java.util.List;

/** The answer to GetService (1232/44718): all coffers of an account. */
final class CoffersDocument {

    static final String ROOT = "ListAllMyCoffersResult";

    private CoffersDocument() {
    }

    static Document write(Generation generation, List<BucketInfo> coffers, String region, String ownerId) {
        Document document = Document.named(generation, ROOT);
        Fields.addOwner(document.fields(), ownerId);
        ArrayNode list = document.fields().putObject("Coffers").putArray("Coffer");
        for (BucketInfo coffer : coffers) {
            ObjectNode fields = list.addObject().put("Name", coffer.name());
            CofferDocument.addLocation(fields, region);
            fields.put("CreationDate", HttpDates.iso(coffer.created()));
        }
        return document;
    }

    static List<BucketInfo> read(Document document) {
        return Fields.list(document.fields().path("Coffers"), "Coffer").stream().map(CoffersDocument::coffer).toList();
    }

    private static BucketInfo coffer(JsonNode coffer) {
        return new BucketInfo(Fields.required(coffer, "Name"), Fields.date(coffer, "CreationDate"));
    }
}
