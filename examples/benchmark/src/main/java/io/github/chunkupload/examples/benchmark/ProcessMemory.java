package io.github.chunkupload.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory processes have, as Linux tells. */
final class ProcessMemory {

    private ProcessMemory() {
    }

    /** Returns the most bytes that a process had at once. */
    static long most(long pid) throws IOException {
        return bytes(String.valueOf(pid), "VmHWM:");
    }

    /** Returns the bytes that a process has now. */
    static long now(long pid) throws IOException {
        return bytes(String.valueOf(pid), "VmRSS:");
    }

    private static long bytes(String pid, String which) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream().filter(line -> line.startsWith(which))
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0L);
    }
}
