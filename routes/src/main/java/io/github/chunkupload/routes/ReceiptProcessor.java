package io.github.chunkupload.routes;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.ConfirmedPart;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Makes the message that says what became of a claim: the receipt of the store, or the named failure. What is no claim at all fails the
 * exchange, because nobody waits for an answer to it. Thread-safe. For the template {@value ChunkUploadRouteTemplates#WORKER}.
 */
public final class ReceiptProcessor implements Processor {

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        Claim claim = exchange.getProperty(ClaimProcessor.CLAIM, Claim.class);
        UploadException failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, UploadException.class);
        if (claim == null) {
            throw failure;
        }
        message.setBody(Messages.write(failure == null ? Tally.confirmed(claim, part(message)) : Tally.failed(claim, failure)));
        message.removeHeaders("*");
    }

    private static ConfirmedPart part(Message message) {
        PartReceipt receipt = message.getHeader(ChunkUploadConstants.RECEIPT, PartReceipt.class);
        return new ConfirmedPart(receipt.slot(), receipt.etag(), receipt.sums(),
            Messages.proof(message.getHeader(ChunkUploadConstants.PROOF, String.class)));
    }
}
