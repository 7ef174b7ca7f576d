package io.github.chunkupload.examples.cluster;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.routes.ChunkUploadRouteTemplates;
import io.github.chunkupload.routes.VerdictProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.jms.JmsComponent;

/** The routes of one node, all of them made of templates: any of scatter, work and gather. */
final class NodeRoutes {

    private static final String PART_TIMEOUT = "5s";

    private final Wiring wiring;
    private final Consumer<String> told;

    /** Makes routes that tell {@code told} of what ended. */
    NodeRoutes(Wiring wiring, Consumer<String> told) {
        this.wiring = wiring;
        this.told = told;
    }

    void addTo(CamelContext camel, List<String> roles) throws Exception {
        DataSource source = wiring.database().source();
        camel.getRegistry().bind("database", source);
        camel.getRegistry().bind("gathered", wiring.database().repository(source));
        if (!wiring.broker().isEmpty()) {
            camel.addComponent("jms", JmsComponent.jmsComponent(new ActiveMQJMSConnectionFactory(wiring.broker())));
        }
        camel.addRoutes(new ChunkUploadRouteTemplates());
        camel.addRoutes(ends());
        for (String role : roles) {
            switch (role) {
                case "scatter" -> template(camel, ChunkUploadRouteTemplates.SCATTER).parameter("directory", wiring.shared().toString())
                    .parameter("from", "file:" + wiring.shared().resolve("inbox") + "?noop=true&initialDelay=0&delay=200")
                    .parameter("done", "direct:done").add();
                case "work" -> template(camel, ChunkUploadRouteTemplates.WORKER).parameter("directory", wiring.shared().toString()).add();
                case "gather" -> template(camel, ChunkUploadRouteTemplates.GATHER).parameter("repository", "gathered")
                    .parameter("partTimeout", PART_TIMEOUT).parameter("done", "direct:done").parameter("failed", "direct:failed").add();
                default -> throw new IllegalArgumentException("A node can scatter, work or gather, not " + role);
            }
        }
    }

    private TemplatedRouteBuilder template(CamelContext camel, String id) {
        return TemplatedRouteBuilder.builder(camel, id).routeId(id).parameter("to", wiring.store()).parameter("work", wiring.work())
            .parameter("receipts", wiring.receipts());
    }

    private RouteBuilder ends() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:done").process(exchange -> moveAway(exchange.getMessage().getBody(String.class)))
                    .process(exchange -> told.accept("DONE " + exchange.getMessage().getBody() + ", "
                        + exchange.getMessage().getHeader(ChunkUploadConstants.PARTS) + " parts, proved by "
                        + exchange.getMessage().getHeader(ChunkUploadConstants.PROOF)));
                from("direct:failed").process(exchange -> told.accept("FAILED " + exchange.getMessage().getBody() + ": "
                    + failure(exchange)));
            }
        };
    }

    private static String failure(Exchange exchange) {
        return exchange.getMessage().getHeader(VerdictProcessor.FAILURE) + ": "
            + exchange.getMessage().getHeader(VerdictProcessor.FAILURE_MESSAGE);
    }

    /** It may be told twice that an object is done. */
    private void moveAway(String path) throws IOException {
        Path file = wiring.shared().resolve(path);
        if (Files.exists(file)) {
            Path done = Files.createDirectories(wiring.shared().resolve("done"));
            Files.move(file, done.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
