package io.github.chunkupload.routes;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.PartReceipt;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.ConfirmedPart;
import io.github.chunkupload.transfer.Ledger;
import io.github.chunkupload.transfer.Proof;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Gathers the parts of one upload behind a splitter: enters every receipt into the {@link Ledger} of the upload, and fails the exchange
 * that was split, with the first failure of a part or naming the bytes that are missing. A part that comes again counts once. The result
 * is the exchange as it was before the split.
 *
 * <p>The ledger is that of header {@link ChunkUploadConstants#LEDGER}, which a resumable {@code initiate} sets. Without that header one is
 * begun, of {@link ChunkUploadConstants#OBJECT_SIZE} bytes where that is told, and its receipts are put into
 * {@link ChunkUploadConstants#RECEIPTS}, for {@code complete}. Thread-safe: what it knows is in the exchange.
 */
public final class LedgerAggregationStrategy implements AggregationStrategy {

    private static final String FAILURE = "CamelChunkUploadPartFailure";
    private static final int NAMED = 10;

    @Override
    public Exchange aggregate(Exchange gathered, Exchange part) {
        return aggregate(gathered, part, gathered == null ? part : gathered);
    }

    @Override
    public Exchange aggregate(Exchange gathered, Exchange part, Exchange whole) {
        if (part.getException() == null) {
            enter(ledger(whole.getMessage()), part.getMessage());
        } else if (whole.getProperty(FAILURE) == null) {
            whole.setProperty(FAILURE, part.getException());
        }
        return whole;
    }

    private static Ledger ledger(Message message) {
        if (message.getHeader(ChunkUploadConstants.LEDGER) instanceof Ledger ledger) {
            return ledger;
        }
        Long size = message.getHeader(ChunkUploadConstants.OBJECT_SIZE, Long.class);
        Ledger ledger = new Ledger(size == null ? OptionalLong.empty() : OptionalLong.of(size));
        message.setHeader(ChunkUploadConstants.LEDGER, ledger);
        return ledger;
    }

    private static void enter(Ledger ledger, Message part) {
        PartReceipt receipt = part.getHeader(ChunkUploadConstants.RECEIPT, PartReceipt.class);
        if (receipt == null) {
            throw UploadException.of(Failure.INVALID_PART, "A part came back without header " + ChunkUploadConstants.RECEIPT
                + ": only what uploadPart has sent can be gathered");
        }
        ledger.confirm(new ConfirmedPart(receipt.slot(), receipt.etag(), receipt.sums(), proof(part)));
    }

    private static Proof proof(Message part) {
        String token = part.getHeader(ChunkUploadConstants.PROOF, String.class);
        return Arrays.stream(Proof.values()).filter(proof -> proof.token().equals(token)).findFirst().orElse(Proof.SIZE_ONLY);
    }

    @Override
    public void onCompletion(Exchange gathered, Exchange whole) {
        Exception failure = whole.getProperty(FAILURE, Exception.class);
        whole.removeProperty(FAILURE);
        boolean failed = whole.getException() != null || gathered != null && gathered.getException() != null;
        if (failed) {
            return;
        }
        if (failure != null) {
            whole.setException(failure);
            return;
        }
        Ledger ledger = ledger(whole.getMessage());
        List<String> missing = ledger.gaps().stream().filter(gap -> gap.length() >= 0).limit(NAMED).map(Ledger.Gap::toString).toList();
        if (!missing.isEmpty()) {
            whole.setException(UploadException.of(Failure.INVALID_PART, "Not all parts came back, missing are: "
                + String.join(", ", missing)));
        } else if (whole.getMessage().getHeader(ChunkUploadConstants.PLAN) == null) {
            whole.getMessage().setHeader(ChunkUploadConstants.RECEIPTS, ledger.receipts());
        }
    }
}
