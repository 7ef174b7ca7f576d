package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The documents of Cayman. They are printed as the vendor's server prints them, with tabs before members and behind colons: clients in
 * the field look for the text {@code <tab>"code":<tab>200} or for the digits 200 anywhere. We parse them as any JSON, and numbers may
 * be strings.
 */
final class CaymanJson {

    static final int SUCCESS = 200;

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private CaymanJson() {
    }

    /** Returns an empty object. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns a success, to be added to. */
    static ObjectNode succeeded() {
        return object().put("code", SUCCESS);
    }

    /** Prints a success without result. */
    static String success() {
        return print(succeeded());
    }

    /** Prints a success with {@code result}. */
    static String success(ObjectNode result) {
        return print(succeeded().set("result", result));
    }

    /** Prints a refusal, of which no text holds the digits that clients take for success. */
    static String error(CaymanError error, String message) {
        return print(object().put("code", error.code()).put("msg", message.replace("200", "2_00")).put("error", error.word()));
    }

    /** Prints {@code node} as the vendor's server does. */
    static String print(JsonNode node) {
        StringBuilder text = new StringBuilder();
        print(text, node, 0);
        return text.toString();
    }

    private static void print(StringBuilder text, JsonNode node, int depth) {
        if (node.isObject()) {
            printMembers(text, node, depth + 1);
        } else if (node.isArray()) {
            text.append('[');
            String between = "";
            for (JsonNode element : node) {
                text.append(between);
                print(text, element, depth + 1);
                between = ", ";
            }
            text.append(']');
        } else {
            text.append(node);
        }
    }

    private static void printMembers(StringBuilder text, JsonNode node, int depth) {
        text.append("{\n");
        Iterator<Map.Entry<String, JsonNode>> members = node.properties().iterator();
        while (members.hasNext()) {
            Map.Entry<String, JsonNode> member = members.next();
            text.append("\t".repeat(depth)).append('"').append(member.getKey()).append("\":\t");
            print(text, member.getValue(), depth);
            text.append(members.hasNext() ? ",\n" : "\n");
        }
        text.append("\t".repeat(depth - 1)).append('}');
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

    /** Returns a member that is a number from 0, be it written as one or as a string. */
    static OptionalLong number(JsonNode parent, String name) {
        return number(parent.path(name));
    }

    /** Returns a number from 0, be it written as one or as a string. */
    static OptionalLong number(JsonNode node) {
        String text = node.asText("").strip();
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Returns the MD5 that the member {@code md5} tells; anything that is none tells nothing. */
    static Checksums md5(JsonNode parent) {
        String told = parent.path("md5").asText("");
        return told.matches("[0-9a-fA-F]{32}") ? Checksums.of(Digest.MD5, told.toLowerCase(Locale.ROOT)) : Checksums.NONE;
    }
}
