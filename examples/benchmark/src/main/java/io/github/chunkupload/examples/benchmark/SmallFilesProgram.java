package io.github.chunkupload.examples.benchmark;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * One file route over a directory of many small files. Arguments: where it leads (none, ours or aws), the directory, the port of the
 * sink, how many files there are, a directory for the journal. Prints the nanoseconds until the last has gone through.
 */
public final class SmallFilesProgram {

    private SmallFilesProgram() {
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        Task task = new Task(Path.of(arguments[1]), Integer.parseInt(arguments[2]), 8 << 20, 4, Path.of(arguments[4]));
        CountDownLatch left = new CountDownLatch(Integer.parseInt(arguments[3]));
        String to = switch (arguments[0]) {
            case "ours" -> CamelUploads.oursUri(task, "cos:bench-1250000000", "");
            case "aws" -> CamelUploads.awsUri(task, "keyName=RAW(${file:name})");
            default -> "log:nothing?level=OFF";
        };
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + arguments[1] + "?initialDelay=0&delay=60000").routeId("small").autoStartup(false)
                    .setHeader("CamelAwsS3Key", header("CamelFileName"))
                    .to(to).process(exchange -> left.countDown());
            }
        });
        camel.start();
        long begin = System.nanoTime();
        camel.getRouteController().startRoute("small");
        if (!left.await(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException(left.getCount() + " files did not arrive");
        }
        System.out.println("took " + (System.nanoTime() - begin));
        System.exit(0);
    }
}
