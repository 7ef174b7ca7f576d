package io.github.chunkupload.examples.relay;

import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

/** The relay, which is one route, and where it is asked for the store behind it, which is another. */
final class RelayRoutes extends RouteBuilder {

    private final Settings settings;
    private final Path home;
    private final Steps steps;

    RelayRoutes(Settings settings, Path home, Steps steps) {
        this.settings = settings;
        this.home = home;
        this.steps = steps;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        if (settings.hosted()) {
            from(settings.far().server() + "&receive=none&dataDirectory=RAW(" + home.resolve("far") + ")").routeId("store behind")
                .log("never called");
        }
        from(settings.near().server() + received()).routeId("relay")
            .process(exchange -> steps.begin(step(exchange)))
            // Metadata that a client gave its object goes along where the store behind keeps any.
            .filter(exchange -> settings.receive().equals("objects") && keepsNone(settings.far().protocol()))
                .removeHeader("CamelChunkUploadMetadata")
            .end()
            .to(settings.far().client() + "&journalDirectory=RAW(" + home.resolve("journal") + ")")
            .process(exchange -> steps.end(step(exchange)));
    }

    private String received() {
        return settings.receive().equals("operations") ? "&receive=operations"
            : "&afterDelivery=delete&dataDirectory=RAW(" + home.resolve("near") + ")";
    }

    private static boolean keepsNone(String protocol) {
        return !protocol.equals("cos") && !protocol.equals("qingstor");
    }

    /** Returns what the exchange does, for people. */
    private static String step(Exchange exchange) {
        Message message = exchange.getMessage();
        String operation = message.getHeader("CamelChunkUploadOperation", "the whole object", String.class);
        Object index = message.getHeader("CamelChunkUploadPartIndex");
        Object offset = message.getHeader("CamelChunkUploadOffset");
        return operation.equals("uploadPart") ? operation + (index != null ? " number " + index : " at byte " + offset) : operation;
    }
}
