package io.github.chunkupload.examples.benchmark.sink;

import io.github.chunkupload.checksum.Digest;
import java.util.Map;

/** DATATOM Cayman, current generation. */
final class CaymanDialect implements Dialect {

    private final Content content;

    CaymanDialect(Content content) {
        this.content = content;
    }

    @Override
    public Reply reply(Request request) {
        if (request.path().endsWith("/blocks")) {
            return Reply.json(200, "{\n\t\"code\":\t404,\n\t\"msg\":\t\"not known\"\n}");
        }
        if (request.path().endsWith("/info")) {
            return told(",\n\t\"result\":\t{\n\t\t\"cayman_metadata_field_size\":\t" + content.size() + "\n\t}");
        }
        if (!request.path().endsWith("/write")) {
            return told("");
        }
        Map<String, String> form = request.form();
        long length = Long.parseLong(form.get("len"));
        String md5 = content.sums(Long.parseLong(form.get("offset")), length).get(Digest.MD5).orElseThrow();
        return told(",\n\t\"result\":\t{\n\t\t\"md5\":\t\"" + md5 + "\"\n\t}");
    }

    private static Reply told(String result) {
        return Reply.json(200, "{\n\t\"code\":\t200" + result + "\n}");
    }
}
