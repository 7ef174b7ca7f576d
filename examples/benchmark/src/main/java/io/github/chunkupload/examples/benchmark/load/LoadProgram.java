package io.github.chunkupload.examples.benchmark.load;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Feeds one receiver, from a process of its own. Arguments: "cos" or "s3", the port, the process of the receiver, the file, the part size,
 * connections, rounds, bucket, access key, secret key. Prints a line for each round: nanoseconds by the clock and nanoseconds of CPU that
 * the receiver needed. In the last one the object is read back; then it prints "verified".
 */
public final class LoadProgram {

    private LoadProgram() {
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        boolean cos = arguments[0].equals("cos");
        int port = Integer.parseInt(arguments[1]);
        ProcessHandle receiver = ProcessHandle.of(Long.parseLong(arguments[2])).orElseThrow();
        Style style = cos ? Style.cos(port, arguments[8], arguments[9]) : Style.plain(port);
        String object = "/" + arguments[7] + "/big.bin";
        int rounds = Integer.parseInt(arguments[6]);
        try (Load load = new Load(Path.of(arguments[3]), Long.parseLong(arguments[4]), Integer.parseInt(arguments[5]), style, port)) {
            if (!cos) {
                load.control().makeBucket(arguments[7]);
            }
            for (int round = 0; round < rounds; round++) {
                long cpu = cpu(receiver);
                long clock = System.nanoTime();
                load.upload(object);
                long wall = System.nanoTime() - clock;
                System.out.println("round " + wall + " " + (cpu(receiver) - cpu));
                if (round == rounds - 1) {
                    load.verify(object);
                }
                load.control().delete(object);
            }
        }
        System.out.println("verified");
        System.exit(0);
    }

    private static long cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }
}
