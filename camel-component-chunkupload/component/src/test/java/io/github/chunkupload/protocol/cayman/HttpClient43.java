package io.github.chunkupload.protocol.cayman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Apache HttpClient 4.3.4, unmodified, in a JVM with a class path of its own: the tests run on a later one of the same names. */
final class HttpClient43 {

    private HttpClient43() {
    }

    /** Runs the program in the test resources and returns what it printed. */
    static List<String> run(Path directory, String what, URI server, String token, String authorization, Path file) throws Exception {
        Path program = Path.of(HttpClient43.class.getResource("/httpclient-4.3/HttpClient43Program.java").toURI());
        Path libraries = program.getParent().getParent().getParent().resolve("httpclient-4.3");
        Path output = directory.resolve("output-" + what);
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-cp", libraries + "/*", program.toString(), what, server.toString(), token, authorization,
            file.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            List<String> lines = lines(output);
            assertThat(ended && process.exitValue() == 0).as("the program ended well: %s", String.join("\n", lines)).isTrue();
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<String> lines(Path output) throws IOException {
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }
}
