package io.github.chunkupload.routes;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.PartClaim;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Takes a claim up: its file on this node becomes the body of an {@code uploadPart}. A file outside the shared directory is refused.
 * Thread-safe. For the template {@value ChunkUploadRouteTemplates#WORKER}, where {@link ReceiptProcessor} ends what this begins.
 */
public final class ClaimProcessor implements Processor {

    static final String CLAIM = "CamelChunkUploadClaim";

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Claim claim = Messages.claim(message);
        exchange.setProperty(CLAIM, claim);
        message.removeHeaders("*");
        Path file = SharedDirectory.of(exchange).file(claim.path());
        message.setHeader(ChunkUploadConstants.TICKET, claim.ticket());
        message.setHeader(ChunkUploadConstants.OPERATION, "uploadPart");
        message.setBody(new PartClaim(file.toUri().toString(), claim.slot().index(), claim.slot().offset(), claim.slot().length()));
    }
}
