package io.github.chunkupload.protocol.cosslice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hasher;
import io.github.chunkupload.testing.RecordingServer.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request taken apart for comparing: everything but what must differ from one request to the next.
 *
 * @param name the operation, with the offset of a slice
 * @param facts by what they are about
 */
record SpokenRequest(String name, Map<String, String> facts) {

    private static final Set<String> VARYING = Set.of("host", "content-length", "authorization", "date");
    private static final Pattern NAME = Pattern.compile("(?i)content-disposition: form-data; name=\"([^\"]*)\"(.*)");

    static SpokenRequest of(Recorded request) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("method", request.head().method());
        facts.put("path", request.head().rawPath());
        request.head().query().parameters().forEach(field -> facts.put("field " + field.getKey(), field.getValue()));
        for (String line : request.headerLines()) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            if (!VARYING.contains(name)) {
                facts.put("header " + name, line.substring(line.indexOf(':') + 1).strip().replaceFirst("boundary=.*", "boundary=…"));
            }
        }
        sign(facts, CosSliceSign.read(request.head().header("Authorization").or(() -> request.head().query().first("sign")).orElseThrow())
            .orElseThrow());
        facts.computeIfPresent("field sign", (name, value) -> "…");
        body(facts, request);
        String offset = facts.get("field offset");
        return new SpokenRequest(facts.getOrDefault("field op", "download") + (offset == null ? "" : " @" + offset), facts);
    }

    private static void sign(Map<String, String> facts, CosSliceSign sign) {
        for (String field : List.of("a", "b", "k", "f")) {
            facts.put("sign " + field, sign.field(field));
        }
        facts.put("sign life", sign.isSingleUse() ? "one use" : sign.number("e") - sign.number("t") + " s");
    }

    private static void body(Map<String, String> facts, Recorded request) {
        String text = new String(request.body(), StandardCharsets.ISO_8859_1);
        String type = request.head().header("Content-Type").orElse("");
        if (text.startsWith("{")) {
            try {
                for (Map.Entry<String, JsonNode> field : new ObjectMapper().readTree(text).properties()) {
                    field(facts, field.getKey(), field.getValue().asText());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else if (type.contains("boundary=")) {
            String boundary = "--" + type.substring(type.indexOf("boundary=") + 9).replaceAll("[\";].*", "");
            for (String part : text.split("(\r\n)?" + Pattern.quote(boundary) + "(--)?\r\n")) {
                int end = part.indexOf("\r\n\r\n");
                if (end > 0) {
                    part(facts, part.substring(0, end), part.substring(end + 4));
                }
            }
        }
    }

    private static void part(Map<String, String> facts, String headers, String value) {
        StringBuilder others = new StringBuilder();
        String name = "";
        for (String line : headers.split("\r\n")) {
            Matcher matcher = NAME.matcher(line);
            if (matcher.matches()) {
                name = matcher.group(1);
                others.append(matcher.group(2));
            } else {
                others.append(line).append('|');
            }
        }
        field(facts, name, value);
        String kind = name.equalsIgnoreCase("filecontent") ? "file" : "text";
        facts.put("headers of a " + kind + " part", others.toString());
    }

    private static void field(Map<String, String> facts, String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!name.equals(lower) && !lower.equals("insertonly")) {
            facts.put("spelling of " + lower, name);
        }
        facts.put("field " + lower, switch (lower) {
            case "session" -> "…";
            case "filecontent" -> sha(value);
            default -> value;
        });
    }

    private static String sha(String bytes) {
        Hasher hasher = Digest.SHA1.hasher();
        hasher.update(bytes.getBytes(StandardCharsets.ISO_8859_1), 0, bytes.length());
        return hasher.finish();
    }
}
