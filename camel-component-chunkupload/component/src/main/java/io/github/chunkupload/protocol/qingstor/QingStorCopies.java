package io.github.chunkupload.protocol.qingstor;

import io.github.chunkupload.http.Headers;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Conditions;
import io.github.chunkupload.protocol.ETags;
import io.github.chunkupload.protocol.PartCopies;
import io.github.chunkupload.protocol.Ranges;
import io.github.chunkupload.protocol.SourceBody;
import io.github.chunkupload.protocol.qingstor.Grants.Permission;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Download;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.Metadata;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectReceipt;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.Permits;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.UploadRequest;
import java.io.IOException;

/** The operations that take their bytes from another object (pages "copy" and "move" of the manual): one method each. */
final class QingStorCopies {

    private static final String DIRECTIVE = "x-qs-metadata-directive";

    private QingStorCopies() {
    }

    /** Copies an object, or a range of one, into a part. The conditions and the copy are about the same version. */
    static HttpReply part(QingStorRequest request) {
        checkEmpty(request);
        UploadRef upload = request.upload();
        int number = QingStorQueries.partNumber(request.query());
        ByteRange wanted = CopyOrder.range(request.headers());
        ObjectRef object = source(request, CopyOrder.COPY);
        Access secret = CopyOrder.access(request.headers());
        ObjectInfo info = request.store().head(object, secret);
        Conditions.checkSource(request.headers(), CopyOrder.CONDITION, QingStorHeaders.named(info));
        ByteRange range = wanted.within(info.size());
        checkSize(range.length());
        CopySource source = new CopySource(object, wanted, info.etag(), secret);
        PartReceipt receipt = PartCopies.of(request.store(), QingStorUploads.COMPUTED)
            .copyPart(upload, PartSlot.numbered(number, range.length()), source, request.access());
        Headers.Builder headers = Headers.builder().add("ETag", ETags.quoted(receipt.etag()))
            .addAll(CustomerKeys.answer(request.access()));
        if (request.headers().has(CopyOrder.RANGE)) {
            headers.add(CopyOrder.COPIED_RANGE, Ranges.contentRange(range.first(), range.length(), info.size()));
        }
        return HttpReply.of(201, headers.build());
    }

    /** Copies an object with its metadata, or with that of the request where it says so. */
    static HttpReply object(QingStorRequest request) {
        return made(request, copy(request, source(request, CopyOrder.COPY)));
    }

    /** Copies an object, then deletes the source, unless another has taken its place meanwhile. */
    static HttpReply move(QingStorRequest request) {
        ObjectRef source = source(request, CopyOrder.MOVE);
        if (source.equals(request.object())) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "An object cannot be moved to itself");
        }
        Permits.demandDelete(request.store(), source);
        Access secret = CopyOrder.access(request.headers());
        ObjectInfo before = request.store().head(source, secret);
        ObjectReceipt receipt = copy(request, source);
        if (!request.store().head(source, secret).equals(before)) {
            throw UploadException.of(Failure.CONFLICT, "The object was replaced while it was moved: it was copied, and not deleted");
        }
        request.store().delete(source);
        return made(request, receipt);
    }

    private static HttpReply made(QingStorRequest request, ObjectReceipt receipt) {
        return HttpReply.of(201, Headers.builder().add("ETag", ETags.quoted(receipt.etag()))
            .addAll(CustomerKeys.answer(request.access())).build());
    }

    private static ObjectReceipt copy(QingStorRequest request, ObjectRef object) {
        checkEmpty(request);
        Metadata wanted = QingStorHeaders.metadata(request.headers());
        QingStorHeaders.check(wanted);
        boolean replace = replacesMetadata(request.headers());
        try (Download source = request.store().get(object, ByteRange.ALL, CopyOrder.access(request.headers()))) {
            Conditions.checkSource(request.headers(), CopyOrder.CONDITION, QingStorHeaders.named(source.info()));
            checkSize(source.info().size());
            Metadata metadata = replace ? wanted : source.info().metadata();
            if (!replace && wanted.header("storage-class").isPresent()) {
                metadata = metadata.withHeader("storage-class", wanted.header("storage-class").get());
            }
            return request.store().put(UploadRequest.of(request.object()).withMetadata(metadata).withSize(source.info().size())
                .withAccess(request.access()), new SourceBody(source.body()), QingStorUploads.COMPUTED);
        } catch (IOException e) {
            throw UploadException.of(Failure.INTERNAL, "The source of the copy could not be closed", e);
        }
    }

    /** Returns the object that is to be copied; whoever asks must be allowed to read it. */
    private static ObjectRef source(QingStorRequest request, String header) {
        ObjectRef source = CopyOrder.object(request.headers(), header);
        request.checkServed(source.bucket());
        request.grants().check(request.caller(), source.bucket(), Permission.READ);
        return source;
    }

    private static boolean replacesMetadata(Headers headers) {
        String directive = headers.first(DIRECTIVE).orElse("COPY");
        if (!directive.equals("COPY") && !directive.equals("REPLACE")) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, DIRECTIVE + " is COPY or REPLACE");
        }
        return directive.equals("REPLACE");
    }

    private static void checkEmpty(QingStorRequest request) {
        if (request.call().body().length() > 0) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "A copy has no body");
        }
    }

    private static void checkSize(long bytes) {
        if (bytes > QingStorLimits.MAX_PART) {
            throw UploadException.of(Failure.TOO_LARGE, "At most " + QingStorLimits.MAX_PART + " bytes are copied at once");
        }
    }
}
