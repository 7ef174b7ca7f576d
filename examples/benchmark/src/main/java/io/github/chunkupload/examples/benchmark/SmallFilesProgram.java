package io.github.chunkupload.examples.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * One file route over a directory of many small files. Arguments: where it leads (none, ours or aws), the directory, the port of the
 * sink, how many files there are, a directory for the journal, rounds. Prints a line for each round, from the start
 * of the route until the last file has gone through: nanoseconds by the clock and nanoseconds of CPU.
 */
public final class SmallFilesProgram {

    /** Bytes of each file. */
    static final int SIZE = 4096;

    private static final String ROUTE = "small";

    private final Path directory;
    private final int files;
    private volatile CountDownLatch left;

    private SmallFilesProgram(Path directory, int files) {
        this.directory = directory;
        this.files = files;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        Task task = new Task(Path.of(arguments[1]), Integer.parseInt(arguments[2]), 8 << 20, 4, Path.of(arguments[4]));
        String to = switch (arguments[0]) {
            case "ours" -> CamelUploads.oursUri(task, "cos:bench-1250000000", "");
            case "aws" -> CamelUploads.awsUri(task, "keyName=RAW(${file:name})");
            default -> "log:nothing?level=OFF";
        };
        new SmallFilesProgram(task.file(), Integer.parseInt(arguments[3])).run(to, Integer.parseInt(arguments[5]));
        System.exit(0);
    }

    private void run(String to, int rounds) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + directory + "?initialDelay=0&delay=60000").routeId(ROUTE).autoStartup(false)
                    .setHeader("CamelAwsS3Key", header("CamelFileName"))
                    .to(to).process(exchange -> left.countDown());
            }
        });
        camel.start();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = 0; round < rounds; round++) {
            make();
            left = new CountDownLatch(files);
            long cpu = system.getProcessCpuTime();
            long clock = System.nanoTime();
            camel.getRouteController().startRoute(ROUTE);
            if (!left.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " files did not arrive");
            }
            System.out.println("round " + (System.nanoTime() - clock) + " " + (system.getProcessCpuTime() - cpu));
            camel.getRouteController().stopRoute(ROUTE);
        }
    }

    /** The route moves each file when it is through. */
    private void make() throws IOException {
        Path moved = directory.resolve(".camel");
        if (Files.exists(moved)) {
            try (Stream<Path> old = Files.list(moved)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
        }
        for (int number = 0; number < files; number++) {
            Files.write(directory.resolve("file" + number), new byte[SIZE]);
        }
    }
}
