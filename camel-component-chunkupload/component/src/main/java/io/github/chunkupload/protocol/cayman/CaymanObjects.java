package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.http.Percent;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import java.util.Optional;

/** The operations that look at objects: one method each. An unfinished object can be asked about, and not be read. */
final class CaymanObjects {

    private static final Headers BYTES = Headers.of("Content-Type", "application/octet-stream");

    private CaymanObjects() {
    }

    static HttpReply info(CaymanRequest request) {
        return CaymanReplies.success(describe(request).json());
    }

    static HttpReply exist(CaymanRequest request) {
        describe(request);
        return CaymanReplies.success();
    }

    private static CaymanInfo describe(CaymanRequest request) {
        Optional<UploadInfo> open = request.open();
        if (open.isEmpty()) {
            return CaymanInfo.of(request.store().head(request.object(), Access.NONE));
        }
        UploadInfo upload = open.get();
        long size = request.store().state(upload.upload(), -1, 1).contiguous();
        return CaymanInfo.unfinished(request.object(), size, upload.initiated(), upload.metadata());
    }

    /** Reads a range: short at the end of the object, empty behind it. */
    static HttpReply read(CaymanRequest request) {
        long offset = request.form().number(0, "offset");
        long length = request.form().number(-1, "length", "len");
        if (length < 0) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "The field length is missing");
        }
        if (length == 0) {
            request.store().head(request.object(), Access.NONE);
            return HttpReply.of(200, BYTES);
        }
        long last = offset > Long.MAX_VALUE - length ? Long.MAX_VALUE : offset + length - 1;
        try {
            return new HttpReply(200, BYTES, request.store().get(request.object(), new ByteRange(offset, last), Access.NONE).body());
        } catch (UploadException e) {
            if (e.kind() == Failure.INVALID_RANGE) {
                return HttpReply.of(200, BYTES);
            }
            throw e;
        }
    }

    static HttpReply download(CaymanRequest request) {
        Optional<ByteRange> range = Ranges.in(request.head().headers());
        Download download = request.store().get(request.object(), range.orElse(ByteRange.ALL), Access.NONE);
        Headers.Builder headers = Headers.builder().addAll(BYTES)
            .add("Accept-Ranges", "bytes")
            .add("Last-Modified", HttpDates.header(download.info().modified()))
            .add("Content-Disposition", "attachment; filename*=UTF-8''" + Percent.encode(CaymanNames.name(request.object().key())));
        if (range.isEmpty()) {
            return new HttpReply(200, headers.build(), download.body());
        }
        headers.add("Content-Range", Ranges.contentRange(download.offset(), download.body().length(), download.info().size()));
        return new HttpReply(206, headers.build(), download.body());
    }
}
