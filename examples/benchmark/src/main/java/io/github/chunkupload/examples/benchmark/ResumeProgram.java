package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Uploads one file with a Camel route. Arguments: the file, the port, the part size, parts at once, a directory for the journal. Says
 * "uploading" before, "round" after, and how much memory it has meanwhile.
 */
public final class ResumeProgram {

    private ResumeProgram() {
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        Task task = new Task(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]),
            Integer.parseInt(arguments[3]), Path.of(arguments[4]));
        try (Uploads uploads = CamelUploads.ours(task, "cos:bench-1250000000", "")) {
            Thread memory = new Thread(ResumeProgram::tellMemory);
            memory.setDaemon(true);
            memory.start();
            System.out.println("uploading");
            uploads.upload();
            System.out.println("round ended");
        }
        System.exit(0);
    }

    private static void tellMemory() {
        try {
            while (true) {
                System.out.println("resident " + (ProcessMemory.now(ProcessHandle.current().pid()) >> 10));
                Thread.sleep(1000);
            }
        } catch (IOException | InterruptedException e) {
            return;
        }
    }
}
