package io.github.chunkupload.springboot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.component.ChunkUploadComponent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** Which options the component has: it tells so itself, in what its jar carries for Camel's catalog. */
final class ComponentOptions {

    private static final String CATALOG = "/META-INF/io/github/chunkupload/component/chunkupload.json";

    /** Returns the Java types of the options, by their names. */
    Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        described().properties().forEach(option -> types.put(option.getKey(), option.getValue().get("javaType").asText()));
        return types;
    }

    /** Returns all that is told of each option, by its name. */
    JsonNode described() {
        try (InputStream in = ChunkUploadComponent.class.getResourceAsStream(CATALOG)) {
            return new ObjectMapper().readTree(in).get("componentProperties");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
