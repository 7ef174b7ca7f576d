package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.KeyPath;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;

/** The headers that name what is to be copied: written by the client, read by the server. */
final class CopyOrder {

    static final String COPY = "x-qs-copy-source";
    static final String MOVE = "x-qs-move-source";
    static final String FETCH = "x-qs-fetch-source";
    static final String RANGE = "x-qs-copy-range";
    static final String CONDITION = "x-qs-copy-source-";
    static final String COPIED_RANGE = "x-qs-content-copy-range";

    private CopyOrder() {
    }

    /** Returns the headers of a request for {@code source}. */
    static Headers headers(CopySource source) {
        Headers.Builder headers = Headers.builder().add(COPY, "/" + source.object().bucket() + KeyPath.encode(source.object().key()));
        if (!source.range().equals(ByteRange.ALL)) {
            headers.add(RANGE, Ranges.header(source.range()));
        }
        if (!source.etag().isEmpty()) {
            headers.add(CONDITION + "if-match", ETags.quoted(source.etag()));
        }
        return headers.addAll(CustomerKeys.sourceHeaders(source.access())).build();
    }

    /**
     * Reads the object that header {@code name} tells: {@code /<bucket>/<percent-encoded key>}.
     *
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT}, {@link Failure#INVALID_BUCKET}, {@link Failure#INVALID_KEY}
     */
    static ObjectRef object(Headers headers, String name) {
        String text = headers.first(name).orElse("");
        String path = text.startsWith("/") ? text.substring(1) : text;
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, name + " is /<bucket>/<percent-encoded key>");
        }
        try {
            ObjectRef object = new ObjectRef(path.substring(0, slash), Percent.decode(path.substring(slash + 1)));
            QingStorKeys.checkBucket(object.bucket());
            QingStorKeys.RULE.check(object.key());
            return object;
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, name + " is not percent-encoded UTF-8", e);
        }
    }

    /**
     * Reads which bytes are wanted.
     *
     * @throws UploadException with {@link Failure#INVALID_RANGE}
     */
    static ByteRange range(Headers headers) {
        if (!headers.has(RANGE)) {
            return ByteRange.ALL;
        }
        return Ranges.in(headers, RANGE).orElseThrow(() ->
            UploadException.of(Failure.INVALID_RANGE, RANGE + " is not one of bytes=a-b, bytes=a- and bytes=-n"));
    }

    /** Reads the secret that opens the source. */
    static Access access(Headers headers) {
        return CustomerKeys.ofSource(headers);
    }
}
