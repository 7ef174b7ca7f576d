package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists of objects of a server of Cayman. Our server takes prefix, delimiter and the key to go on after. Any other lists the objects of
 * one directory, in numbered pages, and not the directories in it (page "bucket/listobject"): there a query for one directory gets its
 * objects without common prefixes, and every other query is refused.
 */
record ListingClient(CaymanWire wire) implements Listing {

    private static final int PER_PAGE = 1000;
    private static final Comparator<String> BYTES = Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8),
        Arrays::compareUnsigned);

    @Override
    public Page<ObjectInfo> objects(ObjectQuery query) {
        JsonNode reply = ask(query, 1, Math.min(PER_PAGE, query.limit()));
        if (!reply.path("prefixes").isArray()) {
            return ofDirectory(query);
        }
        List<String> prefixes = new ArrayList<>();
        reply.path("prefixes").forEach(prefix -> prefixes.add(prefix.asText()));
        Optional<Marker> next = Optional.of(reply.path("next").asText("")).filter(key -> !key.isEmpty()).map(key -> new Marker(key, ""));
        return new Page<>(objects(query.bucket(), reply), prefixes, next);
    }

    private JsonNode ask(ObjectQuery query, int page, int perPage) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("dirname", "/" + query.prefix().replaceAll("/?[^/]*$", ""));
        fields.put("page", String.valueOf(page));
        fields.put("perpage", String.valueOf(perPage));
        fields.put("prefix", query.prefix());
        fields.put("delimiter", query.delimiter());
        fields.put("after", query.after());
        fields.put("limit", String.valueOf(perPage));
        return wire.ask(CaymanOperation.BUCKET_OBJECTS, new ObjectRef(query.bucket(), ""), fields, Optional.empty());
    }

    private Page<ObjectInfo> ofDirectory(ObjectQuery query) {
        boolean directory = query.delimiter().equals("/") && (query.prefix().isEmpty() || query.prefix().endsWith("/"));
        if (!directory) {
            throw UploadException.of(Failure.UNSUPPORTED,
                "This server lists one directory at a time: ask for delimiter '/' and a prefix that is empty or ends with it");
        }
        List<ObjectInfo> all = new ArrayList<>();
        long total = Long.MAX_VALUE;
        for (int page = 1; (page - 1L) * PER_PAGE < total; page++) {
            JsonNode reply = ask(query, page, PER_PAGE);
            total = CaymanJson.number(reply, "total").orElse(0);
            List<ObjectInfo> objects = objects(query.bucket(), reply);
            if (objects.isEmpty()) {
                break;
            }
            all.addAll(objects);
        }
        List<ObjectInfo> following = all.stream().filter(info -> BYTES.compare(info.object().key(), query.after()) > 0)
            .sorted(Comparator.comparing(info -> info.object().key(), BYTES)).toList();
        List<ObjectInfo> items = following.subList(0, Math.min(query.limit(), following.size()));
        Optional<Marker> next = items.size() < following.size()
            ? Optional.of(new Marker(items.get(items.size() - 1).object().key(), "")) : Optional.empty();
        return new Page<>(items, List.of(), next);
    }

    private static List<ObjectInfo> objects(String bucket, JsonNode reply) {
        List<ObjectInfo> objects = new ArrayList<>();
        for (JsonNode each : reply.path("result")) {
            CaymanInfo info = CaymanInfo.read(new ObjectRef(bucket, CaymanInfo.key(each)), each);
            objects.add(new ObjectInfo(info.object(), Math.max(0, info.size()), "", info.sums(), Metadata.NONE, info.modified()));
        }
        return objects;
    }
}
