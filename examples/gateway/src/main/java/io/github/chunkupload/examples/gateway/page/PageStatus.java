package io.github.chunkupload.examples.gateway.page;

import io.github.chunkupload.component.ChunkUploadDevConsole;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.console.DevConsole;
import org.apache.camel.util.json.JsonObject;

/** How the gateway is, as the console {@code chunkupload} tells it, without what only operators need. */
record PageStatus(Supplier<CamelContext> context) {

    private static final List<String> COUNTS = List.of("uploadsOpen", "requests", "refused", "parts", "bytesIn", "bytesOut", "outbox",
        "usableSpace");
    private static final List<String> OF_UPLOAD = List.of("bucket", "key", "stored", "size", "initiated");
    private static final List<String> OF_ARRIVAL = List.of("time", "bucket", "key", "size");
    private static final List<String> OF_REFUSAL = List.of("time", "id", "protocol", "method", "path", "status", "failure", "fault");

    /** Returns a document with the gateway of the route {@code gateway}. */
    Map<String, Object> document() {
        ChunkUploadDevConsole console = new ChunkUploadDevConsole();
        console.setCamelContext(context.get());
        JsonObject all = (JsonObject) console.call(DevConsole.MediaType.JSON);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("now", Instant.now().toString());
        for (JsonObject gateway : all.<Collection<JsonObject>>getCollection("gateways")) {
            if ("gateway".equals(gateway.get("route"))) {
                document.putAll(only(COUNTS, gateway));
                document.put("uploads", each(OF_UPLOAD, gateway.getCollection("uploads")));
                document.put("arrivals", each(OF_ARRIVAL, gateway.getCollection("arrivals")));
                document.put("refusals", each(OF_REFUSAL, gateway.getCollection("refusals")));
            }
        }
        return document;
    }

    private static List<Map<String, Object>> each(List<String> names, Collection<JsonObject> objects) {
        return objects.stream().map(object -> only(names, object)).toList();
    }

    private static Map<String, Object> only(List<String> names, JsonObject object) {
        Map<String, Object> told = new LinkedHashMap<>();
        names.stream().filter(object::containsKey).forEach(name -> told.put(name, object.get(name)));
        return told;
    }
}
