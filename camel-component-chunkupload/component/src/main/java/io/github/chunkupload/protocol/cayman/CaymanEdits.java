package io.github.chunkupload.protocol.cayman;

import io.github.chunkupload.body.Buffer;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.http.HttpReply;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;

/**
 * The operations that change finished objects ("finished objects may still be written with the same calls"), where the store can do that.
 * An unfinished object is not cut: its blocks are committed as they came, and it may be cut when it is finished.
 */
final class CaymanEdits {

    private CaymanEdits() {
    }

    /** Overwrites bytes of a finished object and returns their MD5. */
    static String write(CaymanRequest request, PartSlot slot, Buffer block) {
        try {
            request.store().head(request.object(), Access.NONE);
        } catch (UploadException e) {
            throw e.kind() == Failure.NO_SUCH_OBJECT ? CaymanUploads.notOpen() : e;
        }
        if (slot.length() == 0) {
            return CaymanUploads.md5(block);
        }
        PartReceipt receipt = editing(request).write(request.object(), slot.offset(), block.body(), Checks.computing(Digest.MD5));
        return receipt.sums().get(Digest.MD5).orElseGet(() -> CaymanUploads.md5(block));
    }

    /** Cuts an object, or lets it grow with zeros. */
    static HttpReply truncate(CaymanRequest request) {
        request.form().required("newsize");
        long size = request.form().number(0, "newsize");
        if (request.open().isPresent()) {
            throw UploadException.of(Failure.UPLOAD_OPEN, "An object is cut when it is finished, and this one is not");
        }
        editing(request).truncate(request.object(), size);
        return CaymanReplies.success();
    }

    private static Editing editing(CaymanRequest request) {
        return request.capability(Editing.class, "Finished objects are not changed here");
    }
}
