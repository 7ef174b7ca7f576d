package io.github.chunkupload.examples.benchmark.sink;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request whose body has been read and thrown away.
 *
 * @param method GET, PUT and so on
 * @param path encoded as it came, without the query
 * @param query names and values, not decoded
 * @param headers by lower-case name
 * @param start the first bytes of the body
 * @param length bytes of the body
 */
record Request(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] start, long length) {

    private static final Pattern FIELD = Pattern.compile("name=\"(\\w+)\"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]*)\r\n");

    static Request of(String line, Map<String, String> headers, byte[] start, long length) {
        String[] words = line.split(" ");
        String target = words[1].startsWith("/") ? words[1] : words[1].replaceFirst("^https?://[^/]+", "");
        int mark = target.indexOf('?');
        Map<String, String> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&")) {
                int equals = pair.indexOf('=');
                query.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        return new Request(words[0], mark < 0 ? target : target.substring(0, mark), query, headers, start, length);
    }

    boolean is(String wanted) {
        return method.equals(wanted);
    }

    boolean has(String name) {
        return query.containsKey(name);
    }

    long number(String name) {
        return Long.parseLong(query.get(name));
    }

    /** Returns the fields of a form that come before its file. */
    Map<String, String> form() {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(new String(start, StandardCharsets.ISO_8859_1));
        while (field.find()) {
            fields.putIfAbsent(field.group(1), field.group(2));
        }
        return fields;
    }
}
