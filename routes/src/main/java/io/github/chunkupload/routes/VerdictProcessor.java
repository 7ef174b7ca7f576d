package io.github.chunkupload.routes;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.routes.Tally.Mishap;
import io.github.chunkupload.store.Failure;
import io.github.chunkupload.store.UploadException;
import io.github.chunkupload.transfer.Ledger;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of an upload whose parts were gathered, and says it in header {@value #VERDICT}: {@code complete}, {@code scatter}
 * what is missing again, {@code abort} or {@code fail}, or {@code drop} what came late for an upload that is over. Called once more after
 * a failure of the store, it decides anew; a failure that may pass is thrown, so that the repository brings the upload again. Thread-safe.
 * For the template {@value ChunkUploadRouteTemplates#GATHER}.
 */
public final class VerdictProcessor implements Processor {

    /** The header with the verdict. */
    public static final String VERDICT = "CamelChunkUploadVerdict";
    /** The header with the kind of the failure, of an upload that failed. */
    public static final String FAILURE = "CamelChunkUploadFailure";
    /** The header that says the failure to people. */
    public static final String FAILURE_MESSAGE = "CamelChunkUploadFailureMessage";

    static final String ATTEMPTS = "CamelChunkUploadAttempts";
    private static final String TALLY = "CamelChunkUploadTally";
    private static final Logger LOG = LoggerFactory.getLogger(VerdictProcessor.class);

    @Override
    public void process(Exchange exchange) {
        UploadException failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, UploadException.class);
        if (failure == null) {
            decide(exchange, Messages.tally(exchange.getMessage()));
        } else {
            exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
            decide(exchange, exchange.getProperty(TALLY, Tally.class), failure);
        }
    }

    private static void decide(Exchange exchange, Tally tally) {
        Message message = exchange.getMessage();
        exchange.setProperty(TALLY, tally);
        message.removeHeaders("*");
        message.setBody(tally.path());
        message.setHeader(ChunkUploadConstants.KEY_PRODUCED, tally.ticket().upload().object().key());
        message.setHeader(ChunkUploadConstants.UPLOAD_ID, tally.ticket().upload().uploadId());
        Optional<Mishap> last = tally.mishap().filter(Mishap::isFinal);
        if (!tally.opened()) {
            LOG.debug("Receipts of {} came when its upload was over", tally.path());
            message.setHeader(VERDICT, "drop");
        } else if (tally.isWhole() || last.filter(mishap -> mishap.kind() == Failure.NO_SUCH_UPLOAD).isPresent()) {
            ask(message, tally, "complete");
        } else if (last.isPresent()) {
            fail(message, last.get().kind(), last.get().message());
            ask(message, tally, "abort");
        } else {
            scatter(exchange, tally);
        }
    }

    private static void ask(Message message, Tally tally, String operation) {
        message.setHeader(VERDICT, operation);
        message.setHeader(ChunkUploadConstants.OPERATION, operation);
        message.setHeader(ChunkUploadConstants.TICKET, tally.ticket());
        message.setHeader(ChunkUploadConstants.LEDGER, tally.ledger());
    }

    private static void scatter(Exchange exchange, Tally tally) {
        Message message = exchange.getMessage();
        Tally next = tally.nextRound();
        if (next.rounds() > exchange.getProperty(ATTEMPTS, Integer.class)) {
            fail(message, tally.mishap().map(Mishap::kind).orElse(Failure.UNAVAILABLE), tally.mishap().map(Mishap::message)
                .orElse("No worker sent them") + "; missing are " + missing(tally));
            return;
        }
        LOG.info("{} of {} parts of {} are sent again, because they did not come back", tally.missing().size(), tally.ticket().parts(),
            tally.path());
        message.setHeader(VERDICT, "scatter");
        message.setHeader(ScatterProcessor.OPENING, List.of(Messages.write(next)));
        message.setHeader(ScatterProcessor.CLAIMS,
            tally.missing().stream().map(slot -> Messages.write(new Claim(tally.ticket(), tally.path(), slot))).toList());
    }

    private static String missing(Tally tally) {
        return String.join(", ", tally.ledger().gaps().stream().limit(10).map(Ledger.Gap::toString).toList());
    }

    private static void fail(Message message, Failure kind, String why) {
        message.setHeader(VERDICT, "fail");
        message.setHeader(FAILURE, kind.name());
        message.setHeader(FAILURE_MESSAGE, why);
    }

    private static void decide(Exchange exchange, Tally tally, UploadException failure) {
        Message message = exchange.getMessage();
        boolean complete = "complete".equals(message.getHeader(VERDICT));
        Tally left = tally.only(message.getHeader(ChunkUploadConstants.LEDGER, Ledger.class));
        if (complete && tally.isWhole() && !left.isWhole()) {
            scatter(exchange, left);
        } else if (mayPass(failure)) {
            throw failure;
        } else if (complete) {
            Optional<Mishap> lost = tally.mishap().filter(Mishap::isFinal);
            fail(message, lost.map(Mishap::kind).orElse(failure.kind()), lost.map(Mishap::message).orElse(failure.getMessage()));
        } else {
            LOG.warn("The upload of {} could not be aborted: {}", tally.path(), failure.getMessage());
        }
    }

    private static boolean mayPass(UploadException failure) {
        return switch (failure.remedy()) {
            case BACK_OFF, RECONNECT, FIX_CLOCK -> true;
            case ASK -> failure.kind() != Failure.INVALID_PART;
            default -> failure.kind() == Failure.CANCELLED
                || failure.kind() == Failure.OUTCOME_UNKNOWN && failure.getCause() instanceof UploadException cause && mayPass(cause);
        };
    }
}
