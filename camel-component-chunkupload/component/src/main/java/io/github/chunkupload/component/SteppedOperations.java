package io.github.chunkupload.component;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.ConfirmedPart;
import io.github.chunkupload.transfer.UploadSession;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.WrappedFile;
import org.apache.camel.util.IOHelper;

/**
 * The steps of an upload whose parts a route sends: with the journal, the proofs and the retries of the operation {@code upload}. Uploads
 * that were opened without a plan go the plain way.
 */
final class SteppedOperations implements AutoCloseable {

    private final SteppedUploads uploads;
    private final Uploader uploader;
    private final UploadOperations plain;

    SteppedOperations(SteppedUploads uploads, Uploader uploader, UploadOperations plain) {
        this.uploads = uploads;
        this.uploader = uploader;
        this.plain = plain;
    }

    void initiate(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        if (!message.getHeader(ChunkUploadConstants.RESUMABLE, false, Boolean.class)) {
            plain.initiate(exchange);
            return;
        }
        message.removeHeader(ChunkUploadConstants.PLAN);
        message.removeHeader(ChunkUploadConstants.LEDGER);
        Source source = BodySources.open(exchange);
        Optional<SteppedUpload> stepped = Optional.empty();
        try {
            stepped = uploader.open(exchange, source);
        } finally {
            if (stepped.isEmpty()) {
                IOHelper.close(source);
            }
        }
        stepped.ifPresent(begun -> begin(exchange, begun));
    }

    private void begin(Exchange exchange, SteppedUpload begun) {
        uploads.add(exchange, begun);
        UploadSession session = begun.session();
        Message message = exchange.getMessage();
        String uri = uri(message.getBody());
        message.setHeader(ChunkUploadConstants.UPLOAD_ID, session.upload().uploadId());
        message.setHeader(ChunkUploadConstants.PART_SIZE, session.plan().partSize());
        message.setHeader(ChunkUploadConstants.RESUMED, session.ledger().parts().size());
        message.setHeader(ChunkUploadConstants.LEDGER, session.ledger());
        message.setHeader(ChunkUploadConstants.PLAN, session.missing().stream().map(slot -> PartClaim.of(uri, slot)).toList());
    }

    private static String uri(Object body) {
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        if (file instanceof File plain) {
            return plain.toURI().toString();
        }
        return file instanceof Path path ? path.toUri().toString() : "";
    }

    void uploadPart(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof PartClaim claim)) {
            plain.uploadPart(exchange);
            return;
        }
        UploadSession session = uploads.find(exchange).orElseThrow(() -> notHere(claim)).session();
        ConfirmedPart part = session.send(claim.slot());
        Results.part(message, PartReceipt.of(part.slot(), part.etag(), part.sums()), part.proof());
    }

    private static UploadException notHere(PartClaim claim) {
        return UploadException.of(Failure.INVALID_ARGUMENT, "Part " + claim.index() + " is only named, and its upload is not open here: "
            + "initiate with header " + ChunkUploadConstants.RESUMABLE + " in the same exchange, on the same endpoint");
    }

    void complete(Exchange exchange) {
        Optional<SteppedUpload> stepped = uploads.find(exchange);
        if (stepped.isEmpty()) {
            plain.complete(exchange);
            return;
        }
        Results.transfer(exchange.getMessage(), stepped.get().session().complete());
        end(exchange, stepped.get());
    }

    void abort(Exchange exchange) {
        Optional<SteppedUpload> stepped = uploads.find(exchange);
        if (stepped.isEmpty()) {
            plain.abort(exchange);
            return;
        }
        try {
            stepped.get().session().abort();
            exchange.getMessage().setHeader(ChunkUploadConstants.ABORTED, 1);
        } finally {
            end(exchange, stepped.get());
        }
    }

    private void end(Exchange exchange, SteppedUpload stepped) {
        uploads.remove(stepped);
        exchange.getMessage().removeHeader(ChunkUploadConstants.PLAN);
        exchange.getMessage().removeHeader(ChunkUploadConstants.LEDGER);
    }

    /** Ends the uploads that were begun here; they are resumed another time. */
    @Override
    public void close() {
        uploads.close(uploader);
    }
}
