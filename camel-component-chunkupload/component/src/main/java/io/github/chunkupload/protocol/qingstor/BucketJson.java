package io.github.chunkupload.protocol.qingstor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.BucketInfo;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadQuery.Marker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The documents about buckets: what is in one, which there are, how full one is, and who may use it. */
final class BucketJson {

    /** Everybody, as the manual's access control lists call them. */
    static final String ALL_USERS = "QS_ALL_USERS";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private BucketJson() {
    }

    /** Writes a page of objects. Unlike elsewhere their ETags have quotes; {@code has_more} is always there: clients wait for it. */
    static String objects(Page<ObjectInfo> page, ObjectQuery query, String owner) {
        ObjectNode root = NODES.objectNode().put("name", query.bucket()).put("prefix", query.prefix())
            .put("delimiter", query.delimiter()).put("limit", query.limit()).put("marker", query.after())
            .put("next_marker", page.next().orElse(Marker.START).key()).put("has_more", page.next().isPresent());
        root.set("owner", owner(owner));
        ArrayNode keys = root.putArray("keys");
        page.items().stream().map(QingStorHeaders::named).forEach(info -> keys.addObject()
            .put("key", info.object().key()).put("size", info.size()).put("etag", ETags.quoted(info.etag()))
            .put("mime_type", info.metadata().header("content-type").orElse("application/octet-stream"))
            .put("created", QingStorJson.date(info.modified())).put("modified", info.modified().getEpochSecond())
            .put("storage_class", info.metadata().header("storage-class").orElse("STANDARD")));
        ArrayNode prefixes = root.putArray("common_prefixes");
        page.prefixes().forEach(prefixes::add);
        return root.toString();
    }

    /** Reads a page of objects. Where the server tells only that more follow, they follow the last of these. */
    static Page<ObjectInfo> objects(JsonNode root, String bucket) {
        List<ObjectInfo> items = new ArrayList<>();
        for (JsonNode key : root.path("keys")) {
            items.add(object(key, bucket));
        }
        List<String> prefixes = new ArrayList<>();
        root.path("common_prefixes").forEach(prefix -> prefixes.add(prefix.asText()));
        String next = root.path("next_marker").asText("");
        if (next.isEmpty() && root.path("has_more").asBoolean(false)) {
            next = last(items, prefixes);
        }
        boolean more = !next.isEmpty() && root.path("has_more").asBoolean(true);
        return new Page<>(items, prefixes, more ? Optional.of(new Marker(next, "")) : Optional.empty());
    }

    static String buckets(List<BucketInfo> buckets) {
        ObjectNode root = NODES.objectNode().put("count", buckets.size());
        ArrayNode list = root.putArray("buckets");
        buckets.forEach(bucket -> described(list.addObject(), bucket));
        return root.toString();
    }

    static List<BucketInfo> buckets(JsonNode root) {
        List<BucketInfo> buckets = new ArrayList<>();
        root.path("buckets").forEach(bucket -> buckets.add(bucket(bucket, QingStorJson.required(bucket, "name"))));
        return buckets;
    }

    static String statistics(BucketInfo bucket, long count, long size) {
        return described(NODES.objectNode(), bucket).put("count", count).put("size", size).put("status", "active").toString();
    }

    /** Reads what a document tells of the bucket {@code name}. */
    static BucketInfo bucket(JsonNode root, String name) {
        return new BucketInfo(name, QingStorJson.date(root, "created"));
    }

    /** Writes who may use a bucket: its owner, and everybody as far as the permissions go that are named. */
    static String acl(String owner, List<String> permissions) {
        ObjectNode root = NODES.objectNode();
        root.set("owner", owner(owner));
        ArrayNode acl = root.putArray("acl");
        ObjectNode own = acl.addObject().put("permission", "FULL_CONTROL");
        own.set("grantee", owner(owner).put("type", "user"));
        for (String permission : permissions) {
            acl.addObject().put("permission", permission).putObject("grantee").put("type", "group").put("name", ALL_USERS);
        }
        return root.toString();
    }

    private static ObjectInfo object(JsonNode key, String bucket) {
        String etag = ETags.unquoted(key.path("etag").asText(""));
        Metadata metadata = Metadata.NONE;
        String type = key.path("mime_type").asText("");
        metadata = type.isEmpty() ? metadata : metadata.withHeader("content-type", type);
        String storage = key.path("storage_class").asText("");
        metadata = storage.isEmpty() ? metadata : metadata.withHeader("storage-class", storage);
        return new ObjectInfo(new ObjectRef(bucket, QingStorJson.required(key, "key")), QingStorJson.number(key, "size"), etag,
            ETags.md5(etag), metadata, modified(key));
    }

    private static Instant modified(JsonNode key) {
        String seconds = key.path("modified").asText("").strip();
        return seconds.matches("[0-9]{1,12}") ? Instant.ofEpochSecond(Long.parseLong(seconds)) : QingStorJson.date(key, "created");
    }

    private static String last(List<ObjectInfo> items, List<String> prefixes) {
        String item = items.isEmpty() ? "" : items.get(items.size() - 1).object().key();
        String prefix = prefixes.isEmpty() ? "" : prefixes.get(prefixes.size() - 1);
        return Arrays.compareUnsigned(QingStorJson.bytes(item), QingStorJson.bytes(prefix)) > 0 ? item : prefix;
    }

    private static ObjectNode described(ObjectNode node, BucketInfo bucket) {
        node.put("name", bucket.name());
        return bucket.created().equals(Instant.EPOCH) ? node : node.put("created", QingStorJson.date(bucket.created()));
    }

    private static ObjectNode owner(String owner) {
        return NODES.objectNode().put("id", owner).put("name", owner);
    }
}
