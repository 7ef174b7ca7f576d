package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.BoundedBody;
import io.github.chunkupload.protocol.CarriedMetadata;
import io.github.chunkupload.protocol.Conditions;
import io.github.chunkupload.protocol.ContentMd5;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.protocol.ResponseOverrides;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The operations on whole objects: one method each. */
final class QingStorObjects {

    private static final List<String> OVERRIDABLE = List.of("Content-Type", "Content-Language", "Expires", "Cache-Control",
        "Content-Disposition", "Content-Encoding");

    private QingStorObjects() {
    }

    static HttpReply put(QingStorRequest request) {
        request.demandLength();
        Metadata metadata = QingStorHeaders.metadata(request.headers());
        QingStorHeaders.check(metadata);
        Checks checks = new Checks(QingStorUploads.COMPUTED.compute(), ContentMd5.in(request.headers()));
        Body body = new BoundedBody(request.call().body(), QingStorLimits.MAX_PART);
        UploadRequest wish = UploadRequest.of(request.object()).withMetadata(metadata).withAccess(request.access());
        ObjectReceipt receipt = request.store().put(body.length() < 0 ? wish : wish.withSize(body.length()), body, checks);
        return HttpReply.of(201, Headers.builder().add("ETag", ETags.quoted(receipt.etag()))
            .addAll(CustomerKeys.answer(request.access())).build());
    }

    static HttpReply head(QingStorRequest request) {
        ObjectInfo info = QingStorHeaders.named(request.store().head(request.object(), request.access()));
        Optional<Integer> refusal = Conditions.status(request.headers(), info);
        if (refusal.isPresent()) {
            return conditionFailed(refusal.get(), info);
        }
        return HttpReply.of(200, describe(request, info).add("Content-Length", String.valueOf(info.size())).build());
    }

    static HttpReply get(QingStorRequest request) {
        Optional<ByteRange> range = range(request);
        Download download = request.store().get(request.object(), range.orElse(ByteRange.ALL), request.access());
        try {
            return reply(request, range, download);
        } catch (UploadException e) {
            close(download);
            throw e;
        }
    }

    /** Unlike HTTP, QingStor refuses a range that it does not understand. */
    private static Optional<ByteRange> range(QingStorRequest request) {
        Optional<ByteRange> range = Ranges.in(request.headers());
        if (range.isEmpty() && request.headers().has("Range")) {
            throw UploadException.of(Failure.INVALID_RANGE, "The range is not one of bytes=a-b, bytes=a- and bytes=-n");
        }
        return range;
    }

    private static HttpReply reply(QingStorRequest request, Optional<ByteRange> range, Download download) {
        ObjectInfo info = QingStorHeaders.named(download.info());
        Optional<Integer> refusal = Conditions.status(request.headers(), info);
        if (refusal.isPresent()) {
            HttpReply reply = conditionFailed(refusal.get(), info);
            close(download);
            return reply;
        }
        Headers.Builder headers = describe(request, info);
        if (range.isEmpty()) {
            return new HttpReply(200, headers.build(), download.body());
        }
        headers.add("Content-Range", Ranges.contentRange(download.offset(), download.body().length(), info.size()));
        return new HttpReply(206, headers.build(), download.body());
    }

    static HttpReply delete(QingStorRequest request) {
        request.store().delete(request.object());
        return HttpReply.of(204, Headers.NONE);
    }

    private static HttpReply conditionFailed(int status, ObjectInfo info) {
        if (status == 412) {
            throw UploadException.of(Failure.PRECONDITION_FAILED, "A condition of the request does not hold");
        }
        return HttpReply.of(status, Headers.of("ETag", ETags.quoted(info.etag()))
            .with("Last-Modified", HttpDates.header(info.modified())));
    }

    private static Headers.Builder describe(QingStorRequest request, ObjectInfo info) {
        Metadata metadata = Metadata.NONE.withHeader("content-type", "application/octet-stream").withHeader("storage-class", "STANDARD")
            .and(CarriedMetadata.of(info.metadata()));
        Headers.Builder headers = Headers.builder()
            .add("ETag", ETags.quoted(info.etag()))
            .add("Last-Modified", HttpDates.header(info.modified()))
            .add("Accept-Ranges", "bytes");
        QingStorHeaders.add(headers, metadata);
        headers.addAll(CustomerKeys.answer(request.access()));
        for (String name : OVERRIDABLE) {
            String value = QingStorQueries.text(request.query(), "response-" + name.toLowerCase(Locale.ROOT));
            if (!value.isEmpty()) {
                override(request, headers, name, value);
            }
        }
        return headers;
    }

    private static void override(QingStorRequest request, Headers.Builder headers, String name, String value) {
        if (request.caller().isAnonymous()) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "Only signed requests may override response headers");
        }
        ResponseOverrides.set(headers, name, value);
    }

    private static void close(Download download) {
        try {
            download.close();
        } catch (IOException e) {
            throw UploadException.of(Failure.INTERNAL, "The object could not be closed", e);
        }
    }
}
