package io.github.chunkupload.examples.benchmark.receiver;

import io.github.chunkupload.component.ChunkUploadConsumer;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A receiver in a process of its own. Arguments: "floor" and the part size, or "ours" and options for the endpoint; a directory for what
 * it receives; bucket, access key, secret key. Prints its port. With "watched" after them it collects its garbage all the time, and prints
 * what is left.
 */
public final class ReceiverProgram {

    private static final long WATCH_MILLIS = 250;

    private ReceiverProgram() {
    }

    /** Runs it until it is killed. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        Path directory = Path.of(arguments[2]);
        int port = arguments[0].equals("floor") ? FloorServer.start(directory, Long.parseLong(arguments[1]))
            : ours("chunkupload:cos:" + arguments[3] + "?serverUri=undertow:http://127.0.0.1:0&receive=none&dataDirectory=RAW("
                + directory + ")&accessKey=" + arguments[4] + "&secretKey=" + arguments[5] + arguments[1]);
        System.out.println("port " + port);
        while (arguments.length > 6) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.println("live " + System.currentTimeMillis() + " " + (runtime.totalMemory() - runtime.freeMemory()));
            Thread.sleep(WATCH_MILLIS);
        }
        Thread.currentThread().join();
    }

    private static int ours(String uri) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("receive").to("log:nothing?level=OFF");
            }
        });
        camel.start();
        return ((ChunkUploadConsumer) camel.getRoute("receive").getConsumer()).getPort();
    }
}
