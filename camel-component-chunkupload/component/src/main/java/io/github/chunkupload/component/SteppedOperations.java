package io.github.chunkupload.component;

import io.github.chunkupload.body.Source;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.ConfirmedPart;
import io.github.chunkupload.transfer.JoinedUpload;
import io.github.chunkupload.transfer.UploadSession;
import java.io.File;
import java.io.IOException;
import java.net.URI;
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
    private final Requests requests;

    SteppedOperations(SteppedUploads uploads, Uploader uploader, UploadOperations plain, Requests requests) {
        this.uploads = uploads;
        this.uploader = uploader;
        this.plain = plain;
        this.requests = requests;
    }

    void initiate(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        if (!message.getHeader(ChunkUploadConstants.RESUMABLE, false, Boolean.class)) {
            plain.initiate(exchange);
            return;
        }
        boolean ticket = message.getHeader(ChunkUploadConstants.TICKET) != null;
        forget(message);
        Source source = BodySources.open(exchange);
        Optional<SteppedUpload> stepped = Optional.empty();
        try {
            stepped = uploader.open(exchange, source);
        } finally {
            if (stepped.isEmpty()) {
                IOHelper.close(source);
            }
        }
        stepped.ifPresent(begun -> begin(exchange, begun, ticket));
    }

    private void begin(Exchange exchange, SteppedUpload begun, boolean ticket) {
        uploads.add(exchange, begun);
        UploadSession session = begun.session();
        Message message = exchange.getMessage();
        if (ticket) {
            Results.set(message, ChunkUploadConstants.TICKET, session.ticket().orElse(null));
        }
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
        Optional<SteppedUpload> here = uploads.find(exchange);
        ConfirmedPart part = here.isPresent() ? here.get().session().send(claim.slot()) : sendOfOther(exchange, claim);
        Results.part(message, PartReceipt.of(part.slot(), part.etag(), part.sums()), part.proof());
    }

    /** Sends a part of an upload that another process has opened. */
    private ConfirmedPart sendOfOther(Exchange exchange, PartClaim claim) throws IOException {
        JoinedUpload joined = uploader.joined(exchange).orElseThrow(() -> notHere(claim));
        try (Source source = BodySources.open(exchange, Path.of(URI.create(claim.source())))) {
            return joined.send(claim.slot(), source);
        }
    }

    private static UploadException notHere(PartClaim claim) {
        return UploadException.of(Failure.INVALID_ARGUMENT, "Part " + claim.index() + " is only named, and its upload is not open here: "
            + "initiate with header " + ChunkUploadConstants.RESUMABLE + " in the same exchange, on the same endpoint, or bring its "
            + ChunkUploadConstants.TICKET);
    }

    void complete(Exchange exchange) {
        Message message = exchange.getMessage();
        Optional<SteppedUpload> stepped = uploads.find(exchange);
        Optional<JoinedUpload> joined = stepped.isPresent() ? Optional.empty() : uploader.joined(exchange);
        if (stepped.isPresent()) {
            Results.transfer(message, stepped.get().session().complete());
            end(exchange, stepped.get());
        } else if (joined.isPresent()) {
            Results.transfer(message, joined.get().complete(requests.ledger(exchange)));
            forget(message);
        } else {
            plain.complete(exchange);
        }
    }

    void abort(Exchange exchange) {
        Optional<SteppedUpload> stepped = uploads.find(exchange);
        Optional<JoinedUpload> joined = stepped.isPresent() ? Optional.empty() : uploader.joined(exchange);
        if (stepped.isEmpty() && joined.isEmpty()) {
            plain.abort(exchange);
            return;
        }
        try {
            stepped.ifPresent(upload -> upload.session().abort());
            joined.ifPresent(JoinedUpload::abort);
            exchange.getMessage().setHeader(ChunkUploadConstants.ABORTED, 1);
        } finally {
            stepped.ifPresent(upload -> end(exchange, upload));
        }
    }

    private void end(Exchange exchange, SteppedUpload stepped) {
        uploads.remove(stepped);
        forget(exchange.getMessage());
    }

    private static void forget(Message message) {
        message.removeHeader(ChunkUploadConstants.PLAN);
        message.removeHeader(ChunkUploadConstants.LEDGER);
        message.removeHeader(ChunkUploadConstants.TICKET);
    }

    /** Ends the uploads that were begun here; they are resumed another time. */
    @Override
    public void close() {
        uploads.close(uploader);
    }
}
