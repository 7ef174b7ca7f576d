package io.github.chunkupload.springboot;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.util.StringHelper;

/** What IDEs are to know of the properties of this starter, made of what Camel's catalog knows of the component's options. */
final class ConfigurationMetadata {

    private static final Map<String, String> TYPES = Map.of("boolean", "java.lang.Boolean", "integer", "java.lang.Integer",
        "duration", "java.time.Duration", "string", "java.lang.String");

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, ObjectNode> properties = new TreeMap<>();
    private final Map<String, ObjectNode> hints = new TreeMap<>();

    /** Returns the whole file. */
    String text() throws IOException {
        add("camel.chunkupload.servlet.enabled", "java.lang.Boolean", "Whether the gateway is served on the embedded servlet container, at "
            + "/*: for consumers with serverUri=servlet:.").put("defaultValue", false);
        add(ComponentProperties.PREFIX + ".enabled", "java.lang.Boolean", "Whether to enable auto configuration of the chunkupload "
            + "component. This is enabled by default.");
        add(ComponentProperties.PREFIX + ".customizer.enabled", "java.lang.Boolean", "Whether the options of the chunkupload component are "
            + "set by these properties.").put("defaultValue", true);
        new ComponentOptions().described().properties().forEach(option -> describe(option.getKey(), option.getValue()));
        ObjectNode all = json.createObjectNode();
        all.putArray("groups").addObject().put("name", ComponentProperties.PREFIX);
        all.putArray("properties").addAll(properties.values());
        all.putArray("hints").addAll(hints.values());
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
        lines.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return json.writer(lines).writeValueAsString(all) + "\n";
    }

    /** Returns the property of an option of the component, as Spring Boot writes it. */
    static String property(String option) {
        return ComponentProperties.PREFIX + "." + StringHelper.camelCaseToDash(option).toLowerCase(Locale.ROOT);
    }

    private void describe(String option, JsonNode told) {
        String name = property(option);
        boolean choice = told.has("enum");
        ObjectNode property = add(name, type(told), told.get("description").asText()
            + (isBean(told) ? " The name of a bean after a #, of type " + told.get("javaType").asText() + "." : ""));
        if (told.has("defaultValue")) {
            property.set("defaultValue", told.get("defaultValue"));
        }
        if (choice) {
            ArrayNode values = hints.computeIfAbsent(name, key -> json.createObjectNode().put("name", key)).putArray("values");
            told.get("enum").forEach(value -> values.addObject().set("value", value));
        }
    }

    private static String type(JsonNode told) {
        String type = told.get("type").asText();
        return isMap(told) ? "java.util.Map<java.lang.String,java.lang.String>" : TYPES.getOrDefault(type, "java.lang.String");
    }

    private static boolean isMap(JsonNode told) {
        return told.get("javaType").asText().startsWith("java.util.Map");
    }

    private static boolean isBean(JsonNode told) {
        return told.get("type").asText().equals("object") && !told.has("enum") && !isMap(told);
    }

    private ObjectNode add(String name, String type, String description) {
        return properties.computeIfAbsent(name, key -> json.createObjectNode().put("name", key)).put("type", type)
            .put("description", description);
    }
}
