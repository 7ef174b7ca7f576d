package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.protocol.Conditions;
import io.github.chunkupload.protocol.PartCopies;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.ByteRange;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.ObjectInfo;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;

/** Parts that take their bytes from another object. */
final class CosCopies {

    private CosCopies() {
    }

    /** Copies an object, or a range of one, into a part. The conditions and the copy are about the same version. */
    static HttpReply part(CosRequest request) {
        request.refuseEncryption();
        if (request.call().body().length() > 0) {
            throw UploadException.of(Failure.INVALID_ARGUMENT, "A copy has no body");
        }
        UploadRef upload = request.upload();
        int number = CosQueries.partNumber(request.query());
        ByteRange wanted = CopyOrder.range(request.headers());
        ObjectRef object = CopyOrder.object(request.headers(), CosHosts.locator(request.settings()));
        ObjectInfo info = request.store().head(object, Access.NONE);
        Conditions.checkSource(request.headers(), CopyOrder.CONDITION, info);
        long length = wanted.within(info.size()).length();
        if (length > CosLimits.MAX_PART) {
            throw UploadException.of(Failure.TOO_LARGE, "At most " + CosLimits.MAX_PART + " bytes are copied at once");
        }
        CopySource source = new CopySource(object, wanted, info.etag(), Access.NONE);
        PartReceipt receipt = PartCopies.of(request.store(), Checks.computing(Digest.MD5, Digest.CRC64))
            .copyPart(upload, PartSlot.numbered(number - 1, length), source, Access.NONE);
        return request.reply(CopyXml.write(receipt, request.settings().clock().instant()));
    }
}
