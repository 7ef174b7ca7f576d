package io.github.chunkupload.protocol.cos;

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
import io.github.chunkupload.store.Access;
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
final class CosObjects {

    private static final List<String> OVERRIDABLE = List.of("Content-Type", "Content-Language", "Expires", "Cache-Control",
        "Content-Disposition", "Content-Encoding");

    private CosObjects() {
    }

    static HttpReply put(CosRequest request) {
        request.demandLength();
        request.refuseUnsupportedHeaders();
        Metadata metadata = CosHeaders.metadata(request.headers());
        CosHeaders.checkSize(metadata);
        Checks checks = new Checks(CosUploads.TOLD, ContentMd5.in(request.headers()));
        Body body = new BoundedBody(request.call().body(), CosLimits.MAX_PART);
        UploadRequest wish = UploadRequest.of(request.object()).withMetadata(metadata).withReplace(request.mayReplace());
        ObjectReceipt receipt = request.store().put(body.length() < 0 ? wish : wish.withSize(body.length()), body, checks);
        return HttpReply.of(200, CosHeaders.add(Headers.builder(), receipt.etag(), receipt.sums()).build());
    }

    static HttpReply head(CosRequest request) {
        ObjectInfo info = request.store().head(request.object(), Access.NONE);
        Optional<Integer> refusal = Conditions.status(request.headers(), info);
        if (refusal.isPresent()) {
            return conditionFailed(refusal.get(), info);
        }
        return HttpReply.of(200, describe(request, info).add("Content-Length", String.valueOf(info.size())).build());
    }

    static HttpReply get(CosRequest request) {
        Optional<ByteRange> range = Ranges.in(request.headers());
        Download download = request.store().get(request.object(), range.orElse(ByteRange.ALL), Access.NONE);
        try {
            ObjectInfo info = download.info();
            Optional<Integer> refusal = Conditions.status(request.headers(), info);
            if (refusal.isPresent()) {
                download.close();
                return conditionFailed(refusal.get(), info);
            }
            Headers.Builder headers = describe(request, info);
            if (range.isEmpty()) {
                return new HttpReply(200, headers.build(), download.body());
            }
            headers.add("Content-Range", Ranges.contentRange(download.offset(), download.body().length(), info.size()));
            return new HttpReply(206, headers.build(), download.body());
        } catch (IOException e) {
            throw UploadException.of(Failure.INTERNAL, "The object could not be closed", e);
        }
    }

    static HttpReply delete(CosRequest request) {
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

    private static Headers.Builder describe(CosRequest request, ObjectInfo info) {
        Headers.Builder headers = CosHeaders.add(Headers.builder(), info.etag(), info.sums())
            .add("Last-Modified", HttpDates.header(info.modified()))
            .add("Accept-Ranges", "bytes")
            .add("x-cos-object-type", "normal");
        Metadata metadata = CarriedMetadata.of(info.metadata());
        CosHeaders.add(headers, metadata);
        if (metadata.header("content-type").isEmpty()) {
            headers.add("Content-Type", "application/octet-stream");
        }
        return overridden(request, headers);
    }

    /** A URL that anybody may have must not turn an object into a page of our origin: only what was signed overrides a header. */
    private static Headers.Builder overridden(CosRequest request, Headers.Builder headers) {
        for (String name : OVERRIDABLE) {
            String parameter = "response-" + name.toLowerCase(Locale.ROOT);
            request.query().first(parameter).filter(value -> !value.isEmpty()).ifPresent(value -> {
                if (!request.isSigned(parameter)) {
                    throw UploadException.of(Failure.INVALID_ARGUMENT, "The parameter " + parameter + " must be signed");
                }
                ResponseOverrides.set(headers, name, value);
            });
        }
        return headers;
    }
}
