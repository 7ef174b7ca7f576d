package io.github.chunkupload.examples.benchmark.sink;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer with a short body. */
record Reply(int status, Map<String, String> headers, String body) {

    static Reply of(int status) {
        return new Reply(status, Map.of(), "");
    }

    static Reply xml(String body) {
        return new Reply(200, Map.of("Content-Type", "application/xml"), body);
    }

    static Reply json(int status, String body) {
        return new Reply(status, Map.of("Content-Type", "application/json"), body);
    }

    Reply with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Reply(status, all, body);
    }
}
