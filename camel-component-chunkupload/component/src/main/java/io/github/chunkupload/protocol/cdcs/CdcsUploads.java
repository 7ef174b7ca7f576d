package io.github.chunkupload.protocol.cdcs;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.ContentMd5;
import io.github.chunkupload.protocol.DocumentBody;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Admission;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Completion;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.Page;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadInfo;
import io.github.chunkupload.store.UploadQuery;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadState;
import java.util.ArrayList;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The operations on uploads: one method each. */
final class CdcsUploads {

    static final Checks COMPUTED = Checks.computing(Digest.MD5, Digest.CRC64);
    private static final int MAX_ORDER = 4 << 20;

    private CdcsUploads() {
    }

    static HttpReply initiate(CdcsRequest request) {
        Admission admission = request.store().initiate(CdcsObjects.once(request));
        if (admission instanceof Admission.Open open) {
            return request.reply(InitiateDocument.write(request.generation(), open.upload()));
        }
        throw UploadException.of(Failure.INTERNAL, "The store made an object of an upload without bytes");
    }

    static HttpReply putPart(CdcsRequest request) {
        UploadRef upload = request.upload();
        int number = CdcsQueries.partNumber(request.query());
        Checks checks = new Checks(COMPUTED.compute(), ContentMd5.in(request.headers()));
        Body body = request.bytes();
        PartReceipt receipt = request.store().putPart(upload, PartSlot.numbered(number - 1, body.length()), body, checks, Access.NONE);
        return HttpReply.of(200, Headers.of("ETag", ETags.quoted(receipt.etag())));
    }

    static HttpReply listParts(CdcsRequest request) {
        PartsDocument.Request wanted = CdcsQueries.parts(request.query());
        UploadState state = request.store().state(request.upload(), wanted.marker() - 1, wanted.maxParts());
        if (state.phase() == UploadState.Phase.COMPLETED) {
            throw UploadException.of(Failure.NO_SUCH_UPLOAD, "The upload is complete");
        }
        return request.reply(PartsDocument.write(request.generation(), state, wanted, request.ownerId()));
    }

    /**
     * Lists uploads in the order of their ids, because a marker is nothing but one. The store's order is another, so all uploads of the
     * prefix are looked at; never more than one page of them is kept.
     */
    static HttpReply listUploads(CdcsRequest request) {
        UploadsDocument.Request wanted = CdcsQueries.uploads(request.object().bucket(), request.query());
        NavigableMap<String, UploadInfo> first = new TreeMap<>();
        Optional<UploadQuery> query = Optional.of(UploadQuery.prefix(wanted.bucket(), wanted.prefix()));
        while (query.isPresent()) {
            UploadQuery asked = query.get();
            Page<UploadInfo> page = request.store().uploads(asked);
            for (UploadInfo info : page.items()) {
                if (info.upload().uploadId().compareTo(wanted.marker()) > 0) {
                    first.put(info.upload().uploadId(), info);
                }
                if (first.size() > wanted.maxUploads() + 1) {
                    first.pollLastEntry();
                }
            }
            query = page.next().map(asked::after);
        }
        boolean more = wanted.maxUploads() > 0 && first.size() > wanted.maxUploads();
        if (first.size() > wanted.maxUploads()) {
            first.pollLastEntry();
        }
        Optional<String> next = more ? Optional.of(first.lastKey()) : Optional.empty();
        return request.reply(UploadsDocument.write(request.generation(),
            new UploadsDocument.Listed(new ArrayList<>(first.values()), next), wanted, request.ownerId()));
    }

    /**
     * Completes an upload. The reply comes when all is done, with a status that tells the truth, and in the generation of the order; no
     * blanks are sent meanwhile, because the stores behind this server complete in time that does not grow with the size.
     */
    static HttpReply complete(CdcsRequest request) {
        UploadRef upload = request.upload();
        Document order = Document.parse(DocumentBody.read(request.call(), MAX_ORDER));
        Completion completion = Completion.of(CompleteDocument.readOrder(order)).withReplace(false)
            .withMinPart(request.settings().minPart().orElse(CdcsLimits.MIN_PART));
        try {
            ObjectReceipt receipt = request.store().complete(upload, completion);
            return request.reply(CompleteDocument.result(order.generation(), receipt, request.region()));
        } catch (UploadException e) {
            throw e.kind() == Failure.NO_SUCH_UPLOAD && isCompleted(request) ? alreadyCompleted(e) : e;
        }
    }

    static HttpReply abort(CdcsRequest request) {
        request.store().abort(request.upload());
        return HttpReply.of(204, Headers.NONE);
    }

    private static boolean isCompleted(CdcsRequest request) {
        try {
            return request.store().state(request.upload(), -1, 1).phase() != UploadState.Phase.OPEN;
        } catch (UploadException e) {
            return false;
        }
    }

    private static UploadException alreadyCompleted(UploadException e) {
        return UploadException.builder(Failure.NO_SUCH_UPLOAD, "The upload was completed, with other parts or more than a day ago")
            .protocolCode(CdcsError.MULTIPART_ALREADY_COMPLETED.code()).cause(e).build();
    }
}
