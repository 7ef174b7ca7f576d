package io.github.chunkupload.faults;

import io.github.chunkupload.transfer.UploadJournal;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;

/** The suite over a route whose one step is the endpoint. */
class EndpointFaultSuiteTest extends FaultSuite {

    @Override
    protected Sending sending(FaultyGateway gateway, UploadJournal journal, Path spool) throws Exception {
        return new ByRoute(gateway, journal, (context, from, to) -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(from).to(to);
            }
        }));
    }
}
