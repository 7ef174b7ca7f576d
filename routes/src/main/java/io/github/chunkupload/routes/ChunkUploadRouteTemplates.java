package io.github.chunkupload.routes;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.store.UploadException;
import org.apache.camel.ExchangePattern;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/**
 * The route templates of this module in Java, for contexts without the YAML DSL, such as those of Karaf. Camel Main with
 * {@code camel-yaml-dsl} finds the same templates by itself, in {@code camel-template/} on the class path: there this class must not be
 * added as well.
 */
public final class ChunkUploadRouteTemplates extends RouteBuilder {

    /** The template of a watched directory whose files go to a store. Parameters: {@code directory}, {@code to}, and others. */
    public static final String FILE_DROP = "chunkupload-file-drop";

    /** The template of one upload as splitter and aggregator. Parameters: {@code from}, {@code to}. */
    public static final String SPLIT_UPLOAD = "chunkupload-split-upload";

    /** The template that opens an upload and sends claims of its parts to a queue. Parameters: {@code from}, {@code work}, and others. */
    public static final String SCATTER = "chunkupload-scatter";

    /** The template that takes claims from a queue and uploads the parts. Parameters: {@code work}, {@code to}, and others. */
    public static final String WORKER = "chunkupload-worker";

    /** The template that gathers receipts and has the object made. Parameters: {@code receipts}, {@code repository}, and others. */
    public static final String GATHER = "chunkupload-gather";

    private static final String DONE = "log:chunkupload-done";
    private static final String LEFT_OVER = "CamelChunkUpload(Verdict|Operation|Ledger|Ticket)";

    @Override
    public void configure() {
        fileDrop();
        splitUpload();
        scatter();
        worker();
        gather();
    }

    private void fileDrop() {
        routeTemplate(FILE_DROP)
            .description("Uploads every file that is put into a directory, and moves it to .done, or to .failed.")
            .templateParameter("directory")
            .templateParameter("to")
            .templateParameter("done", ".done")
            .templateParameter("failed", ".failed")
            .templateParameter("include", ".*")
            .templateParameter("recursive", "false")
            .templateParameter("order", "file:modified")
            .templateParameter("readLock", "changed")
            .templateParameter("readLockCheckInterval", "1000")
            .templateParameter("delay", "500")
            .from("file:{{directory}}?move={{done}}&moveFailed={{failed}}&include={{include}}&recursive={{recursive}}&sortBy={{order}}"
                + "&readLock={{readLock}}&readLockCheckInterval={{readLockCheckInterval}}&delay={{delay}}"
                + "&idempotent=true&idempotentKey=${file:name}-${file:size}-${file:modified}")
            .to("{{to}}");
    }

    private void splitUpload() {
        routeTemplate(SPLIT_UPLOAD)
            .description("Uploads a file by a splitter: its parts are named, not carried, and the object is made when the ledger is whole.")
            .templateParameter("from")
            .templateParameter("to")
            .from("{{from}}")
            .setHeader(ChunkUploadConstants.OPERATION, constant("initiate"))
            .setHeader(ChunkUploadConstants.RESUMABLE, constant(true))
            .to("{{to}}")
            .choice()
                .when(header(ChunkUploadConstants.PLAN).isNotNull())
                    .split(header(ChunkUploadConstants.PLAN), new LedgerAggregationStrategy())
                        .streaming().parallelProcessing().stopOnException()
                        .setHeader(ChunkUploadConstants.OPERATION, constant("uploadPart"))
                        .to("{{to}}")
                    .end()
                    .setHeader(ChunkUploadConstants.OPERATION, constant("complete"))
                    .to("{{to}}")
            .end()
            .removeHeader(ChunkUploadConstants.OPERATION)
            .removeHeader(ChunkUploadConstants.RESUMABLE);
    }

    private void scatter() {
        ScatterProcessor scatter = new ScatterProcessor();
        routeTemplate(SCATTER)
            .description("Opens the upload of a file in a shared directory and sends a claim for each of its parts to a queue, for workers "
                + "to take.")
            .templateParameter("from")
            .templateParameter("to")
            .templateParameter("directory")
            .templateParameter("work")
            .templateParameter("receipts")
            .templateParameter("done", DONE)
            .from("{{from}}")
            .setProperty(SharedDirectory.PROPERTY, constant("{{directory}}"))
            .removeHeaders("CamelChunkUpload(Aborted|Plan|Ticket)")
            .process(scatter)
            .setHeader(ChunkUploadConstants.OPERATION, constant("initiate"))
            .setHeader(ChunkUploadConstants.RESUMABLE, constant(true))
            .setHeader(ChunkUploadConstants.TICKET, constant(true))
            .to("{{to}}")
            .choice()
                .when(simple("${header.CamelChunkUploadPlan} != null && ${header.CamelChunkUploadTicket} == null"))
                    .setHeader(ChunkUploadConstants.OPERATION, constant("abort"))
                    .to("{{to}}")
                    .process(scatter)
                .when(header(ChunkUploadConstants.PLAN).isNotNull())
                    .process(scatter)
                    .split(header(ScatterProcessor.OPENING))
                        .removeHeaders("*").to(ExchangePattern.InOnly, "{{receipts}}").end()
                    .split(header(ScatterProcessor.CLAIMS)).streaming().stopOnException()
                        .removeHeaders("*").to(ExchangePattern.InOnly, "{{work}}").end()
                .endChoice()
                .otherwise()
                    .to(ExchangePattern.InOnly, "{{done}}")
            .end()
            .removeHeaders("CamelChunkUpload(Operation|Resumable|Opening|Claims|Plan|Ledger|Ticket)");
    }

    private void worker() {
        routeTemplate(WORKER)
            .description("Takes claims of parts from a queue, uploads those bytes of the file in the shared directory, and sends back the "
                + "receipts.")
            .templateParameter("work")
            .templateParameter("to")
            .templateParameter("directory")
            .templateParameter("receipts")
            .from("{{work}}")
            .setProperty(SharedDirectory.PROPERTY, constant("{{directory}}"))
            .doTry()
                .process(new ClaimProcessor())
                .to("{{to}}")
            .doCatch(UploadException.class)
                .log(LoggingLevel.WARN, "A part could not be sent: ${exception.message}")
            .end()
            .process(new ReceiptProcessor())
            .to(ExchangePattern.InOnly, "{{receipts}}");
    }

    private void gather() {
        TallyAggregationStrategy tallies = new TallyAggregationStrategy();
        VerdictProcessor verdict = new VerdictProcessor();
        routeTemplate(GATHER)
            .description("Gathers the receipts of an upload's parts, has parts that do not come back sent again, and the object made when "
                + "all are there.")
            .templateParameter("receipts")
            .templateParameter("to")
            .templateParameter("work")
            .templateParameter("repository")
            .templateParameter("partTimeout", "60s")
            .templateParameter("attempts", "10")
            .templateParameter("done", DONE)
            .templateParameter("failed", "log:chunkupload-failed?level=ERROR&showAllHeaders=true")
            .from("{{receipts}}")
            .process(tallies)
            .setProperty(TallyAggregationStrategy.PART_TIMEOUT, constant("{{partTimeout}}"))
            .aggregate(header(TallyAggregationStrategy.CORRELATION), tallies).aggregationRepository("{{repository}}").optimisticLocking()
                .completionTimeout(header(TallyAggregationStrategy.WAIT))
                .setProperty(VerdictProcessor.ATTEMPTS, constant("{{attempts}}"))
                .process(verdict)
                .filter(header(ChunkUploadConstants.OPERATION).isNotNull())
                    .doTry().to("{{to}}").doCatch(UploadException.class).process(verdict).end()
                .end()
                .choice()
                    .when(header(VerdictProcessor.VERDICT).isEqualTo("complete"))
                        .removeHeaders(LEFT_OVER).to(ExchangePattern.InOnly, "{{done}}")
                    .when(header(VerdictProcessor.VERDICT).isEqualTo("scatter"))
                        .split(header(ScatterProcessor.OPENING))
                            .removeHeaders("*").to(ExchangePattern.InOnly, "{{receipts}}").end()
                        .split(header(ScatterProcessor.CLAIMS)).streaming().stopOnException()
                            .removeHeaders("*").to(ExchangePattern.InOnly, "{{work}}").end()
                    .endChoice()
                    .when(header(VerdictProcessor.VERDICT).in("abort", "fail"))
                        .removeHeaders(LEFT_OVER).to(ExchangePattern.InOnly, "{{failed}}");
    }
}
