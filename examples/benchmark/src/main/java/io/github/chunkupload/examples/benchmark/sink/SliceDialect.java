package io.github.chunkupload.examples.benchmark.sink;

import io.github.chunkupload.checksum.Digest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** The legacy JSON API of COS, dialect v1. */
final class SliceDialect implements Dialect {

    private final Content content;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentMap<String, AtomicLong> missing = new ConcurrentHashMap<>();

    SliceDialect(Content content) {
        this.content = content;
    }

    @Override
    public Reply reply(Request request) {
        Map<String, String> form = request.form();
        if (form.containsKey("filesize")) {
            String session = "session" + ids.incrementAndGet();
            missing.put(session, new AtomicLong(slices(Long.parseLong(form.get("filesize")), Long.parseLong(form.get("slice_size")))));
            return told("\"session\":\"" + session + "\",\"offset\":0,\"slice_size\":" + form.get("slice_size"));
        }
        String session = form.get("session");
        if (missing.get(session).decrementAndGet() > 0) {
            return told("\"session\":\"" + session + "\",\"offset\":" + form.get("offset"));
        }
        String sha = content.sums(0, content.size()).get(Digest.SHA1).orElseThrow();
        return told("\"access_url\":\"http://b/k\",\"url\":\"http://b/k\",\"resource_path\":\"/k\",\"sha\":\"" + sha + "\"");
    }

    private static long slices(long size, long slice) {
        return (size + slice - 1) / slice;
    }

    private static Reply told(String data) {
        return Reply.json(200, "{\"code\":0,\"message\":\"SUCCESS\",\"data\":{" + data + "}}");
    }
}
