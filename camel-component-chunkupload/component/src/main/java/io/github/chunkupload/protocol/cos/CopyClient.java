package io.github.chunkupload.protocol.cos;

import io.github.chunkupload.http.Query;
import io.github.chunkupload.store.Access;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.store.UploadRef;

/** Copies of parts that the service makes. How many bytes these are it does not tell. Thread-safe. */
final class CopyClient implements PartCopy {

    private final CosWire wire;

    CopyClient(CosWire wire) {
        this.wire = wire;
    }

    @Override
    public PartReceipt copyPart(UploadRef upload, PartSlot slot, CopySource source, Access access) {
        if (access.customerKey().isPresent() || source.access().customerKey().isPresent()) {
            throw UploadException.of(Failure.UNSUPPORTED, "Customer keys are not supported with COS");
        }
        CosKeys.SENT.check(source.object().key());
        Query query = CosQueries.part(upload, slot);
        CosCall call = CosCall.of("PUT", upload.object(), query)
            .with(CopyOrder.headers(source, wire.address(source.object(), upload.object().bucket())));
        return wire.read(wire.send(call), call, CopyXml.ROOT, root -> CopyXml.read(root, slot));
    }
}
