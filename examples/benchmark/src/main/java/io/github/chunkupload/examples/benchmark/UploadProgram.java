package io.github.chunkupload.examples.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * One contender in a process of its own. Arguments: its name, the file, the port, the part size, parts at once, a directory, rounds.
 * Prints a line for each round: nanoseconds by the clock and nanoseconds of CPU; then the most memory the process had, in KiB.
 */
public final class UploadProgram {

    private UploadProgram() {
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        Contender contender = Contender.valueOf(arguments[0]);
        Task task = new Task(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Long.parseLong(arguments[3]),
            Integer.parseInt(arguments[4]), Path.of(arguments[5]));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Uploads uploads = contender.open(task)) {
            for (int round = 0; round < Integer.parseInt(arguments[6]); round++) {
                long cpu = system.getProcessCpuTime();
                long clock = System.nanoTime();
                uploads.upload();
                System.out.println("round " + (System.nanoTime() - clock) + " " + (system.getProcessCpuTime() - cpu));
            }
            System.out.println("memory " + (ProcessMemory.most(ProcessHandle.current().pid()) >> 10));
        }
        System.exit(0);
    }
}
