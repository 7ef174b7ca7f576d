package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpHead;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.ObjectLocator;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.UploadException;

/** The headers that name what is to be copied (436/8287): written by the client, read by the server. */
final class CopyOrder {

    static final String CONDITION = CosHeaders.COPY_SOURCE + "-";
    private static final String RANGE = CONDITION + "range";

    private CopyOrder() {
    }

    /**
     * Returns the headers of a request for {@code source}.
     *
     * @param address host and path of the object, without a scheme
     */
    static Headers headers(CopySource source, String address) {
        Headers.Builder headers = Headers.builder().add(CosHeaders.COPY_SOURCE, address);
        if (!source.range().equals(ByteRange.ALL)) {
            headers.add(RANGE, Ranges.header(source.range()));
        }
        if (!source.etag().isEmpty()) {
            headers.add(CONDITION + "if-match", ETags.quoted(source.etag()));
        }
        return headers.build();
    }

    /**
     * Reads the object to be copied: host and encoded path, as in a request for it.
     *
     * @throws UploadException with {@link Failure#INVALID_ARGUMENT}, {@link Failure#UNSUPPORTED}, and as for such a request
     */
    static ObjectRef object(Headers headers, ObjectLocator locator) {
        String text = headers.first(CosHeaders.COPY_SOURCE).orElse("");
        int slash = text.indexOf('/');
        try {
            HttpHead head = new HttpHead("GET", text.substring(0, Math.max(0, slash)), text.substring(Math.max(0, slash)), Headers.NONE);
            if (head.target().contains("?")) {
                throw UploadException.of(Failure.UNSUPPORTED, "Objects have no versions here");
            }
            ObjectRef object = locator.locate(head);
            CosKeys.SERVED.check(object.key());
            return object;
        } catch (IllegalArgumentException e) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, CosHeaders.COPY_SOURCE + " is <host>/<percent-encoded key>", e);
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
}
