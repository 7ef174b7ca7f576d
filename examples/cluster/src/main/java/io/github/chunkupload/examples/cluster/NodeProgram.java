package io.github.chunkupload.examples.cluster;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** One node in a process of its own. Arguments: those of {@link Wiring#arguments}. Runs until it is killed. */
final class NodeProgram {

    private NodeProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName(arguments[0]);
        new NodeRoutes(Wiring.of(arguments), System.out::println).addTo(camel, List.of(arguments[1].split(",")));
        camel.start();
        System.out.println("READY");
        Thread.currentThread().join();
    }
}
