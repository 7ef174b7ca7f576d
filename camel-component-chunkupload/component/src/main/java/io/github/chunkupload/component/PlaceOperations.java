package io.github.chunkupload.component;

import io.github.chunkupload.body.Body;
import io.github.chunkupload.body.HashedBody;
import io.github.chunkupload.body.Source;
import io.github.chunkupload.checksum.Checksums;
import io.github.chunkupload.checksum.Digest;
import io.github.chunkupload.store.Checks;
import io.github.chunkupload.store.CopySource;
import io.github.chunkupload.store.Editing;
import io.github.chunkupload.store.ObjectRef;
import io.github.chunkupload.store.PartCopy;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.PartSlot;
import io.github.chunkupload.store.UploadRef;
import io.github.chunkupload.store.Verify;
import io.github.chunkupload.transfer.Proof;
import io.github.chunkupload.transfer.TransferSettings;
import java.util.EnumSet;
import java.util.Set;
import org.apache.camel.Exchange;

/** The operations on bytes where they lie: copied, checked, overwritten or cut without the object being sent again. */
final class PlaceOperations {

    private final Capabilities capabilities;
    private final Requests requests;
    private final TransferSettings settings;

    PlaceOperations(Capabilities capabilities, Requests requests, TransferSettings settings) {
        this.capabilities = capabilities;
        this.requests = requests;
        this.settings = settings;
    }

    void copyPart(Exchange exchange) {
        PartCopy copy = capabilities.need(PartCopy.class, ChunkUploadOperation.COPY_PART);
        UploadRef upload = requests.upload(exchange);
        ObjectRef object = new ObjectRef(requests.text(exchange, ChunkUploadConstants.SOURCE_BUCKET, requests.bucket(exchange)),
            requests.needed(exchange, ChunkUploadConstants.SOURCE_KEY, "must say which object is copied from"));
        CopySource source = new CopySource(object, requests.range(exchange),
            requests.text(exchange, ChunkUploadConstants.SOURCE_ETAG, ""), requests.access());
        PartReceipt receipt = copy.copyPart(upload, requests.slot(exchange, PartSlot.UNKNOWN), source, requests.access());
        Results.part(exchange.getMessage(), receipt);
        receipt.finished().ifPresent(done -> Results.object(exchange.getMessage(), done));
    }

    void verify(Exchange exchange) {
        Verify verify = capabilities.need(Verify.class, ChunkUploadOperation.VERIFY_OBJECT);
        ObjectRef object = requests.object(exchange);
        Checksums expected = requests.expected(exchange);
        Set<Digest> digests = EnumSet.noneOf(Digest.class);
        digests.addAll(expected.known());
        digests.addAll(requests.digests(exchange));
        if (digests.isEmpty()) {
            digests.add(capabilities.store().traits(requests.bucket(exchange)).objectProof().orElse(Digest.MD5));
        }
        Checksums sums = verify.verify(object, digests, requests.access());
        new Checks(Set.of(), expected).verify(sums);
        exchange.getMessage().setHeader(ChunkUploadConstants.KEY_PRODUCED, object.key());
        Results.set(exchange.getMessage(), ChunkUploadConstants.CHECKSUM, Results.text(sums));
    }

    void write(Exchange exchange) throws Exception {
        Editing editing = capabilities.need(Editing.class, ChunkUploadOperation.WRITE_OBJECT);
        ObjectRef object = requests.object(exchange);
        long offset = requests.bytes(exchange, ChunkUploadConstants.OFFSET, "must say where the bytes go");
        try (Source source = BodySources.open(exchange)) {
            long size = source.size().orElse(-1);
            Body bytes = source.randomAccess() ? source.region(0, size) : new SequentialBody(source, size);
            HashedBody body = new HashedBody(bytes, Proofs.digests(settings, capabilities.store().traits(requests.bucket(exchange))));
            PartReceipt receipt = editing.write(object, offset, body, new Checks(Set.of(), requests.expected(exchange)));
            Proof proof = Proofs.judge(body, receipt.sums());
            Proofs.require(settings, proof);
            Results.part(exchange.getMessage(), receipt.slot().length() < 0
                ? PartReceipt.of(receipt.slot().withLength(body.bytes()), receipt.etag(), receipt.sums()) : receipt, proof);
        }
    }

    void truncate(Exchange exchange) {
        Editing editing = capabilities.need(Editing.class, ChunkUploadOperation.TRUNCATE_OBJECT);
        ObjectRef object = requests.object(exchange);
        long size = requests.bytes(exchange, ChunkUploadConstants.OBJECT_SIZE, "must say how many bytes remain");
        editing.truncate(object, size);
        exchange.getMessage().setHeader(ChunkUploadConstants.KEY_PRODUCED, object.key());
        exchange.getMessage().setHeader(ChunkUploadConstants.SIZE, size);
    }
}
