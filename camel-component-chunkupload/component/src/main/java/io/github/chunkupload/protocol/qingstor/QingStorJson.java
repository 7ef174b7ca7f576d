package io.github.chunkupload.protocol.qingstor;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.StoredPart;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadQuery.Marker;
import io.github.chunkupload.store.UploadRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The documents of QingStor. Unknown members are ignored, numbers may be strings, ETags may have quotes. */
final class QingStorJson {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private QingStorJson() {
    }

    /**
     * Reads an object.
     *
     * @throws UploadException with {@link Failure#MALFORMED}
     */
    static JsonNode parse(byte[] bytes) {
        try {
            JsonNode root = MAPPER.readTree(bytes);
            if (root != null && root.isObject()) {
                return root;
            }
        } catch (IOException e) {
            throw UploadException.of(Failure.MALFORMED, "That is not JSON", e);
        }
        throw UploadException.of(Failure.MALFORMED, "That is not a JSON object");
    }

    static String initiated(UploadRef upload) {
        return NODES.objectNode().put("upload_id", upload.uploadId()).put("bucket", upload.object().bucket())
            .put("key", upload.object().key()).toString();
    }

    /** Reads the answer to an initiate; the key is ours, however the server writes it. */
    static UploadRef initiated(JsonNode root, ObjectRef object) {
        return new UploadRef(object, required(root, "upload_id"));
    }

    static String parts(List<StoredPart> parts) {
        ObjectNode root = NODES.objectNode().put("count", parts.size());
        ArrayNode list = root.putArray("object_parts");
        for (StoredPart part : parts) {
            list.addObject().put("part_number", part.receipt().slot().index()).put("size", part.receipt().slot().length())
                .put("created", date(part.modified())).put("etag", part.receipt().etag());
        }
        return root.toString();
    }

    static List<StoredPart> parts(JsonNode root) {
        List<StoredPart> parts = new ArrayList<>();
        for (JsonNode part : root.path("object_parts")) {
            PartSlot slot = PartSlot.numbered((int) Math.min(Integer.MAX_VALUE, number(part, "part_number")), number(part, "size"));
            String etag = ETags.unquoted(part.path("etag").asText());
            parts.add(new StoredPart(PartReceipt.of(slot, etag, ETags.md5(etag)), date(part, "created")));
        }
        return parts;
    }

    /** Writes the order to complete. */
    static String order(List<PartReceipt> parts) {
        ObjectNode root = NODES.objectNode();
        ArrayNode list = root.putArray("object_parts");
        for (PartReceipt part : parts) {
            ObjectNode entry = list.addObject().put("part_number", part.slot().index());
            if (!part.etag().isEmpty()) {
                entry.put("etag", part.etag());
            }
        }
        return root.toString();
    }

    /**
     * Reads the order to complete: rising numbers with gaps or without, ETags or none.
     *
     * @throws UploadException {@link Failure#INVALID_ARGUMENT} or {@link Failure#INVALID_PART_ORDER}
     */
    static List<PartReceipt> order(JsonNode root) {
        List<PartReceipt> parts = new ArrayList<>();
        int last = -1;
        for (JsonNode part : root.path("object_parts")) {
            int number = orderedNumber(part);
            if (number <= last) {
                throw UploadException.of(Failure.INVALID_PART_ORDER, "The part numbers are not rising");
            }
            last = number;
            parts.add(PartReceipt.of(PartSlot.numbered(number, PartSlot.UNKNOWN), ETags.unquoted(part.path("etag").asText("")),
                Checksums.NONE));
        }
        if (parts.isEmpty()) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "object_parts names no part");
        }
        if (parts.size() > QingStorLimits.MAX_PARTS) {
            throw UploadException.builder(Failure.INVALID_ARGUMENT, "An object has at most " + QingStorLimits.MAX_PARTS + " parts")
                .protocolCode(QingStorError.MAX_PARTS_EXCEEDED.code()).build();
        }
        return parts;
    }

    static String uploads(Page<UploadInfo> page, UploadQuery query) {
        Marker next = page.next().orElse(Marker.START);
        ObjectNode root = NODES.objectNode().put("name", query.bucket()).put("prefix", query.prefix())
            .put("delimiter", query.delimiter()).put("limit", query.limit()).put("key_marker", query.after().key())
            .put("upload_id_marker", query.after().uploadId()).put("next_key_marker", next.key())
            .put("next_upload_id_marker", next.uploadId()).put("has_more", page.next().isPresent());
        ArrayNode list = root.putArray("uploads");
        for (UploadInfo item : page.items()) {
            list.addObject().put("key", item.upload().object().key()).put("upload_id", item.upload().uploadId())
                .put("created", date(item.initiated()));
        }
        ArrayNode prefixes = root.putArray("common_prefixes");
        page.prefixes().forEach(prefixes::add);
        return root.toString();
    }

    static Page<UploadInfo> uploads(JsonNode root, String bucket) {
        List<UploadInfo> items = new ArrayList<>();
        for (JsonNode upload : root.path("uploads")) {
            UploadRef ref = new UploadRef(new ObjectRef(bucket, required(upload, "key")), required(upload, "upload_id"));
            items.add(new UploadInfo(ref, date(upload, "created"), Metadata.NONE));
        }
        List<String> prefixes = new ArrayList<>();
        root.path("common_prefixes").forEach(prefix -> prefixes.add(prefix.asText()));
        Marker next = new Marker(root.path("next_key_marker").asText(""), root.path("next_upload_id_marker").asText(""));
        return new Page<>(items, prefixes, next.key().isEmpty() ? Optional.empty() : Optional.of(next));
    }

    static String error(String code, String message, String requestId) {
        return NODES.objectNode().put("code", code).put("message", message).put("request_id", requestId).toString();
    }

    static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static int orderedNumber(JsonNode part) {
        String text = part.path("part_number").asText("");
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > QingStorLimits.MAX_NUMBER) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "part_number is a number from 0 to " + QingStorLimits.MAX_NUMBER);
        }
        return Integer.parseInt(text);
    }

    static String required(JsonNode parent, String name) {
        String value = parent.path(name).asText("");
        if (value.isEmpty()) {
            throw UploadException.of(Failure.MALFORMED, "The answer has no " + name);
        }
        return value;
    }

    static long number(JsonNode parent, String name) {
        String text = parent.path(name).asText("").strip();
        if (!text.matches("[0-9]{1,18}")) {
            throw UploadException.of(Failure.MALFORMED, name + " is not a number");
        }
        return Long.parseLong(text);
    }

    static String date(Instant instant) {
        return HttpDates.iso(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    static Instant date(JsonNode parent, String name) {
        return HttpDates.parseIso(parent.path(name).asText("")).orElse(Instant.EPOCH);
    }
}
