package io.github.chunkupload.protocol.cdcs;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.protocol.XmlElement;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A document of either {@link Generation}. Both have the same fields in the same order: an array of JSON is a repeated element of XML,
 * and only XML has a name for the whole.
 *
 * @param generation in which it was or will be written
 * @param root the name of the XML element; empty where it was read from JSON
 * @param fields what it says
 */
record Document(Generation generation, String root, ObjectNode fields) {

    private static final JsonMapper JSON = JsonMapper.builder()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

    /** Returns a document to be filled. */
    static Document named(Generation generation, String root) {
        return new Document(generation, root, JSON.createObjectNode());
    }

    /**
     * Reads a document. Which generation it is its first byte tells that is not blank; nobody's Content-Type is believed.
     *
     * @throws UploadException with {@link Failure#MALFORMED} when it is neither
     */
    static Document parse(byte[] bytes) {
        if (first(bytes) == '<') {
            XmlElement root = Xml.parse(bytes);
            return new Document(Generation.XML, root.name(), root.children().isEmpty() ? JSON.createObjectNode() : object(root));
        }
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode fields) {
                return new Document(Generation.JSON, "", fields);
            }
        } catch (IOException e) {
            throw UploadException.of(Failure.MALFORMED, "The document is neither JSON nor XML", e);
        }
        throw UploadException.of(Failure.MALFORMED, "The document is not an object of JSON");
    }

    /** Returns whether this may be a document of that name: JSON has none to tell. */
    boolean isA(String name) {
        return generation == Generation.JSON || root.equals(name);
    }

    /** Returns the text of the document. */
    String write() {
        if (generation == Generation.JSON) {
            return fields.toString();
        }
        return Xml.write(XmlElement.of(root, elements(fields)));
    }

    private static int first(byte[] bytes) {
        for (byte b : bytes) {
            if (b > ' ') {
                return b;
            }
        }
        return -1;
    }

    private static ObjectNode object(XmlElement element) {
        ObjectNode fields = JSON.createObjectNode();
        for (XmlElement child : element.children()) {
            JsonNode value = child.children().isEmpty() ? TextNode.valueOf(child.text()) : object(child);
            JsonNode earlier = fields.get(child.name());
            if (earlier instanceof ArrayNode array) {
                array.add(value);
            } else if (earlier != null) {
                fields.set(child.name(), JSON.createArrayNode().add(earlier).add(value));
            } else {
                fields.set(child.name(), value);
            }
        }
        return fields;
    }

    private static List<XmlElement> elements(JsonNode fields) {
        List<XmlElement> elements = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (field.getValue() instanceof ArrayNode array) {
                array.forEach(item -> elements.add(element(field.getKey(), item)));
            } else {
                elements.add(element(field.getKey(), field.getValue()));
            }
        }
        return elements;
    }

    private static XmlElement element(String name, JsonNode value) {
        return value.isObject() ? XmlElement.of(name, elements(value)) : XmlElement.text(name, holdable(value.asText()));
    }

    /** A key may have characters that XML has no way to write; who needs them exactly asks for percent-encoding. */
    private static String holdable(String text) {
        return text.codePoints().map(c -> Xml.canHold(c) ? c : 0xFFFD)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
