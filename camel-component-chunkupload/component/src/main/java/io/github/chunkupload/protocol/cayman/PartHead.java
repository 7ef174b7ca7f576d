package io.github.chunkupload.protocol.cayman;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers of one part of a form, as far as they matter. Clients in the field write them in many ways, so the data part is known by
 * any sign of one: a file name, the name {@code PostData}, or one that begins with {@code file}. Its media type and file name mean
 * nothing.
 *
 * @param name of the field
 * @param data whether it is the data part
 * @param json whether the value is written as JSON
 */
record PartHead(String name, boolean data, boolean json) {

    private static final Pattern NAME = Pattern.compile("[;\\s]name\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile("[;\\s]filename\\*?\\s*=", Pattern.CASE_INSENSITIVE);
    /** Fields that are no data although their names begin like those of data. */
    private static final Set<String> FIELDS = Set.of("fileid", "filename", "filesize");

    /** Reads the headers of a part, line by line. */
    static PartHead of(String headers) {
        String disposition = header(headers, "content-disposition:");
        Matcher matcher = NAME.matcher(disposition);
        String name = "";
        if (matcher.find()) {
            name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        }
        boolean data = FILE_NAME.matcher(disposition).find() || name.equals("PostData")
            || name.startsWith("file") && !FIELDS.contains(name);
        return new PartHead(name, data, header(headers, "content-type:").toLowerCase(Locale.ROOT).startsWith("application/json"));
    }

    private static String header(String headers, String name) {
        return headers.lines().filter(line -> line.regionMatches(true, 0, name, 0, name.length())).findFirst()
            .map(line -> line.substring(name.length()).strip()).orElse("");
    }

    /** Returns a value as it was meant: a client library writes strings as JSON, in double quotes. */
    String value(String text) {
        if (!json || !text.startsWith("\"") || !text.endsWith("\"") || text.length() < 2) {
            return text;
        }
        JsonNode parsed = CaymanJson.parse(("{\"value\":" + text + "}").getBytes(StandardCharsets.UTF_8));
        return parsed.path("value").asText("");
    }
}
