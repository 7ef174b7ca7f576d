package io.github.chunkupload.component;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A gateway that relays call by call, in a process of its own. Prints {@code UP port}. */
final class RelayProgram {

    private RelayProgram() {
    }

    /** Arguments: the endpoint to receive by, the endpoint to send by. Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(arguments[0]).routeId("relay").to(arguments[1]);
            }
        });
        camel.start();
        System.out.println("UP " + ((ChunkUploadConsumer) camel.getRoute("relay").getConsumer()).port());
    }
}
