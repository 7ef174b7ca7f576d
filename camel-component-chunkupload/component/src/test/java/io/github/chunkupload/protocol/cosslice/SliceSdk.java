package io.github.chunkupload.protocol.cosslice;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program in a JVM with a class path of its own: the vendor's SDKs of different generations have classes of the same names. */
final class SliceSdk {

    private SliceSdk() {
    }

    /**
     * Runs a program.
     *
     * @param sdk the directory of its jars below {@code target}, and of its source among the resources of the tests
     * @return what it printed
     */
    static List<String> run(String sdk, String program, Path directory, List<String> options, String... arguments) throws Exception {
        Path source = Path.of(SliceSdk.class.getResource("/" + sdk + "/" + program + ".java").toURI());
        Path target = source.getParent().getParent().getParent();
        Path output = Files.createTempFile(directory, sdk, ".out");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dfile.encoding=UTF-8", "-Dlog4j.defaultInitOverride=true"));
        command.addAll(options);
        command.addAll(List.of("-cp", target.resolve(sdk) + "/*", source.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            if (!process.waitFor(50, TimeUnit.SECONDS)) {
                throw new AssertionError("The program does not end:\n" + Files.readString(output, StandardCharsets.UTF_8));
            }
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
