package io.github.chunkupload.component;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.component.RouteCalls.Answer;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What a call of a store says in headers as a producer reads them, and what the producer's headers say: the inverse of {@link Results}. */
final class RouteHeaders {

    private RouteHeaders() {
    }

    static Map<String, Object> of(UploadRequest request) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(ChunkUploadConstants.METADATA, request.metadata());
        headers.put(ChunkUploadConstants.IF_EXISTS, ifExists(request.replace()));
        return headers;
    }

    static Map<String, Object> of(UploadRef upload) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(ChunkUploadConstants.UPLOAD_ID, upload.uploadId());
        return headers;
    }

    static void slot(Map<String, Object> headers, PartSlot slot) {
        if (slot.index() >= 0) {
            headers.put(ChunkUploadConstants.PART_INDEX, slot.index());
        }
        if (slot.offset() >= 0) {
            headers.put(ChunkUploadConstants.OFFSET, slot.offset());
        }
    }

    static String ifExists(boolean replace) {
        return replace ? "replace" : "fail";
    }

    static String range(ByteRange range) {
        return (range.first() < 0 ? "" : range.first()) + "-" + (range.last() == Long.MAX_VALUE ? "" : range.last());
    }

    static ObjectReceipt receipt(ObjectRef object, Message answer) {
        return new ObjectReceipt(object, answer.getHeader(ChunkUploadConstants.SIZE, -1L, Long.class), etag(answer), sums(answer),
            Optional.ofNullable(answer.getHeader(ChunkUploadConstants.LOCATION, String.class)));
    }

    private static String etag(Message answer) {
        return answer.getHeader(ChunkUploadConstants.ETAG, "", String.class);
    }

    private static Checksums sums(Message answer) {
        String text = answer.getHeader(ChunkUploadConstants.CHECKSUM, "", String.class);
        return text.isEmpty() ? Checksums.NONE : Requests.checksums(ChunkUploadConstants.CHECKSUM, text);
    }

    /** Returns the bytes that the route opened; closing them ends the exchange. */
    static Download download(ObjectRef object, Answer answer) {
        Message message = answer.message();
        InputStream stream = answer.body(InputStream.class);
        Map<?, ?> metadata = message.getHeader(ChunkUploadConstants.METADATA, Map.of(), Map.class);
        ObjectInfo info = new ObjectInfo(object, answer.header(ChunkUploadConstants.SIZE, Long.class), etag(message), sums(message),
            metadata.isEmpty() ? Metadata.NONE : Requests.metadata(metadata),
            Instant.ofEpochMilli(answer.header(Exchange.FILE_LAST_MODIFIED, Long.class)));
        InputStream closing = new FilterInputStream(stream) {
            @Override
            public void close() throws IOException {
                try {
                    super.close();
                } finally {
                    answer.close();
                }
            }
        };
        return new Download(info, answer.header(ChunkUploadConstants.OFFSET, Long.class),
            Body.once(closing, answer.header(Exchange.CONTENT_LENGTH, Long.class)));
    }
}
