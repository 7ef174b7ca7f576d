package io.github.chunkupload.toy;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.Remedy;
import io.github.chunkupload.store.UploadException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the toy looks on the wire: {@code /toy/<bucket>/<key>?…}, and every answer a line {@code name=value&name=value} in a header.
 *
 * <pre>
 * POST ?size=…                      → id, partSize, contiguous     or the object, when it has no bytes
 * PUT  ?id=…&amp;offset=…   (bytes)     → missing, sums                 and the object, when nothing is missing any more
 * GET  ?id=…                        → phase, contiguous
 * POST ?id=…                        → the object
 * DELETE ?id=…                      → nothing
 * HEAD, GET ?first=…&amp;last=…, DELETE → the object, its bytes, whether it was there
 * </pre>
 */
final class ToyWire {

    static final String PREFIX = "/toy/";
    static final String ANSWER = "X-Toy-Answer";
    static final String METADATA = "X-Toy-Metadata";
    static final String FAILURE = "X-Toy-Failure";

    private ToyWire() {
    }

    static String target(ObjectRef object, Query query) {
        String path = PREFIX + Percent.encode(object.bucket()) + "/" + Percent.encode(object.key());
        return query.parameters().isEmpty() ? path : path + "?" + query.encode();
    }

    static ObjectRef object(HttpHead head) {
        String path = head.rawPath();
        int slash = path.startsWith(PREFIX) ? path.indexOf('/', PREFIX.length()) : -1;
        if (slash < 0) {
            throw UploadException.of(Failure.MALFORMED, "The path is not /toy/<bucket>/<key>");
        }
        return new ObjectRef(Percent.decode(path.substring(PREFIX.length(), slash)), Percent.decode(path.substring(slash + 1)));
    }

    static Query sums(Query query, String prefix, Checksums sums) {
        Query all = query;
        for (Digest digest : sums.known()) {
            all = all.with(prefix + digest.token(), sums.get(digest).orElseThrow());
        }
        return all;
    }

    static Checksums sums(Query query, String prefix) {
        Checksums sums = Checksums.NONE;
        for (Digest digest : Digest.values()) {
            Optional<String> value = query.first(prefix + digest.token());
            sums = value.isPresent() ? sums.with(digest, value.get()) : sums;
        }
        return sums;
    }

    static Query receipt(Query query, ObjectReceipt object) {
        return sums(query.with("etag", object.etag()).with("object-size", String.valueOf(object.size())), "object-", object.sums());
    }

    static Optional<ObjectReceipt> receipt(ObjectRef object, Query answer) {
        return answer.first("etag").map(etag -> new ObjectReceipt(object, number(answer, "object-size"), etag, sums(answer, "object-"),
            Optional.empty()));
    }

    static Headers info(ObjectInfo info, long offset) {
        Query answer = Query.NONE.with("etag", info.etag()).with("object-size", String.valueOf(info.size()))
            .with("modified", info.modified().toString()).with("offset", String.valueOf(offset));
        return Headers.of(ANSWER, sums(answer, "object-", info.sums()).encode()).with(METADATA, metadata(info.metadata()));
    }

    static ObjectInfo info(ObjectRef object, HttpReply reply) {
        Query answer = answer(reply);
        return new ObjectInfo(object, number(answer, "object-size"), answer.first("etag").orElse(""), sums(answer, "object-"),
            metadata(reply.header(METADATA).orElse("")), Instant.parse(answer.first("modified").orElseThrow()));
    }

    static String metadata(Metadata metadata) {
        Query query = Query.NONE;
        for (Map.Entry<String, String> header : metadata.headers().entrySet()) {
            query = query.with("h-" + header.getKey(), header.getValue());
        }
        for (Map.Entry<String, String> user : metadata.user().entrySet()) {
            query = query.with("u-" + user.getKey(), user.getValue());
        }
        return query.encode();
    }

    static Metadata metadata(String text) {
        Map<String, String> headers = new TreeMap<>();
        Map<String, String> user = new TreeMap<>();
        for (Map.Entry<String, String> each : Query.parse(text).parameters()) {
            (each.getKey().startsWith("h-") ? headers : user).put(each.getKey().substring(2), each.getValue());
        }
        return new Metadata(headers, user);
    }

    static HttpReply failure(UploadException failure) {
        Query answer = Query.NONE.with("kind", failure.kind().name()).with("message", String.valueOf(failure.getMessage()));
        return HttpReply.of(failure.remedy() == Remedy.BACK_OFF ? 503 : 400, Headers.of(FAILURE, answer.encode()));
    }

    /** Returns the answer, or throws the failure that is told instead. */
    static Query answer(HttpReply reply) {
        if (reply.header(FAILURE).isPresent()) {
            Query failure = Query.parse(reply.header(FAILURE).get());
            throw UploadException.builder(Failure.valueOf(failure.first("kind").orElse("PROTOCOL")), failure.first("message").orElse(""))
                .httpStatus(reply.status()).build();
        }
        if (!reply.isSuccess()) {
            throw UploadException.builder(Failure.PROTOCOL, "Not an answer of the toy: status " + reply.status())
                .httpStatus(reply.status()).build();
        }
        return Query.parse(reply.header(ANSWER).orElse(""));
    }

    static long number(Query query, String name) {
        try {
            return Long.parseLong(query.first(name).orElse("-"));
        } catch (NumberFormatException e) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, name + " is not a number", e);
        }
    }
}
