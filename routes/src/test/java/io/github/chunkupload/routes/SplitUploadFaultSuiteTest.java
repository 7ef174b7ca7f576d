package io.github.chunkupload.routes;

import io.github.chunkupload.faults.ByRoute;
import io.github.chunkupload.faults.FaultSuite;
import io.github.chunkupload.faults.FaultyGateway;
import io.github.chunkupload.faults.Sending;
import io.github.chunkupload.transfer.UploadJournal;
import java.nio.file.Path;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;

/** The suite over a splitter, {@code uploadPart} and an aggregator. */
class SplitUploadFaultSuiteTest extends FaultSuite {

    @Override
    protected Sending sending(FaultyGateway gateway, UploadJournal journal, Path spool) throws Exception {
        return new ByRoute(gateway, journal, (context, from, to) -> {
            if (((ModelCamelContext) context).getRouteTemplateDefinitions().isEmpty()) {
                Form.YAML.addTo(context);
            }
            TemplatedRouteBuilder.builder(context, ChunkUploadRouteTemplates.SPLIT_UPLOAD)
                .parameter("from", from).parameter("to", to).add();
        });
    }
}
