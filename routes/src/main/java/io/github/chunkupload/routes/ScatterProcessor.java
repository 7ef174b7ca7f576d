package io.github.chunkupload.routes;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.PartClaim;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.Ledger;
import io.github.chunkupload.transfer.UploadTicket;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Makes messages of an upload that a resumable {@code initiate} has opened: one that opens it for those who gather, in header
 * {@value #OPENING}, and a claim for each missing part, in header {@value #CLAIMS}. Before {@code initiate} it refuses a body that the
 * other nodes could not read, and after {@code abort} the upload that had no ticket. Thread-safe. For the template
 * {@value ChunkUploadRouteTemplates#SCATTER}.
 */
public final class ScatterProcessor implements Processor {

    /** The header with the message for those who gather, as a list of one text. */
    public static final String OPENING = "CamelChunkUploadOpening";
    /** The header with the claims, a list of texts. */
    public static final String CLAIMS = "CamelChunkUploadClaims";

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String path = SharedDirectory.of(exchange).pathOf(message.getBody());
        if (message.getHeader(ChunkUploadConstants.ABORTED) != null) {
            throw UploadException.of(Failure.UNSUPPORTED, "This store takes the parts of an upload one after another, so they cannot be "
                + "scattered: use " + ChunkUploadRouteTemplates.SPLIT_UPLOAD);
        }
        List<?> plan = message.getHeader(ChunkUploadConstants.PLAN, List.class);
        if (plan == null) {
            return;
        }
        UploadTicket ticket = message.getHeader(ChunkUploadConstants.TICKET, UploadTicket.class);
        Ledger ledger = message.getHeader(ChunkUploadConstants.LEDGER, Ledger.class);
        message.setHeader(OPENING, List.of(Messages.write(Tally.opening(ticket, path, ledger.parts()))));
        message.setHeader(CLAIMS, plan.stream().map(PartClaim.class::cast)
            .map(part -> Messages.write(new Claim(ticket, path, ticket.slot(part.index())))).toList());
    }
}
