package io.github.chunkupload.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the README gives for the gateway, run by a shell as they stand there, but for paths and the port. */
@Timeout(120)
class CommandsIT {

    private static final Path README = Path.of("../../README.md").toAbsolutePath().normalize();
    private static final String JAR = "examples/gateway/target/chunkupload-gateway.jar";

    @TempDir
    private Path directory;

    private Process gateway;

    @AfterEach
    void end() {
        if (gateway != null) {
            gateway.descendants().forEach(ProcessHandle::destroyForcibly);
            gateway.destroyForcibly();
        }
    }

    private static String command(String beginning) throws IOException {
        return Files.readAllLines(README).stream().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
    }

    private Process shell(String command) throws IOException {
        return new ProcessBuilder("sh", "-c", command).directory(directory.toFile()).redirectErrorStream(true).start();
    }

    /** Starts the gateway and returns its address. */
    private String start(String command) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        gateway = shell(command.replaceFirst("java ", java + " -Dgateway.port=0 -Dgateway.routes=routes.yaml ")
            .replace(JAR, System.getProperty("gateway.jar")));
        String listening = await(gateway.inputReader(StandardCharsets.UTF_8), "Listening on http://");
        return listening.substring(listening.lastIndexOf(' ') + 1);
    }

    private static String await(BufferedReader out, String text) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("It never said: " + text);
    }

    @Test
    void startsByItsJar() throws Exception {
        assertThat(start(command("java -jar "))).startsWith("http://127.0.0.1:");
    }

    @Test
    void takesAFileOfCurl() throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "curl"))));
        String address = start(command("java -Dgateway.auth=off -jar "));
        List<String> lines = List.of("one", "two");
        Path file = Files.write(directory.resolve("README.md"), lines);

        Process curl = shell(command("curl ").replace("http://127.0.0.1:9000", address));

        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("<Error>");
        assertThat(await(gateway.inputReader(StandardCharsets.UTF_8), "examplebucket-1250000000/README.md: "))
            .endsWith(": " + Files.size(file) + " bytes");
    }
}
