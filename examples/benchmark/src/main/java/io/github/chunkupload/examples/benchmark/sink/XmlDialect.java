package io.github.chunkupload.examples.benchmark.sink;

import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Crc64;
import io.github.chunkupload.checksum.Digest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** COS, and S3 whose multipart calls are the same but for the CRC64. Remembers lengths of parts, so that an upload can be resumed. */
final class XmlDialect implements Dialect {

    private static final String CRC = "x-cos-hash-crc64ecma";

    private final Content content;
    private final long partSize;
    private final boolean crc64;
    private final Events events;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentMap<String, Map<Integer, Long>> uploads = new ConcurrentHashMap<>();

    XmlDialect(Content content, long partSize, boolean crc64, Events events) {
        this.content = content;
        this.partSize = partSize;
        this.crc64 = crc64;
        this.events = events;
    }

    @Override
    public Reply reply(Request request) {
        return switch (request.method()) {
            case "POST" -> request.has("uploads") ? initiate() : complete(request.query().get("uploadId"));
            case "PUT" -> request.has("partNumber") ? part(request) : whole(request.length());
            case "GET" -> request.has("uploadId") ? parts(request) : Reply.xml("<ListMultipartUploadsResult/>");
            case "DELETE" -> Reply.of(204);
            default -> Reply.of(404);
        };
    }

    private Reply initiate() {
        String id = "upload" + ids.incrementAndGet();
        uploads.put(id, new ConcurrentSkipListMap<>());
        return Reply.xml("<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>" + id
            + "</UploadId></InitiateMultipartUploadResult>");
    }

    private Reply part(Request request) {
        long number = request.number("partNumber");
        events.part(number);
        uploads.get(request.query().get("uploadId")).put((int) number, length(request));
        return told(content.sums((number - 1) * partSize, length(request)));
    }

    private static long length(Request request) {
        String decoded = request.headers().get("x-amz-decoded-content-length");
        return decoded == null ? request.length() : Long.parseLong(decoded);
    }

    private Reply whole(long length) {
        return told(content.sums(0, length));
    }

    private Reply told(Checksums sums) {
        Reply reply = Reply.of(200).with("ETag", '"' + sums.get(Digest.MD5).orElseThrow() + '"');
        return crc64 ? reply.with(CRC, sums.get(Digest.CRC64).orElseThrow()) : reply;
    }

    private Reply complete(String id) {
        Map<Integer, Long> parts = uploads.remove(id);
        Reply reply = Reply.xml("<CompleteMultipartUploadResult><Location>http://b/k</Location><Bucket>b</Bucket><Key>k</Key><ETag>\"e-"
            + parts.size() + "\"</ETag></CompleteMultipartUploadResult>");
        return crc64 ? reply.with(CRC, combined(parts)) : reply;
    }

    private String combined(Map<Integer, Long> parts) {
        String crc = "0";
        for (Map.Entry<Integer, Long> part : new TreeMap<>(parts).entrySet()) {
            String next = content.sums((part.getKey() - 1) * partSize, part.getValue()).get(Digest.CRC64).orElseThrow();
            crc = Crc64.combine(crc, next, part.getValue());
        }
        return crc;
    }

    private Reply parts(Request request) {
        Map<Integer, Long> parts = uploads.get(request.query().get("uploadId"));
        if (parts == null) {
            return new Reply(404, Map.of("Content-Type", "application/xml"), "<Error><Code>NoSuchUpload</Code></Error>");
        }
        int after = Integer.parseInt(request.query().getOrDefault("part-number-marker", "0"));
        int most = Integer.parseInt(request.query().getOrDefault("max-parts", "1000"));
        StringBuilder list = new StringBuilder("<ListPartsResult><UploadId>x</UploadId>");
        int count = 0;
        int last = after;
        for (Map.Entry<Integer, Long> part : parts.entrySet()) {
            if (part.getKey() <= after || count == most) {
                continue;
            }
            Checksums sums = content.sums((part.getKey() - 1) * partSize, part.getValue());
            list.append("<Part><PartNumber>").append(part.getKey()).append("</PartNumber><ETag>\"")
                .append(sums.get(Digest.MD5).orElseThrow()).append("\"</ETag><Size>").append(part.getValue()).append("</Size></Part>");
            count++;
            last = part.getKey();
        }
        boolean more = count == most && parts.keySet().stream().max(Integer::compare).orElse(0) > last;
        return Reply.xml(list.append("<NextPartNumberMarker>").append(last).append("</NextPartNumberMarker><IsTruncated>").append(more)
            .append("</IsTruncated></ListPartsResult>").toString());
    }
}
