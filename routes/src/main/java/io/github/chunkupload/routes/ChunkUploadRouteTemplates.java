package io.github.chunkupload.routes;

import io.github.chunkupload.component.ChunkUploadConstants;
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

    @Override
    public void configure() {
        fileDrop();
        splitUpload();
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
}
