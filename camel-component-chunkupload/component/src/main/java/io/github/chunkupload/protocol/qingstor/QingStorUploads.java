package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.checksum.Hashing;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.BoundedBody;
import io.github.chunkupload.protocol.ContentMd5;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import io.github.chunkupload.store.UploadState;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/** The operations on uploads: one method each. */
final class QingStorUploads {

    /** CRC64 is no word of QingStor, but the parts' combine to that of the object for whoever reads it behind us. */
    static final Checks COMPUTED = Checks.computing(Digest.MD5, Digest.CRC64);
    private static final int MAX_ORDER = 4 << 20;

    private QingStorUploads() {
    }

    static HttpReply initiate(QingStorRequest request) {
        Metadata metadata = QingStorHeaders.metadata(request.headers());
        QingStorHeaders.check(metadata);
        Admission admission = request.store()
            .initiate(UploadRequest.of(request.object()).withMetadata(metadata).withAccess(request.access()));
        if (admission instanceof Admission.Open open) {
            return HttpReply.of(200, CustomerKeys.answer(request.access()), "application/json", QingStorJson.initiated(open.upload()));
        }
        throw UploadException.of(Failure.INTERNAL, "The store made an object of an upload without bytes");
    }

    static HttpReply putPart(QingStorRequest request) {
        request.demandLength();
        UploadRef upload = request.upload();
        int number = QingStorQueries.partNumber(request.query());
        Checks checks = new Checks(COMPUTED.compute(), ContentMd5.in(request.headers()));
        Body body = new BoundedBody(request.call().body(), QingStorLimits.MAX_PART);
        PartReceipt receipt = request.store().putPart(upload, PartSlot.numbered(number, body.length()), body, checks,
            request.access());
        return HttpReply.of(201, Headers.builder().add("ETag", ETags.quoted(receipt.etag()))
            .addAll(CustomerKeys.answer(request.access())).build());
    }

    static HttpReply listParts(QingStorRequest request) {
        int limit = QingStorQueries.limit(request.query(), QingStorLimits.MAX_PAGE);
        UploadState state = request.store().state(request.upload(), QingStorQueries.partMarker(request.query()), limit);
        if (state.phase() == UploadState.Phase.COMPLETED) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "The upload is complete");
        }
        return document(QingStorJson.parts(state.parts()));
    }

    static HttpReply listUploads(QingStorRequest request) {
        UploadQuery query = QingStorQueries.uploads(request.object().bucket(), request.query());
        return document(QingStorJson.uploads(request.store().uploads(query), query));
    }

    /** Completes an upload. The ETag that the client gives the object is kept, and never compared: clients are known to send wrong ones. */
    static HttpReply complete(QingStorRequest request) {
        UploadRef upload = request.upload();
        Metadata late = QingStorHeaders.late(request.headers());
        QingStorHeaders.check(late);
        List<PartReceipt> parts = QingStorJson.order(QingStorJson.parse(order(request)));
        long minPart = request.settings().minPart().orElse(QingStorLimits.MIN_PART);
        Completion completion = new Completion(parts, OptionalLong.empty(), Checksums.NONE, late, minPart, true);
        ObjectReceipt receipt = request.store().complete(upload, completion);
        String etag = late.header(QingStorHeaders.ETAG).orElse(receipt.etag());
        return HttpReply.of(201, Headers.of("ETag", ETags.quoted(etag)));
    }

    /** Aborts an upload; one that is not there is as good as aborted. */
    static HttpReply abort(QingStorRequest request) {
        try {
            request.store().abort(request.upload());
        } catch (UploadException e) {
            if (e.kind() != Failure.NO_SUCH_UPLOAD) {
                throw e;
            }
        }
        return HttpReply.of(204, Headers.NONE);
    }

    private static HttpReply document(String json) {
        return HttpReply.of(200, Headers.NONE, "application/json", json);
    }

    private static byte[] order(QingStorRequest request) {
        Checksums announced = ContentMd5.in(request.headers());
        try (InputStream in = new BoundedBody(request.call().body(), MAX_ORDER).open()) {
            byte[] bytes = in.readAllBytes();
            Hashing hashing = new Hashing(announced.known());
            hashing.update(bytes, 0, bytes.length);
            new Checks(announced.known(), announced).verify(hashing.finish());
            return bytes;
        } catch (IOException e) {
            throw UploadException.of(Failure.INCOMPLETE_BODY, "The body broke off", e);
        }
    }
}
