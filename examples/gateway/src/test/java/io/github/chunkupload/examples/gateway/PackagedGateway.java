package io.github.chunkupload.examples.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged jar as a process of its own, on a free port; its route writes what arrives into a directory. */
final class PackagedGateway implements AutoCloseable {

    static final String ACCESS_KEY = "me";
    static final String SECRET_KEY = "s3cr+t/";
    static final String TOKEN = "t0ken";

    private static final String ROUTES = """
        - route:
            from:
              uri: direct:received
              steps:
                - to:
                    uri: file:%s
        """;

    private final Path directory;
    private final Process process;
    private final String url;

    PackagedGateway(Path directory, String... settings) throws IOException {
        this.directory = directory;
        Path routes = Files.writeString(directory.resolve("routes.yaml"), ROUTES.formatted(received()));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dgateway.port=0", "-Dgateway.accessKey=" + ACCESS_KEY, "-Dgateway.secretKey=" + SECRET_KEY, "-Dgateway.token=" + TOKEN,
            "-Dgateway.defaultBucket=inbox", "-Dgateway.routes=" + routes));
        command.addAll(List.of(settings));
        command.addAll(List.of("-jar", System.getProperty("gateway.jar")));
        process = new ProcessBuilder(command).directory(directory.toFile()).redirectError(directory.resolve("log").toFile()).start();
        url = listening(process.inputReader(StandardCharsets.UTF_8));
    }

    private String listening(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("Listening on ")) {
                return line.substring("Listening on ".length());
            }
        }
        throw new AssertionError("It never listened:\n" + log());
    }

    String url() {
        return url;
    }

    /** Returns where the route writes objects to. */
    Path received() {
        return directory.resolve("received");
    }

    /** Returns what it has logged. */
    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
