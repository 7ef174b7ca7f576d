package io.github.chunkupload.component;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A gateway in a process of its own, to be killed. Its route copies every object to a directory under its delivery id, in one step, and
 * tells of it on the standard output: {@code UP}, {@code BEGIN id redelivered key}, {@code END id}.
 */
final class GatewayProgram {

    private GatewayProgram() {
    }

    /** Arguments: the endpoint URI, the directory for received objects. Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        Path received = Files.createDirectories(Path.of(arguments[1]));
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(arguments[0]).process(exchange -> keep(exchange, received));
            }
        });
        camel.start();
        System.out.println("UP");
    }

    private static void keep(Exchange exchange, Path received) throws Exception {
        String id = exchange.getMessage().getHeader(ChunkUploadConstants.DELIVERY_ID, String.class);
        System.out.println("BEGIN " + id + " " + exchange.getMessage().getHeader(ChunkUploadConstants.REDELIVERED) + " "
            + exchange.getMessage().getHeader(ChunkUploadConstants.KEY));
        Path half = Files.createTempFile(received, "half", ".tmp");
        Files.copy(exchange.getMessage().getMandatoryBody(File.class).toPath(), half, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, received.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        System.out.println("END " + id);
    }
}
