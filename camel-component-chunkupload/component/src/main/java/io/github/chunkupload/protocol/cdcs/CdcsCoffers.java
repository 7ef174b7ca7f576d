package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.DocumentBody;
import io.github.chunkupload.protocol.ServedBuckets;
import io.github.chunkupload.store.Buckets;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Listing;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectQuery;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.UploadException;

/** The operations on coffers: one method each. What the store behind the server cannot do is refused by name. */
final class CdcsCoffers {

    private static final String REGION = "x-cdcs-coffer-region";
    private static final int MAX_ORDER = 64 << 10;

    private CdcsCoffers() {
    }

    static HttpReply getService(CdcsRequest request) {
        return request.reply(
            CoffersDocument.write(request.generation(), buckets(request).buckets(), request.region(), request.ownerId()));
    }

    static HttpReply putCoffer(CdcsRequest request) {
        Buckets buckets = buckets(request);
        byte[] body = DocumentBody.read(request.call(), MAX_ORDER);
        if (body.length > 0) {
            CofferDocument.check(Document.parse(body));
        }
        buckets.createBucket(request.object().bucket());
        return HttpReply.of(200, Headers.NONE);
    }

    static HttpReply getCoffer(CdcsRequest request) {
        Listing listing = request.store().capability(Listing.class)
            .orElseThrow(() -> UploadException.of(Failure.UNSUPPORTED, "Objects cannot be listed here"));
        ObjectQuery query = CdcsQueries.objects(request.object().bucket(), request.query());
        boolean urlEncoded = CdcsQueries.urlEncoded(request.query());
        Page<ObjectInfo> page = listing.objects(query);
        HttpReply reply = request.reply(
            ObjectsDocument.write(request.generation(), page, query, urlEncoded, request.region(), request.ownerId()));
        return reply.with(reply.headers().with(REGION, request.region()));
    }

    static HttpReply deleteCoffer(CdcsRequest request) {
        try {
            buckets(request).deleteBucket(request.object().bucket());
            return HttpReply.of(204, Headers.NONE);
        } catch (UploadException e) {
            throw e.kind() == Failure.NO_SUCH_BUCKET ? noSuchCoffer(e) : e;
        }
    }

    private static Buckets buckets(CdcsRequest request) {
        return ServedBuckets.of(request.caller(), request.store(), request.settings());
    }

    private static UploadException noSuchCoffer(UploadException e) {
        return UploadException.builder(Failure.NO_SUCH_BUCKET, e.getMessage())
            .protocolCode(CdcsError.NO_SUCH_COFFER.code()).cause(e).build();
    }
}
