package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.UploadException;

/** The headers that tell of an object or a part, read and written alike by client and server. */
final class CdcsHeaders {

    static final String PREFIX = "x-cdcs-";
    static final String TOKEN = "x-cdcs-security-token";
    static final String REQUEST_ID = "x-cdcs-request-id";
    static final String TRACE_ID = "x-cdcs-trace-id";

    private CdcsHeaders() {
    }

    /** Returns the metadata in the headers of a request or reply: nothing but the type is kept. */
    static Metadata metadata(Headers headers) {
        return headers.first("Content-Type").filter(type -> !type.isEmpty())
            .map(type -> Metadata.NONE.withHeader("content-type", type)).orElse(Metadata.NONE);
    }

    /**
     * Returns the headers of a request for {@code metadata}.
     *
     * @throws UploadException with {@link Failure#INVALID_METADATA} when it would not be kept or cannot travel in a header
     */
    static Headers of(Metadata metadata) {
        CdcsTraits.METADATA.check(metadata);
        String type = metadata.header("content-type").orElse("");
        if (!type.equals(type.strip()) || type.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw UploadException.of(Failure.INVALID_METADATA, "The content type has characters that no header carries");
        }
        return type.isEmpty() ? Headers.NONE : Headers.of("Content-Type", type);
    }

    /** Returns the ETag that a reply tells, without quotes; empty when it tells none. */
    static String etag(Headers headers) {
        return ETags.unquoted(headers.first("ETag").orElse(""));
    }
}
