package io.github.chunkupload.gateway;

import io.github.chunkupload.component.ChunkUploadConstants;
import io.github.chunkupload.component.Node;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** As {@link KilledGatewayProgram}, by a route of Camel over Undertow: what a user runs. */
final class KilledCamelProgram {

    private KilledCamelProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        KilledGatewayProgram.endWithInput();
        Path data = Path.of(arguments[0]);
        CamelContext context = new DefaultCamelContext();
        context.start();
        context.getComponent("chunkupload");
        KilledGatewayProgram.open(data).close();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(gateway(data, arguments.length == 1 ? "none" : "objects")).process(exchange -> note(exchange, Path.of(arguments[1])));
            }
        });
        System.out.println(KilledGatewayProgram.PORT + Node.portOf(context));
        Thread.currentThread().join();
    }

    private static String gateway(Path data, String receive) {
        return "chunkupload:any:*?serverUri=undertow:http://127.0.0.1:0&dataDirectory=" + data + "&receive=" + receive
            + "&accessKey=" + Wire.KEY.accessKey() + "&secretKey=" + Wire.KEY.secretKey() + "&defaultBucket=" + Spoken.BUCKET
            + "&baseHosts=127.0.0.1&minPartSize=100&protocol.sliceSize=1000";
    }

    private static void note(Exchange exchange, Path routed) throws Exception {
        KilledGatewayProgram.note(routed, exchange.getMessage().getHeader(ChunkUploadConstants.KEY, String.class),
            exchange.getMessage().getHeader(ChunkUploadConstants.SIZE, Long.class));
    }
}
