package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.BoundedBody;
import io.github.chunkupload.protocol.ContentMd5;
import io.github.chunkupload.protocol.DocumentBody;
import io.github.chunkupload.protocol.Xml;
import io.github.chunkupload.store.Access;
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
import java.util.List;
import java.util.Set;

/** The operations on uploads: one method each. */
final class CosUploads {

    /** What replies tell of bytes received: the ETag is the MD5. */
    static final Set<Digest> TOLD = Set.of(Digest.MD5, Digest.CRC64);

    private static final int MAX_ORDER = 4 << 20;

    private CosUploads() {
    }

    static HttpReply initiate(CosRequest request) {
        request.refuseUnsupportedHeaders();
        Metadata metadata = CosHeaders.metadata(request.headers());
        CosHeaders.checkSize(metadata);
        Admission admission = request.store().initiate(
            UploadRequest.of(request.object()).withMetadata(metadata).withReplace(request.mayReplace()));
        if (admission instanceof Admission.Open open) {
            return request.reply(InitiateXml.write(open.upload()));
        }
        throw UploadException.of(Failure.INTERNAL, "The store made an object of an upload without bytes");
    }

    static HttpReply putPart(CosRequest request) {
        request.demandLength();
        request.refuseUnsupportedHeaders();
        UploadRef upload = request.upload();
        int number = CosQueries.partNumber(request.query());
        Checks checks = new Checks(TOLD, ContentMd5.in(request.headers()));
        Body body = new BoundedBody(request.call().body(), CosLimits.MAX_PART);
        PartReceipt receipt = request.store().putPart(upload, PartSlot.numbered(number - 1, body.length()), body, checks, Access.NONE);
        return HttpReply.of(200, CosHeaders.add(Headers.builder(), receipt.etag(), receipt.sums()).build());
    }

    static HttpReply listParts(CosRequest request) {
        PartsXml.Request wanted = CosQueries.parts(request.query());
        UploadState state = request.store().state(request.upload(), wanted.marker() - 1, wanted.maxParts());
        if (state.phase() == UploadState.Phase.COMPLETED) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "The upload is complete");
        }
        return request.reply(PartsXml.write(state, wanted, request.ownerId()));
    }

    static HttpReply listUploads(CosRequest request) {
        UploadQuery query = CosQueries.uploads(request.object().bucket(), request.query());
        boolean urlEncoded = CosQueries.urlEncoded(request.query());
        return request.reply(UploadsXml.write(request.store().uploads(query), query, urlEncoded, request.ownerId()));
    }

    /**
     * Completes an upload. The reply comes when all is done, with a status that tells the truth; no blanks are sent meanwhile, because
     * the stores behind this server complete in time that does not grow with the size.
     */
    static HttpReply complete(CosRequest request) {
        UploadRef upload = request.upload();
        List<PartReceipt> parts = CompleteXml.readOrder(Xml.parse(DocumentBody.read(request.call(), MAX_ORDER)));
        Completion completion = Completion.of(parts)
            .withMinPart(request.settings().minPart().orElse(CosLimits.MIN_PART))
            .withReplace(request.mayReplace());
        ObjectReceipt receipt = request.store().complete(upload, completion);
        String location = "http://" + request.head().authority() + request.head().rawPath();
        HttpReply reply = request.reply(CompleteXml.result(receipt, location));
        return new HttpReply(200, Headers.builder().addAll(reply.headers())
            .add(CosHeaders.CRC64, receipt.sums().get(Digest.CRC64)).build(), reply.body());
    }

    static HttpReply abort(CosRequest request) {
        request.store().abort(request.upload());
        return HttpReply.of(204, Headers.NONE);
    }
}
