package io.github.chunkupload.routes;

import io.github.chunkupload.store.UploadRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.util.TimeUtils;

/**
 * Gathers what comes back of a scattered upload, as a text that any aggregation repository can keep: parts that come again count once. As
 * a processor before the aggregator it tells the upload in header {@value #CORRELATION}. The group is complete when all parts are there,
 * when a part can never be sent, or when header {@value #WAIT} says that it was waited long enough; each further round of parts that are
 * sent again is waited for twice as long. Thread-safe. For the template {@value ChunkUploadRouteTemplates#GATHER}.
 *
 * <p>A group never ends with its first message: only what the repository has kept before survives a crash.
 */
public final class TallyAggregationStrategy implements AggregationStrategy, Processor {

    /** The header that names the upload. */
    public static final String CORRELATION = "CamelChunkUploadCorrelation";
    /** The header that says how long the next message of the upload is waited for, in milliseconds. */
    public static final String WAIT = "CamelChunkUploadWait";

    static final String PART_TIMEOUT = "CamelChunkUploadPartTimeout";
    private static final int MOST_DOUBLINGS = 20;

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Tally tally = Messages.tally(message);
        message.removeHeaders("*");
        message.setBody(Messages.write(tally));
        message.setHeader(CORRELATION, name(tally.ticket().upload()));
    }

    private static String name(UploadRef upload) {
        String text = String.join("\n", upload.object().bucket(), upload.object().key(), upload.uploadId());
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }

    @Override
    public Exchange aggregate(Exchange gathered, Exchange next) {
        Tally tally = Messages.tally(next.getMessage());
        long patience = TimeUtils.toMilliSeconds(next.getProperty(PART_TIMEOUT, String.class));
        Exchange all = gathered == null ? next : gathered;
        if (gathered != null) {
            tally = Messages.tally(gathered.getMessage()).and(tally);
            gathered.getMessage().setBody(Messages.write(tally));
            gathered.setProperty(Exchange.AGGREGATION_COMPLETE_CURRENT_GROUP, tally.isOver());
        }
        long wait = tally.isOver() ? 1 : patience << Math.min(tally.rounds(), MOST_DOUBLINGS);
        next.getMessage().setHeader(WAIT, wait);
        all.setProperty(Exchange.AGGREGATED_TIMEOUT, wait);
        return all;
    }
}
