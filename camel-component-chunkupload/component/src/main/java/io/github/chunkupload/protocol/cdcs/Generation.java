package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.OptionSpec;
import java.util.Locale;
import java.util.Map;

/** The two generations of documents: those of the first release (2020) are XML, the later and current ones JSON. */
enum Generation {

    JSON("application/json"),
    XML("application/xml");

    static final OptionSpec OPTION = new OptionSpec("generation",
        "The generation of documents: json, or xml as in the first release. A client asks for it; a server speaks it with whoever does "
            + "not say.", "json");

    private final String mediaType;

    Generation(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /**
     * Returns the generation that is configured.
     *
     * @throws IllegalArgumentException when the option is neither
     */
    static Generation in(Map<String, String> options) {
        String value = options.getOrDefault(OPTION.name(), OPTION.defaultValue());
        return switch (value) {
            case "json" -> JSON;
            case "xml" -> XML;
            default -> throw new IllegalArgumentException("protocol.generation is '" + value + "': use json or xml");
        };
    }

    /** Returns what a request asks for by what it accepts, else by what it brings; of two media types the first. */
    static Generation wanted(HttpHead head, Generation otherwise) {
        return named(head, "Accept", named(head, "Content-Type", otherwise));
    }

    private static Generation named(HttpHead head, String header, Generation otherwise) {
        String text = String.join(",", head.headers().all(header)).toLowerCase(Locale.ROOT);
        boolean media = header.equals("Accept") || head.method().equals("POST");
        int json = media ? text.indexOf("/json") : -1;
        int xml = media ? text.indexOf("/xml") : -1;
        if (json < 0 && xml < 0) {
            return otherwise;
        }
        return xml < 0 || json >= 0 && json < xml ? JSON : XML;
    }
}
