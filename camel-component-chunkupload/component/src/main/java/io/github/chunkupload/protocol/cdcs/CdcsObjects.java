package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.CarriedMetadata;
import io.github.chunkupload.protocol.ContentMd5;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.HttpDates;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.OpenUploads;
import io.github.chunkupload.store.UploadRequest;
import java.util.Optional;

/** The operations on whole objects: one method each. */
final class CdcsObjects {

    private CdcsObjects() {
    }

    static HttpReply put(CdcsRequest request) {
        Checks checks = new Checks(CdcsUploads.COMPUTED.compute(), ContentMd5.in(request.headers()));
        Body body = request.bytes();
        UploadRequest wish = once(request);
        ObjectReceipt receipt = request.store().put(body.length() < 0 ? wish : wish.withSize(body.length()), body, checks);
        return HttpReply.of(200, Headers.of("ETag", ETags.quoted(receipt.etag())));
    }

    static HttpReply head(CdcsRequest request) {
        ObjectInfo info = request.store().head(request.object(), Access.NONE);
        return HttpReply.of(200, describe(info).add("Content-Length", String.valueOf(info.size())).build());
    }

    static HttpReply get(CdcsRequest request) {
        Optional<ByteRange> range = Ranges.in(request.headers());
        Download download = request.store().get(request.object(), range.orElse(ByteRange.ALL), Access.NONE);
        Headers.Builder headers = describe(download.info());
        if (range.isEmpty()) {
            return new HttpReply(200, headers.build(), download.body());
        }
        headers.add("Content-Range", Ranges.contentRange(download.offset(), download.body().length(), download.info().size()));
        return new HttpReply(206, headers.build(), download.body());
    }

    /** Returns the wish for an object that replaces none, and of which no other is being uploaded. */
    static UploadRequest once(CdcsRequest request) {
        return UploadRequest.of(request.object()).withMetadata(CdcsHeaders.metadata(request.headers())).withReplace(false)
            .withOpen(OpenUploads.REFUSE);
    }

    private static Headers.Builder describe(ObjectInfo info) {
        return Headers.builder().add("ETag", ETags.quoted(info.etag()))
            .add("Last-Modified", HttpDates.header(info.modified()))
            .add("Accept-Ranges", "bytes")
            .add("Content-Type", CarriedMetadata.of(info.metadata()).header("content-type").orElse("application/octet-stream"));
    }
}
