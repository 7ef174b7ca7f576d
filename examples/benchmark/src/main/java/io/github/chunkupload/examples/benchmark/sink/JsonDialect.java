package io.github.chunkupload.examples.benchmark.sink;

import io.github.chunkupload.checksum.Digest;

/** QingStor and CDCS: parts by number, told by MD5. */
final class JsonDialect implements Dialect {

    private final Content content;
    private final long partSize;
    private final boolean qingstor;

    JsonDialect(Content content, long partSize, boolean qingstor) {
        this.content = content;
        this.partSize = partSize;
        this.qingstor = qingstor;
    }

    @Override
    public Reply reply(Request request) {
        return switch (request.method()) {
            case "POST" -> request.has("uploads") ? initiate() : complete();
            case "PUT" -> part(request);
            case "DELETE" -> Reply.of(204);
            case "GET" -> Reply.json(200, "{}");
            default -> Reply.of(404);
        };
    }

    private static Reply initiate() {
        return Reply.json(200, "{\"bucket\":\"b\",\"key\":\"k\",\"upload_id\":\"u1\",\"Coffer\":\"b\",\"Key\":\"k\",\"UploadId\":\"u1\"}");
    }

    private Reply complete() {
        return qingstor ? Reply.of(201) : Reply.json(200, "{\"Coffer\":\"b\",\"Key\":\"k\",\"ETag\":\"\\\"e\\\"\"}");
    }

    private Reply part(Request request) {
        String name = qingstor ? "part_number" : "partNumber";
        long offset = request.has(name) ? (request.number(name) - (qingstor ? 0 : 1)) * partSize : 0;
        String md5 = content.sums(offset, request.length()).get(Digest.MD5).orElseThrow();
        return Reply.of(qingstor ? 201 : 200).with("ETag", '"' + md5 + '"');
    }
}
